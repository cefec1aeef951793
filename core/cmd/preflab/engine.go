package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
)

// An engine is a Session driven as the page drives it: by commands and events.
type engine struct {
	s       *lab.Session
	id      int
	welcome *proto.Welcome
	crew    crew
}

func newEngine() (*engine, error) {
	e := &engine{s: lab.New(kernel.Best())}
	err := e.ask(proto.Command{Hello: &proto.Hello{Version: proto.Version}}, func(ev proto.Event) bool {
		e.welcome = ev.Hello
		return true
	})
	return e, err
}

// slice is how long the engine computes between two looks at the world.
const slice = 100 * time.Millisecond

// advance computes for one slice.
func (e *engine) advance() (events []proto.Event, idle bool) {
	end := time.Now().Add(slice)
	events, idle = e.s.Advance(func() bool { return time.Now().Before(end) })
	return e.crew.relay(e.s, events, idle)
}

// ask sends a command and shows each answer to f, computing until f has had
// enough.
func (e *engine) ask(c proto.Command, f func(proto.Event) (enough bool)) error {
	e.id++
	c.ID = e.id
	events, idle := e.crew.relay(e.s, e.s.Handle(c), false)
	for {
		for _, ev := range events {
			if ev.Error != nil {
				return errors.New(ev.Error.Message)
			}
			if ev.ID == c.ID && f(ev) {
				return nil
			}
		}
		if idle {
			return errors.New("the engine has stopped without an answer; this is a fault of the tool")
		}
		events, idle = e.advance()
	}
}

// tell sends a command that is answered by Done.
func (e *engine) tell(c proto.Command) error {
	return e.ask(c, func(proto.Event) bool { return true })
}

// open loads a model and begins a run, or resumes the saved one.
func (e *engine) open(c *checkpoint, o proto.Open, saved []byte) (*proto.Ready, error) {
	blobs := c.blobs()
	if saved != nil {
		blobs = append(blobs[:3:3], saved)
	}
	var ready *proto.Ready
	err := e.ask(proto.Command{Open: &o, Blobs: blobs}, func(ev proto.Event) bool {
		ready = ev.Ready
		return true
	})
	return ready, err
}

// spec finds a method among those that the engine offers.
func (e *engine) spec(method string) (*spec.Spec, error) {
	var names []string
	for i := range e.welcome.Specs {
		if s := &e.welcome.Specs[i]; s.Method == method {
			return s, nil
		}
		names = append(names, e.welcome.Specs[i].Method)
	}
	return nil, usagef("--method is %q; it must be one of %s", method, strings.Join(names, ", "))
}

// world finds a world among those that the engine offers.
func (e *engine) world(name string) (*proto.World, error) {
	var names []string
	for i := range e.welcome.Worlds {
		if w := &e.welcome.Worlds[i]; w.Name == name {
			return w, nil
		}
		names = append(names, e.welcome.Worlds[i].Name)
	}
	return nil, usagef("--world is %q; it must be one of %s", name, strings.Join(names, ", "))
}

// pairs has the opened model write fresh pairs to judge.
func (e *engine) pairs(o *out, n int) ([]proto.NewPair, error) {
	const most = 64 // that the engine writes for one command
	var pairs []proto.NewPair
	for len(pairs) < n {
		want := min(n-len(pairs), most)
		err := e.ask(proto.Command{Pairs: &proto.Pairs{N: want}}, func(ev proto.Event) bool {
			pairs = append(pairs, *ev.Pair)
			o.progress("writing pairs: %d of %d", len(pairs), n)
			want--
			return want == 0
		})
		if err != nil {
			return nil, err
		}
	}
	return pairs, nil
}

// judged labels pairs as a visitor of that taste would.
func (e *engine) judged(pairs []proto.NewPair, taste string) ([]pref.Label, error) {
	plain := make([]pref.Pair, len(pairs))
	for i, p := range pairs {
		plain[i] = p.Pair
	}
	var labels []pref.Label
	err := e.ask(proto.Command{Judge: &proto.Judge{Taste: taste, Pairs: plain}}, func(ev proto.Event) bool {
		for i, s := range ev.Judged.Scores {
			labels = append(labels, pref.Label{
				ID: "l-" + pairs[i].Pair.ID, Pair: plain[i], Verdict: s.Verdict, ALeft: pairs[i].ALeft, Source: "taste:" + taste,
			})
		}
		return true
	})
	return labels, err
}

// taught has the opened model write pairs, and a visitor of that taste label n of
// them, of which the engine hears. As on the page, pairs that the taste finds equal
// are passed over.
func (e *engine) taught(o *out, taste string, n int) ([]pref.Label, error) {
	const (
		patience = 20 // pairs written for each label: the rarest taste tells every other pair apart
		atATime  = 3  // pairs that lie ready, as on the page, before a label is heard of
	)
	var labels []pref.Label
	for seen := 0; len(labels) < n; {
		if seen >= patience*n {
			return nil, fmt.Errorf("of %d pairs that the model wrote the taste %s tells only %d apart, not the %d that were to be labelled", seen, taste, len(labels), n)
		}
		pairs, err := e.pairs(o, min(n-len(labels), atATime))
		if err != nil {
			return nil, err
		}
		judged, err := e.judged(pairs, taste)
		if err != nil {
			return nil, err
		}
		labels = append(labels, slices.DeleteFunc(judged, func(l pref.Label) bool { return l.Verdict == pref.Tie })...)
		seen += len(pairs)
		if err := e.tell(proto.Command{Labels: &proto.Labels{Labels: labels}}); err != nil {
			return nil, err
		}
	}
	return labels, nil
}

// winRate measures the tuned model against the opened one.
func (e *engine) winRate(o *out, w proto.WinRate) (*proto.WinRated, error) {
	var last *proto.WinRated
	err := e.ask(proto.Command{WinRate: &w}, func(ev proto.Event) bool {
		last = ev.WinRate
		o.progress("%s: %d of %d openings, win rate %.3f", last.Taste, last.N, last.Of, last.WinRate)
		return last.Done
	})
	return last, err
}

// settings collects --set name=value flags.
type settings []string

// String implements flag.Value.
func (s *settings) String() string { return strings.Join(*s, " ") }

// Set implements flag.Value.
func (s *settings) Set(text string) error {
	if !strings.Contains(text, "=") {
		return fmt.Errorf("it must be name=value, as in beta=0.2")
	}
	*s = append(*s, text)
	return nil
}

// query turns the settings, and the steps unless 0, into an Open's Query.
func (s settings) query(sp *spec.Spec, steps int) (string, error) {
	c := sp.Default()
	for _, text := range s {
		name, value, _ := strings.Cut(text, "=")
		if err := c.Set(name, value); err != nil {
			return "", usagef("--set %s: %v", text, err)
		}
	}
	if steps != 0 {
		if err := c.Set("max_steps", fmt.Sprint(steps)); err != nil {
			return "", usagef("--steps: %v", err)
		}
	}
	return c.Query(), nil
}
