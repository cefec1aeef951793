//go:build js && wasm

package bridge

import "syscall/js"

// A Yielder lets the browser deliver what waits for this thread. Neither
// runtime.Gosched nor time.Sleep does that well in a Worker: the first lets no
// message in, the second costs a millisecond.
type Yielder struct {
	port js.Value
	back chan struct{}
}

// NewYielder makes a channel from this thread to itself.
func NewYielder() *Yielder {
	channel := global("MessageChannel").New()
	y := &Yielder{channel.Get("port2"), make(chan struct{}, 1)}
	channel.Get("port1").Set("onmessage", forever(func([]js.Value) {
		y.back <- struct{}{}
	}))
	return y
}

// Yield returns when every message that was waiting has been delivered.
func (y *Yielder) Yield() {
	y.port.Call("postMessage", js.Null())
	<-y.back
}
