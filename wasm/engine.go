//go:build js && wasm

package main

import (
	"fmt"
	"runtime/debug"
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

// A worker is the engine's Worker: a session, and what reaches it.
type worker struct {
	session *lab.Session
	port    *bridge.Port         // to the page, or to the engine that this one helps
	helpers map[int]*bridge.Port // to those that help this one
	inbox   []func()             // what arrived and is to be done
	arrived chan struct{}
	watch   bridge.Stopwatch
}

// engine serves the page for ever. It returns only when it broke, and has said so.
func engine(loader js.Value) {
	w := &worker{session: lab.New(bestKernel()), helpers: map[int]*bridge.Port{}, arrived: make(chan struct{}, 1)}
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
	if old := w.helpers[index]; old != nil {
		old.Close()
		delete(w.helpers, index)
	}
	if port.Truthy() {
		w.helpers[index] = bridge.NewPort(port, func(m bridge.Message) { w.receive(func() { w.helped(index, m) }) })
	}
	w.handle(proto.Command{Helper: &proto.Helper{Index: index, Gone: !port.Truthy()}})
}

// helped takes what a helper sent. One that breaks its word is no help.
func (w *worker) helped(index int, m bridge.Message) {
	e, err := bridge.DecodeEvent(m)
	if err != nil || e.Gradient == nil {
		w.helper(index, js.Undefined())
		return
	}
	w.handle(proto.Command{Gradient: e.Gradient, Blobs: e.Blobs})
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
		if port := w.helpers[e.Errand.Helper]; port != nil && err == nil {
			port.Post(m)
			return
		}
		w.handle(proto.Command{Helper: &proto.Helper{Index: e.Errand.Helper, Gone: true}})
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
