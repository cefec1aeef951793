//go:build js && wasm

package bridge

import (
	"encoding/binary"
	"syscall/js"
	"time"

	"preflab/core/proto"
)

// A Host is the browser as the page sees it (it implements ui.Host). What it
// calls back goes through its Funnel.
type Host struct {
	Funnel Funnel

	engine *Engine
	store  *Store
	focus  []string // ids to focus after the next render

	lanes    map[int]*Engine // of a race
	laneTold func(lane int, e proto.Event) (render bool)
	laneDied func(lane int, reason string)
}

// NewHost connects to the browser and starts an engine. Deliver hears its
// events, died why it ended; both run in the funnel.
func NewHost(deliver func(proto.Event), died func(reason string)) *Host {
	h := &Host{store: NewStore("labels", "kv", "runs", "weights"), lanes: map[int]*Engine{}}
	h.engine = NewEngine(
		func(e proto.Event) { h.Funnel.Do(func() { deliver(e) }) },
		func(reason string) { h.Funnel.Do(func() { died(reason) }) },
	)
	reloadOnNewLink()
	return h
}

// Send implements ui.Host.
func (h *Host) Send(c proto.Command) { h.engine.Send(c) }

// Restart implements ui.Host.
func (h *Host) Restart() { h.engine.Start() }

// Hire implements ui.Host.
func (h *Host) Hire(helpers int) { h.engine.Hire(helpers) }

// Put implements ui.Host.
func (h *Host) Put(table, key string, value []byte, done func(error)) {
	h.store.Put(table, key, value, h.outcome(done))
}

// Delete implements ui.Host.
func (h *Host) Delete(table, key string, done func(error)) {
	h.store.Delete(table, key, h.outcome(done))
}

// Get implements ui.Host.
func (h *Host) Get(table, key string, found func([]byte, error)) {
	h.store.Get(table, key, func(value []byte, err error) {
		h.Funnel.Do(func() { found(value, err) })
	})
}

// All implements ui.Host.
func (h *Host) All(table string, found func([][]byte, error)) {
	h.store.All(table, func(values [][]byte, err error) {
		h.Funnel.Do(func() { found(values, err) })
	})
}

// outcome sends an error through the funnel, to a callback that may be nil.
func (h *Host) outcome(done func(error)) func(error) {
	return func(err error) {
		if done != nil {
			h.Funnel.Do(func() { done(err) })
		}
	}
}

// Fetch implements ui.Host.
func (h *Host) Fetch(url string, progress func(got, total int), done func([]byte, error)) {
	Fetch(url, func(got, total int) {
		if progress != nil {
			h.Funnel.Do(func() { progress(got, total) })
		}
	}, func(data []byte, err error) {
		h.Funnel.Do(func() { done(data, err) })
	})
}

// Download implements ui.Host.
func (h *Host) Download(name, mime string, data []byte) { Download(name, mime, data) }

// PickFile implements ui.Host. A file that cannot be read arrives empty.
func (h *Host) PickFile(accept string, picked func(name string, data []byte)) {
	PickFile(accept, func(name string, data []byte, _ error) {
		h.Funnel.Do(func() { picked(name, data) })
	})
}

// Copy implements ui.Host.
func (h *Host) Copy(text string, done func(error)) {
	answer := h.outcome(done)
	clipboard := global("navigator").Get("clipboard")
	if !clipboard.Truthy() { // plain http: browsers keep the clipboard to secure pages
		answer(sentence("This page may not use the clipboard: select the text and copy it."))
		return
	}
	settle(clipboard.Call("writeText", text),
		func(js.Value) { answer(nil) },
		func(err error) { answer(sentence("The browser did not copy: " + err.Error() + ".")) })
}

// Now implements ui.Host.
func (h *Host) Now() float64 { return global("performance").Call("now").Float() }

// Unix implements ui.Host.
func (h *Host) Unix() string { return time.Now().UTC().Format(time.RFC3339) }

// Random implements ui.Host.
func (h *Host) Random() uint64 {
	array := global("Uint8Array").New(8)
	global("crypto").Call("getRandomValues", array)
	return binary.LittleEndian.Uint64(toGo(array))
}

// After implements ui.Host.
func (h *Host) After(ms int, f func()) {
	js.Global().Call("setTimeout", once(func([]js.Value) { h.Funnel.Do(f) }), ms)
}

// EveryFrame implements ui.Host.
func (h *Host) EveryFrame(f func() bool) {
	const interval = 100 // ms
	var frame js.Func
	next := forever(func([]js.Value) { js.Global().Call("requestAnimationFrame", frame) })
	frame = forever(func([]js.Value) {
		h.Funnel.Try(f)
		js.Global().Call("setTimeout", next, interval)
	})
	next.Invoke()
}
