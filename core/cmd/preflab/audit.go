package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"

	"preflab/core/proto"
)

var auditCommand = command{
	name:    "audit",
	summary: "train a reward model on labels and see what it likes",
	detail: `The reward model scores fresh answers of the first model, two to an opening, beside
the taste: how often it ranks a pair as the taste does, how sure it was, and what it
likes best and least, each word with what it added to the score.`,
	example: "preflab audit --taste cats --labels 24 --set borrow_pairs=200",
	setup: func(fs *flag.FlagSet) func(*out) error {
		t := training{method: "rm"}
		t.flags(fs)
		fs.StringVar(&t.taste, "taste", "", "the `taste` that labels, and that the reward model is compared with")
		fs.IntVar(&t.labels, "labels", 24, "how many pairs it labels")
		fs.StringVar(&t.pairs, "pairs", "", "a `file` of labelled pairs instead")
		return t.audit
	},
}

func (t *training) audit(o *out) error {
	if t.taste == "" {
		return usagef("--taste is missing: what to compare the reward model with")
	}
	j, err := t.trained(o)
	if err != nil {
		return err
	}
	var a *proto.Audited
	err = j.e.ask(proto.Command{Audit: &proto.Audit{Taste: t.taste, Seed: t.seed}}, func(ev proto.Event) bool {
		a = ev.Audited
		return true
	})
	if err != nil {
		return err
	}
	o.text("ranks %.1f %% of %d pairs as the taste does (%.1f to %.1f), rank correlation %.2f, calibration error %.2f\n",
		100*a.Accuracy, a.N, 100*a.Low, 100*a.High, a.Rank, a.ECE)
	for _, bin := range a.Bins {
		o.text("  said %.2f, was %.2f (%d)\n", bin.Said, bin.Was, bin.N)
	}
	for i, some := range [][]proto.Rated{a.Best, a.Worst} {
		o.text("%s\n", []string{"It likes best:", "It likes least:"}[i])
		for _, r := range some {
			o.text("  %+.2f (taste %.2f) %s\n", r.Score, r.Gold, plain(r))
		}
	}
	o.done(a)
	return nil
}

// plain is a rated story's text.
func plain(r proto.Rated) string {
	var b strings.Builder
	b.WriteString(r.Prompt)
	for _, t := range r.Tokens {
		b.WriteString(t.Text)
	}
	return strings.TrimSuffix(b.String(), "∎")
}

// trained opens the model, gathers labels and trains to the end.
func (t *training) trained(o *out) (*job, error) {
	e, err := newEngine()
	if err != nil {
		return nil, err
	}
	j, err := t.start(e)
	if err != nil {
		return nil, err
	}
	if err := t.check(j.spec); err != nil {
		return nil, err
	}
	c, err := load(t.model, t.tokenizer)
	if err != nil {
		return nil, err
	}
	if err := j.open(o, c); err != nil {
		return nil, err
	}
	f, err := j.train(context.Background(), newOut(io.Discard, io.Discard, true))
	if err == nil && f.State == "starved" {
		err = fmt.Errorf("none of the %d labels can be trained on", len(j.has))
	}
	return j, err
}
