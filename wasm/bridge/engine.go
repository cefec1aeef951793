//go:build js && wasm

package bridge

import (
	"syscall/js"

	"preflab/core/proto"
)

// silence is for how many seconds an engine may owe an answer before it counts
// as hung. Its longest piece of work is tens of milliseconds; opening a model
// on a slow machine without SIMD takes a few seconds.
const silence = 20

// An Engine is the page's end of the engine's Worker, which the loader starts:
// preflab.startEngine(ended) returns {port, terminate, hire} and calls ended with a
// reason if the Worker dies by itself; hire(n) has n Workers help it, and replaces
// those that die.
type Engine struct {
	deliver func(proto.Event)
	died    func(reason string)

	port    *Port
	worker  js.Value
	life    int // how many Workers there have been
	owed    int // commands sent since the engine was last heard
	quiet   int // seconds since then
	started bool
}

// NewEngine starts a Worker. Both callbacks come from JavaScript: they must not block.
func NewEngine(deliver func(proto.Event), died func(reason string)) *Engine {
	e := &Engine{deliver: deliver, died: died}
	js.Global().Call("setInterval", forever(func([]js.Value) { e.watch() }), 1000)
	e.Start()
	return e
}

// Start ends the Worker, if there is one, and starts a fresh one.
func (e *Engine) Start() {
	e.end()
	e.life++
	life := e.life
	ended := forever(func(args []js.Value) {
		if e.life == life { // not a late word of an earlier Worker
			e.lost(args[0].String())
		}
	})
	e.worker = global("preflab").Call("startEngine", ended)
	e.port = NewPort(e.worker.Get("port"), e.receive)
	e.owed, e.quiet, e.started = 0, 0, true
}

// Hire has so many Workers help this one.
func (e *Engine) Hire(helpers int) {
	if e.started {
		e.worker.Call("hire", helpers)
	}
}

// Send posts a command; one sent to a dead engine is dropped.
func (e *Engine) Send(c proto.Command) {
	if !e.started {
		return
	}
	m, err := EncodeCommand(c)
	if err != nil {
		panic("bridge: a command that JSON cannot say: " + err.Error())
	}
	e.owed++
	e.port.Post(m)
}

func (e *Engine) receive(m Message) {
	e.owed, e.quiet = 0, 0
	event, err := DecodeEvent(m)
	if err != nil {
		e.lost("The engine said something that the page does not understand: " + err.Error())
		return
	}
	if event.Fault != nil {
		e.end()
	}
	e.deliver(event)
}

// watch runs once a second. It counts ticks, not time, so that a laptop that
// slept does not wake up to a dead engine.
func (e *Engine) watch() {
	if !e.started || e.owed == 0 {
		return
	}
	if e.quiet++; e.quiet >= silence {
		e.lost("The engine has not answered for a while.")
	}
}

func (e *Engine) lost(reason string) {
	if !e.started {
		return
	}
	e.end()
	e.died(reason)
}

// Stop ends the Worker; Start makes another.
func (e *Engine) Stop() { e.end() }

func (e *Engine) end() {
	if !e.started {
		return
	}
	e.started = false
	e.port.Close()
	e.worker.Call("terminate")
}
