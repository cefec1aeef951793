package main

import (
	"flag"
	"fmt"

	"preflab/core/proto"
)

var bestOfCommand = command{
	name:    "bestof",
	summary: "what picking the best of n answers would give, without training",
	detail: `The first model answers each held-out opening more than n times; the taste itself
picks, or a reward model that is trained on labels first. The distance is that of the
pick from one answer, ln n - (n-1)/n nats.`,
	example: "preflab bestof --taste cats --n 16\npreflab bestof --taste cats --by reward --labels 24",
	setup: func(fs *flag.FlagSet) func(*out) error {
		t := training{method: "rm"}
		t.flags(fs)
		by := fs.String("by", "taste", "what picks: taste or `reward`")
		n := fs.Int("n", 16, "the most answers to pick from")
		prompts := fs.Int("prompts", 64, "how many held-out openings")
		fs.StringVar(&t.taste, "taste", "", "the `taste` that judges, and labels for a reward model")
		fs.IntVar(&t.labels, "labels", 24, "how many pairs it labels")
		return func(o *out) error {
			if t.taste == "" {
				return usagef("--taste is missing: by what to judge")
			}
			return t.bestOf(o, proto.BestOf{By: *by, Taste: t.taste, Prompts: *prompts, N: *n, Seed: t.seed})
		}
	},
}

// untrained opens the model and no more.
func (t *training) untrained(*out) (*job, error) {
	e, err := newEngine()
	if err != nil {
		return nil, err
	}
	c, err := load(t.model, t.tokenizer)
	if err != nil {
		return nil, err
	}
	return openFor(e, c, *t, t.taste, nil)
}

func (t *training) bestOf(o *out, b proto.BestOf) error {
	prepared := t.trained
	if b.By == "taste" {
		prepared = t.untrained
	}
	j, err := prepared(o)
	if err != nil {
		return err
	}
	var last *proto.BestOfN
	err = j.e.ask(proto.Command{BestOf: &b}, func(ev proto.Event) bool {
		last = ev.BestOf
		o.progress("%d of %d openings", last.Done, last.Of)
		return last.Done == last.Of
	})
	if err != nil {
		return err
	}
	var lines []string
	for _, r := range last.Rows {
		o.row(r)
		lines = append(lines, fmt.Sprintf("%d\t%.2f\t%.3f\t%.3f\t%.3f\t%.3f", r.N, r.KL, r.WinRate, r.Low, r.High, r.Gold))
	}
	o.table("n\tKL\twin rate\tlow\thigh\tscore\t", lines)
	o.done(fields{{"by", b.By}, {"taste", b.Taste}, {"prompts", last.Of}})
	return nil
}
