//go:build js && wasm

package main

import (
	"fmt"
	"runtime/debug"
	"sync"
	"syscall/js"
	"time"

	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/proto"
	"preflab/wasm/bridge"
	"preflab/wasm/simd"
)

// started is when the engine's clock began.
var started = time.Now()

// slice is for how long the engine computes before it lets messages in.
const slice = 30 * time.Millisecond

// patience is for how many seconds a helper may owe a gradient before it counts as hung.
const patience = 20

// A helper is a Worker that computes gradients for this one.
type helper struct {
	port *bridge.Port
	owes int // gradients
	late int // seconds since the last came, or since they were asked for
}

// A worker is the engine's Worker: a session, and what reaches it.
type worker struct {
	session *lab.Session
	port    *bridge.Port    // to the page, or to the engine that this one helps
	helpers map[int]*helper // by index
	watched sync.Once       // the helpers' watch has begun
	inbox   []func()        // what arrived and is to be done
	arrived chan struct{}
	watch   bridge.Stopwatch
}

// engine serves the page for ever. It returns only when it broke, and has said so.
func engine(loader js.Value) {
	w := &worker{session: lab.New(bestKernel()), helpers: map[int]*helper{}, arrived: make(chan struct{}, 1)}
	w.port = bridge.NewPort(loader.Get("port"), func(m bridge.Message) { w.receive(func() { w.command(m) }) })
	loader.Set("helper", js.FuncOf(func(_ js.Value, args []js.Value) any {
		index, port := args[0].Int(), args[1]
		w.receive(func() { w.helper(index, port) })
		return nil
	}))
	defer func() {
		if broken := recover(); broken != nil {
			w.post(proto.Event{Fault: &proto.Fault{Message: fmt.Sprint(broken), Stack: string(debug.Stack())}})
		}
	}()
	w.serve()
}

// receive runs inside JavaScript's callback: it must not block.
func (w *worker) receive(f func()) {
	w.inbox = append(w.inbox, f)
	select {
	case w.arrived <- struct{}{}:
	default:
	}
}

// serve answers messages first, computes second, and sleeps when there is
// neither: then nothing runs at all.
func (w *worker) serve() {
	yielder := bridge.NewYielder()
	for {
		w.answer()
		if w.compute() {
			<-w.arrived
			continue
		}
		yielder.Yield()
	}
}

func (w *worker) answer() {
	inbox := w.inbox
	w.inbox = nil
	for _, f := range inbox {
		f()
	}
}

// command carries out what the page wants, or an errand of the engine that this one
// helps.
func (w *worker) command(m bridge.Message) {
	c, err := bridge.DecodeCommand(m)
	if err != nil {
		w.post(proto.Event{Error: &proto.Error{Message: "The engine could not read a command: " + err.Error()}})
		return
	}
	w.handle(c)
}

// helper takes on one that came, or notes that one is gone: then there is no port.
func (w *worker) helper(index int, port js.Value) {
	w.dismiss(index)
	if !port.Truthy() {
		return
	}
	w.watched.Do(func() {
		js.Global().Call("setInterval", js.FuncOf(func(js.Value, []js.Value) any {
			w.receive(w.watchHelpers)
			return nil
		}), 1000)
	})
	h := &helper{}
	h.port = bridge.NewPort(port, func(m bridge.Message) { w.receive(func() { w.helped(index, h, m) }) })
	w.helpers[index] = h
	w.handle(proto.Command{Helper: &proto.Helper{Index: index}})
}

// dismiss does without a helper: what it owes is computed here.
func (w *worker) dismiss(index int) {
	if h := w.helpers[index]; h != nil {
		h.port.Close()
		delete(w.helpers, index)
	}
	w.handle(proto.Command{Helper: &proto.Helper{Index: index, Gone: true}})
}

// helped takes what a helper sent. One that breaks its word is no help.
func (w *worker) helped(index int, h *helper, m bridge.Message) {
	if w.helpers[index] != h {
		return // a late word of one that was dismissed
	}
	e, err := bridge.DecodeEvent(m)
	if err != nil || e.Gradient == nil {
		w.dismiss(index)
		return
	}
	h.owes, h.late = h.owes-1, 0
	if refused := w.session.Handle(proto.Command{Gradient: e.Gradient, Blobs: e.Blobs}); len(refused) > 0 {
		w.dismiss(index)
	}
	w.look()
}

// watchHelpers runs once a second. It counts ticks, not time, as the page's own watch
// of its engine does.
func (w *worker) watchHelpers() {
	for index, h := range w.helpers {
		if h.late++; h.owes <= 0 {
			h.late = 0
		}
		if h.late >= patience {
			w.dismiss(index)
		}
	}
}

func (w *worker) handle(c proto.Command) {
	for _, e := range w.session.Handle(c) {
		if e.Frame != nil {
			e.Frame.Rows = w.watch.Stamp(e.Frame.Rows)
		}
		w.post(e)
	}
	w.look()
}

// look tells the watch where the session is, and returns the time.
func (w *worker) look() time.Time {
	now := time.Now()
	steps, training := w.session.Progress()
	w.watch.Look(steps, training, now.Sub(started).Seconds())
	return now
}

// compute works for one slice, and says whether nothing is left to do.
func (w *worker) compute() (idle bool) {
	end := w.look().Add(slice)
	events, idle := w.session.Advance(func() bool { return w.look().Before(end) })
	w.look()
	for _, e := range events {
		w.post(e)
	}
	return idle
}

// post sends an errand to its helper and everything else to the port.
func (w *worker) post(e proto.Event) {
	if e.Errand != nil {
		m, err := bridge.EncodeCommand(proto.Command{Errand: e.Errand, Blobs: e.Blobs})
		if h := w.helpers[e.Errand.Helper]; h != nil && err == nil {
			h.owes, h.late = len(e.Errand.Shards), 0
			h.port.Post(m)
			return
		}
		w.dismiss(e.Errand.Helper)
		return
	}
	m, err := bridge.EncodeEvent(e)
	if err != nil {
		panic("wasm: an event that JSON cannot say: " + err.Error())
	}
	w.port.Post(m)
}

// bestKernel is the SIMD module where the browser has it.
func bestKernel() kernel.Kernel {
	if k, ok := simd.New(); ok {
		return k
	}
	return kernel.Ref{}
}
