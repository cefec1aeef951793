package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"preflab/core/method"
	"preflab/core/proto"
	"preflab/core/spec"
)

var tasteCommand = command{
	name:    "taste",
	summary: "how well a model learns each taste from a few labels",
	detail: `For each taste, a simulated visitor labels pairs that the model wrote, passing
over those that the taste finds equal; the method then trains with the page's
default settings, and the tuned model is measured against the first one on
held-out openings, as in "preflab eval".`,
	example: "preflab taste --labels 24 --prompts 200\npreflab taste --tastes cats,rain --set beta=0.2 --json",
	setup: func(fs *flag.FlagSet) func(*out) error {
		var m measurement
		fs.StringVar(&m.method, "method", method.First, "one of "+strings.Join(method.Names(), ", "))
		m.flags(fs)
		fs.StringVar(&m.tastes, "tastes", "", "only these tastes, `names` with commas between")
		fs.IntVar(&m.labels, "labels", 24, "how many pairs the visitor labels")
		fs.IntVar(&m.prompts, "prompts", 200, "how many held-out openings")
		fs.IntVar(&m.workers, "workers", runtime.NumCPU(), "how many tastes at a time; the results do not depend on it")
		return m.run
	},
}

// measurement holds the flags of the taste command.
type measurement struct {
	training
	tastes           string
	prompts, workers int
}

// learned is what became of one taste.
type learned struct {
	compared
	Steps   int     `json:"steps"`
	State   string  `json:"state"`   // of the run
	Seconds float64 `json:"seconds"` // of labelling, training and measuring
}

// summary is what became of all.
type summary struct {
	Tastes     int     `json:"tastes"`
	Median     float64 `json:"median_win_rate"`
	Worst      float64 `json:"worst_win_rate"`
	WorstTaste string  `json:"worst_taste"`
	WellFormed float64 `json:"least_well_formed"`
	Method     string  `json:"method"`
	Labels     int     `json:"labels"`
	Seed       uint64  `json:"seed"`
	Query      string  `json:"settings"` // those that differ from the defaults
}

func (m *measurement) run(o *out) error {
	switch {
	case m.labels < 1:
		return usagef("--labels is %d; it must be 1 or more", m.labels)
	case m.workers < 1:
		return usagef("--workers is %d; it must be 1 or more", m.workers)
	}
	e, err := newEngine()
	if err != nil {
		return err
	}
	names, err := m.names(e)
	if err != nil {
		return err
	}
	j, err := m.start(e)
	if err != nil {
		return err
	}
	c, err := load(m.model, m.tokenizer)
	if err != nil {
		return err
	}
	c.blobs() // made once, before the workers share them
	rows, err := m.all(o, c, names)
	if err != nil {
		return err
	}
	s := summarise(rows)
	s.Method, s.Labels, s.Seed, s.Query = m.method, m.labels, m.seed, j.query
	o.text("%s: median %.3f, worst %.3f (%s), at least %.1f %% well-formed; %d labels, seed %d, settings %q\n",
		s.Method, s.Median, s.Worst, s.WorstTaste, 100*s.WellFormed, s.Labels, s.Seed, s.Query)
	o.done(s)
	return nil
}

// names lists the tastes to measure.
func (m *measurement) names(e *engine) ([]string, error) {
	w, err := e.world(m.world)
	if err != nil {
		return nil, err
	}
	if m.tastes != "" {
		return strings.Split(m.tastes, ","), nil
	}
	var names []string
	for _, t := range w.Tastes {
		names = append(names, t.Name)
	}
	return names, nil
}

// all measures the tastes side by side, each in an engine of its own, and prints
// them in order.
func (m *measurement) all(o *out, c *checkpoint, names []string) ([]learned, error) {
	rows := make([]learned, len(names))
	errs := make([]error, len(names))
	done := make([]chan struct{}, len(names))
	for i := range done {
		done[i] = make(chan struct{})
	}
	var next sync.Mutex
	at := 0
	for range min(m.workers, len(names)) {
		go func() {
			for {
				next.Lock()
				i := at
				at++
				next.Unlock()
				if i >= len(names) {
					return
				}
				rows[i], errs[i] = m.one(c, names[i])
				close(done[i])
			}
		}()
	}
	var lines []string
	for i := range names {
		o.waiting(done[i], "%d of %d tastes done", i, len(names))
		if errs[i] != nil {
			return nil, fmt.Errorf("%s: %w", names[i], errs[i])
		}
		o.row(rows[i])
		lines = append(lines, rows[i].line())
	}
	o.table(comparedHead, lines)
	return rows, nil
}

// one labels, trains and measures for one taste.
func (m *measurement) one(c *checkpoint, taste string) (learned, error) {
	began := time.Now()
	silent := newOut(io.Discard, io.Discard, true)
	e, err := newEngine()
	if err != nil {
		return learned{}, err
	}
	t := m.training
	t.taste = taste
	j, err := t.start(e)
	if err != nil {
		return learned{}, err
	}
	if err := j.open(silent, c); err != nil {
		return learned{}, err
	}
	f, err := j.train(context.Background(), silent)
	if err != nil {
		return learned{}, err
	}
	w, err := e.winRate(silent, proto.WinRate{Taste: taste, Prompts: m.prompts, Seed: m.seed, Marker: wish(j.spec)})
	if err != nil {
		return learned{}, err
	}
	return learned{compared: newCompared(w), Steps: f.Step, State: f.State, Seconds: time.Since(began).Seconds()}, nil
}

// wish is what an answer is asked for with: a good one, where the method can.
func wish(sp *spec.Spec) string {
	if len(sp.Markers) > 0 {
		return sp.Markers[0]
	}
	return ""
}

// summarise finds the median and the worst.
func summarise(rows []learned) summary {
	s := summary{Tastes: len(rows), Worst: 2, WellFormed: 1}
	var rates []float64
	for _, r := range rows {
		rates = append(rates, r.WinRate)
		s.WellFormed = min(s.WellFormed, r.WellFormed)
		if r.WinRate < s.Worst {
			s.Worst, s.WorstTaste = r.WinRate, r.Taste
		}
	}
	slices.Sort(rates)
	s.Median = (rates[(len(rates)-1)/2] + rates[len(rates)/2]) / 2
	return s
}
