//go:build js && wasm

package bridge

import "syscall/js"

// A Port is one end of a MessageChannel.
type Port struct{ v js.Value }

// NewPort wraps a MessagePort. What arrives goes to receive, in order, from the
// first message on, even one posted before this call; receive must not block.
func NewPort(v js.Value, receive func(Message)) *Port {
	v.Set("onmessage", forever(func(args []js.Value) {
		receive(fromJS(args[0].Get("data")))
	}))
	return &Port{v}
}

// Post sends a message. Its bytes are copied out of Go's memory and then moved.
func (p *Port) Post(m Message) {
	blobs := make([]any, len(m.Blobs))
	buffers := make([]any, len(m.Blobs))
	for i, b := range m.Blobs {
		array := toJS(b)
		blobs[i], buffers[i] = array, array.Get("buffer")
	}
	p.v.Call("postMessage", map[string]any{"head": string(m.Head), "blobs": blobs}, buffers)
}

// Close ends the port: nothing arrives any more.
func (p *Port) Close() {
	p.v.Set("onmessage", nil)
	p.v.Call("close")
}

func fromJS(data js.Value) Message {
	m := Message{Head: []byte(data.Get("head").String())}
	blobs := data.Get("blobs")
	for i := range blobs.Length() {
		m.Blobs = append(m.Blobs, toGo(blobs.Index(i)))
	}
	return m
}
