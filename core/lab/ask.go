package lab

import (
	"fmt"
	"slices"
	"strings"

	"preflab/core/method"
)

// An asking is a rollout of the model in training that asks for what it wants: for a
// good or a bad answer by a marker, or for a better one than a bad one that it writes
// first.
type asking struct {
	*rollout
	marker  string
	d       draw
	written [][]int32 // the bad answers; nil until they are there
}

// ask begins one. The marker is one of the method's; "" asks for nothing.
func (s *Session) ask(prompts []string, marker string, d draw) *asking {
	a := &asking{marker: marker, d: d}
	kind := marker
	if marker == method.Chain {
		kind = method.Bad
		a.d.stream += "-first"
	}
	a.rollout = s.rolloutOn(s.sampler(s.model), prompts, s.before(kind, len(prompts)), a.d)
	a.d = d
	return a
}

// before is a marker in front of each of n answers; nothing where there is none.
func (s *Session) before(kind string, n int) [][]int32 {
	if kind == "" {
		return nil
	}
	return slices.Repeat([][]int32{method.Marker(s.tok, s.run.cfg, kind)}, n)
}

// next does one piece, false when all is written.
func (a *asking) next(s *Session) bool {
	if a.sampler.Next() {
		return true
	}
	if a.marker != method.Chain || a.written != nil {
		return false
	}
	const room = 16 // tokens that an answer needs at least
	var before [][]int32
	for _, st := range a.streams {
		a.written = append(a.written, st.Tokens)
		chain := slices.Concat(method.Marker(s.tok, s.run.cfg, method.Bad), st.Tokens, method.SecondMarker(s.tok, s.run.cfg, method.Good))
		if len(st.Prompt)+len(chain)+room > s.ref.W.Config.Context {
			chain = method.Marker(s.tok, s.run.cfg, method.Good) // no room for both
		}
		before = append(before, chain)
	}
	a.rollout = s.rolloutOn(s.sampler(s.model), a.prompts, before, a.d)
	return true
}

// checkMarker refuses a marker that the run's method does not have.
func (s *Session) checkMarker(marker string) error {
	have := s.run.method.Spec.Markers
	if marker == "" || slices.Contains(have, marker) {
		return nil
	}
	if len(have) == 0 {
		return fmt.Errorf("%s has no markers to ask with, and %q was asked for", s.run.method.Spec.Title, marker)
	}
	return fmt.Errorf("%s cannot be asked for %q; it can for %s", s.run.method.Spec.Title, marker, strings.Join(have, ", "))
}

// wish is what the run's method is asked for where nobody says otherwise.
func (r *run) wish() string {
	if m := r.method.Spec.Markers; len(m) > 0 {
		return m[0]
	}
	return ""
}

// distance measures the mean divergence on fixed openings, in pieces.
type distance struct {
	a    *asking
	done int
	sum  float64
}

// distanceRows is how many openings the distance is the mean of.
const distanceRows = 8

func (r *run) newDistance(s *Session) *distance {
	return &distance{a: s.ask(s.fixed(distanceRows), r.wish(), draw{1, r.seed, "kl", 0})}
}

// advance does one piece; ok when the mean is there.
func (d *distance) advance(s *Session) (mean float64, ok bool) {
	if d.a.next(s) {
		return 0, false
	}
	for _, kl := range s.read(d.a.rollout, d.done, 2).kl {
		d.sum += kl
	}
	if d.done += 2; d.done < len(d.a.streams) {
		return 0, false
	}
	return d.sum / float64(len(d.a.streams)), true
}
