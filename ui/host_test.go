package ui

import (
	"errors"
	"fmt"
	"testing"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
)

// fake is a browser without one: it records what the page asks for, and runs
// callbacks when told to, as the funnel does.
type fake struct {
	app     *App
	sent    []proto.Command
	store   map[string][]byte // "table/key"
	full    bool              // storage refuses
	deaf    bool              // storage does not answer
	broken  error             // what Fetch fails with
	late    []func()          // what it would have answered
	queue   []func()
	timers  []func()
	frame   func() bool
	link    string
	files   map[string][]byte // downloads by name
	file    []byte            // what PickFile picks
	said    []string
	focus   string
	restart int
	hired   int // Workers that help the engine
	now     float64
	lanes   map[int][]proto.Command // by lane, since it was started
	ended   map[int]int             // how often each was
	cores   int
	phone   bool
	fetched map[string]int
	rolled  uint64
}

func newFake() *fake {
	h := &fake{store: map[string][]byte{}, files: map[string][]byte{}, lanes: map[int][]proto.Command{}, ended: map[int]int{}, cores: 3, fetched: map[string]int{}}
	h.app = NewApp(h)
	return h
}

// settle runs callbacks until none is left; timers do not go off.
func (h *fake) settle() {
	for len(h.queue) > 0 {
		f := h.queue[0]
		h.queue = h.queue[1:]
		f()
	}
}

// ring lets all timers go off that are set now.
func (h *fake) ring() {
	due := h.timers
	h.timers = nil
	for _, f := range due {
		f()
		h.settle()
	}
}

func (h *fake) later(f func()) { h.queue = append(h.queue, f) }

func (h *fake) Send(c proto.Command) { h.sent = append(h.sent, c) }
func (h *fake) Hire(n int)           { h.hired = max(h.hired, n) }
func (h *fake) Restart()             { h.restart++ }
func (h *fake) StartLane(lane int)   { h.lanes[lane] = []proto.Command{} }
func (h *fake) SendLane(lane int, c proto.Command) {
	if h.lanes[lane] != nil {
		h.lanes[lane] = append(h.lanes[lane], c)
	}
}
func (h *fake) StopLane(lane int) { delete(h.lanes, lane); h.ended[lane]++ }
func (h *fake) Cores() int        { return h.cores }
func (h *fake) Phone() bool       { return h.phone }
func (h *fake) Put(table, key string, value []byte, done func(error)) {
	if h.deaf {
		return
	}
	var err error
	if h.full {
		err = errors.New("storage is full")
	} else {
		h.store[table+"/"+key] = append([]byte(nil), value...)
	}
	if done != nil {
		h.later(func() { done(err) })
	}
}
func (h *fake) Get(table, key string, found func([]byte, error)) {
	if h.deaf {
		h.late = append(h.late, func() { found(h.store[table+"/"+key], nil) })
		return
	}
	h.later(func() { found(h.store[table+"/"+key], nil) })
}
func (h *fake) Delete(table, key string, done func(error)) {
	delete(h.store, table+"/"+key)
	if done != nil {
		h.later(func() { done(nil) })
	}
}
func (h *fake) All(table string, found func([][]byte, error)) {
	var all [][]byte
	for k, v := range h.store {
		if len(k) > len(table) && k[:len(table)+1] == table+"/" {
			all = append(all, v)
		}
	}
	if h.deaf {
		h.late = append(h.late, func() { found(all, nil) })
		return
	}
	h.later(func() { found(all, nil) })
}
func (h *fake) Fetch(url string, progress func(int, int), done func([]byte, error)) {
	h.fetched[url]++
	h.later(func() {
		if h.broken != nil {
			done(nil, h.broken)
			return
		}
		if progress != nil {
			progress(5, 10)
		}
		done([]byte(url), nil)
	})
}
func (h *fake) Download(name, mime string, data []byte) { h.files[name] = data }
func (h *fake) PickFile(accept string, picked func(string, []byte)) {
	h.later(func() { picked("some.jsonl", append([]byte(nil), h.file...)) })
}
func (h *fake) Link() string                       { return h.link }
func (h *fake) SetLink(s string)                   { h.link = s }
func (h *fake) URL() string                        { return "http://here/#" + h.link }
func (h *fake) Copy(text string, done func(error)) { h.later(func() { done(nil) }) }
func (h *fake) Now() float64                       { return h.now }
func (h *fake) Unix() string                       { return "2026-01-02T03:04:05Z" }
func (h *fake) Random() uint64                     { h.rolled++; return 3 + h.rolled }
func (h *fake) After(ms int, f func())             { h.timers = append(h.timers, f) }
func (h *fake) EveryFrame(f func() bool)           { h.frame = f }
func (h *fake) Focus(id string)                    { h.focus = id }
func (h *fake) Announce(text string)               { h.said = append(h.said, text) }
func (h *fake) Theme(string)                       {}
func (h *fake) Features() []string                 { return nil }

// answer delivers an event as the answer to the last command that has picked.
func (h *fake) answer(ev proto.Event, picked func(proto.Command) bool) {
	for i := len(h.sent) - 1; i >= 0; i-- {
		if picked(h.sent[i]) {
			ev.ID = h.sent[i].ID
			break
		}
	}
	h.app.Deliver(ev)
	h.settle()
}

// last returns the last command that picked accepts, and whether there is one.
func (h *fake) last(picked func(proto.Command) bool) (proto.Command, bool) {
	for i := len(h.sent) - 1; i >= 0; i-- {
		if picked(h.sent[i]) {
			return h.sent[i], true
		}
	}
	return proto.Command{}, false
}

func isHello(c proto.Command) bool  { return c.Hello != nil }
func isOpen(c proto.Command) bool   { return c.Open != nil }
func isPairs(c proto.Command) bool  { return c.Pairs != nil }
func isLabel(c proto.Command) bool  { return c.Label != nil }
func isLabels(c proto.Command) bool { return c.Labels != nil }
func isSave(c proto.Command) bool   { return c.Save != nil }
func isAny(proto.Command) bool      { return true }

// welcome is what a small engine says of itself.
func welcome() *proto.Welcome {
	sp := spec.Spec{Method: "dpo", Title: "DPO", Labels: true, Policy: true,
		Params:  []spec.Param{{Name: "beta", Label: "Leash", Default: 0.1, Min: 0.01, Max: 2}},
		Metrics: []spec.Metric{{Name: "loss", Label: "loss", Chart: "Loss"}}}
	return &proto.Welcome{Version: proto.Version, Specs: []spec.Spec{sp},
		Worlds: []proto.World{{Name: "tales", Tastes: []proto.Taste{{Name: "happy", Label: "happy endings"}, {Name: "cats", Label: "cats"}}}}}
}

// awake starts the page until a pair lies on the table.
func awake(t *testing.T, h *fake) {
	t.Helper()
	h.app.Start()
	h.settle()
	h.answer(proto.Event{Hello: welcome()}, isHello)
	if _, ok := h.last(isOpen); !ok {
		t.Fatal("files, storage and engine are there, but no Open was sent")
	}
	h.answer(proto.Event{Ready: &proto.Ready{}}, isOpen)
	h.deal(3)
}

// deal answers with n pairs.
func (h *fake) deal(n int) {
	for range n {
		h.now++
		id := fmt.Sprintf("p%v", h.now)
		h.answer(proto.Event{Pair: &proto.NewPair{Pair: pref.Pair{ID: id, Prompt: "P " + id, A: " A " + id, B: " B " + id}, ALeft: true}}, isPairs)
	}
}
