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

// slice is for how long the engine computes before it lets messages in.
const slice = 30 * time.Millisecond

// A worker is the engine's Worker: a session, and what reaches it.
type worker struct {
	session *lab.Session
	port    *bridge.Port
	inbox   []bridge.Message
	arrived chan struct{}
}

// engine serves the page for ever. It returns only when it broke, and has said so.
func engine(loader js.Value) {
	w := &worker{session: lab.New(bestKernel()), arrived: make(chan struct{}, 1)}
	w.port = bridge.NewPort(loader.Get("port"), w.receive)
	defer func() {
		if broken := recover(); broken != nil {
			w.post(proto.Event{Fault: &proto.Fault{Message: fmt.Sprint(broken), Stack: string(debug.Stack())}})
		}
	}()
	w.serve()
}

// receive runs inside JavaScript's callback: it must not block.
func (w *worker) receive(m bridge.Message) {
	w.inbox = append(w.inbox, m)
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
	for _, m := range inbox {
		command, err := bridge.DecodeCommand(m)
		if err != nil {
			w.post(proto.Event{Error: &proto.Error{Message: "The engine could not read a command: " + err.Error()}})
			continue
		}
		for _, e := range w.session.Handle(command) {
			w.post(e)
		}
	}
}

// compute works for one slice, and says whether nothing is left to do.
func (w *worker) compute() (idle bool) {
	end := time.Now().Add(slice)
	events, idle := w.session.Advance(func() bool { return time.Now().Before(end) })
	for _, e := range events {
		w.post(e)
	}
	return idle
}

func (w *worker) post(e proto.Event) {
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
