package lab

import (
	"fmt"
	"strings"

	"preflab/core/pref"
	"preflab/core/rng"
	"preflab/core/spec"
)

// borrowed are pairs that a taste labels beside the visitor's own: a reward model
// wants more labels than anybody gives in a minute. They hang on the seed, the taste
// and the noise alone.
type borrowed struct {
	taste  string
	seed   uint64
	noise  float64
	labels []pref.Label

	roll *rollout
	next int // openings drawn so far
}

// borrowedMark begins the source of a borrowed label.
const borrowedMark = "borrowed:"

// wanted is how many pairs the settings borrow.
func wanted(cfg spec.Config) int {
	if !cfg.Spec.Has("borrow_pairs") {
		return 0
	}
	return values(cfg, "borrow_pairs")
}

// borrow does one piece of the work until enough pairs are there.
func (s *Session) borrow(cfg spec.Config, seed uint64) (worked bool) {
	n := wanted(cfg)
	if n == 0 {
		return false
	}
	b, noise := &s.borrowed, cfg.Get("borrow_noise")
	if b.taste != s.open.Taste || b.seed != seed || b.noise != noise {
		*b = borrowed{taste: s.open.Taste, seed: seed, noise: noise}
	}
	const patience = 20 // openings for each pair: a model that writes no whole story lends none
	if len(b.labels) >= n || b.next > patience*n {
		return false
	}
	if b.roll == nil {
		b.begin(s)
	}
	if !b.roll.sampler.Next() {
		b.judge(s)
	}
	return true
}

// begin samples two answers to each of the next openings.
func (b *borrowed) begin(s *Session) {
	prompts := twice(s.openings(b.seed, "borrow-opening", b.next, rows/2))
	b.roll = s.rolloutOn(s.quiet(), prompts, nil, draw{sampleTemperature, b.seed, "borrow", 2 * b.next})
}

// judge labels the pairs that the taste tells apart, a share of them the wrong way
// round.
func (b *borrowed) judge(s *Session) {
	t, err := s.taste(b.taste)
	if err != nil {
		panic("lab: pairs borrowed from a taste that is not there") // run.lacks asks first
	}
	for i := 0; i < len(b.roll.streams); i += 2 {
		at := b.next + i/2
		p := pref.Pair{ID: fmt.Sprintf("b%d-%d", b.seed, at), Prompt: b.roll.prompts[i], A: s.text(b.roll.streams[i]), B: s.text(b.roll.streams[i+1])}
		if len(s.whole(p.Prompt, []string{p.A, p.B})) < 2 {
			continue
		}
		x, _ := t.Score(p.Prompt, p.A)
		y, _ := t.Score(p.Prompt, p.B)
		if x == y {
			continue
		}
		if rng.At(b.seed, "borrow-noise", at).Float64() < b.noise {
			x, y = y, x
		}
		b.labels = append(b.labels, pref.Label{ID: "l-" + p.ID, Pair: p, Verdict: verdict(x, y), Source: borrowedMark + b.taste})
	}
	b.next += len(b.roll.streams) / 2
	b.roll = nil
}

// pool is what there is to learn from: the visitor's labels, then the borrowed ones.
func (s *Session) pool(cfg spec.Config) []pref.Label {
	n := min(wanted(cfg), len(s.borrowed.labels))
	return append(s.labels[:len(s.labels):len(s.labels)], s.borrowed.labels[:n]...)
}

// weightOf is how much a label counts under the settings.
func weightOf(l *pref.Label, cfg spec.Config) float64 {
	if strings.HasPrefix(l.Source, borrowedMark) {
		return cfg.Get("borrow_weight")
	}
	return 1
}
