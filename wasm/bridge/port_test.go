//go:build js && wasm

package bridge

import (
	"reflect"
	"testing"
)

// Node has MessageChannel too, so these run there.

func TestPortCarriesBytes(t *testing.T) {
	channel := global("MessageChannel").New()
	arrived := make(chan Message, 1)
	receiver := NewPort(channel.Get("port2"), func(m Message) { arrived <- m })
	defer receiver.Close()
	sender := NewPort(channel.Get("port1"), func(Message) {})
	want := Message{Head: []byte(`{"text":"é\u0000"}`), Blobs: [][]byte{{0, 255}, {}}}
	sender.Post(want)
	if got := <-arrived; !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestYieldLetsMessagesIn(t *testing.T) {
	channel := global("MessageChannel").New()
	arrived := 0
	receiver := NewPort(channel.Get("port2"), func(Message) { arrived++ })
	defer receiver.Close()
	sender := NewPort(channel.Get("port1"), func(Message) {})
	yielder := NewYielder()
	for range 3 {
		sender.Post(Message{Head: []byte("{}")})
	}
	for i := 0; arrived < 3 && i < 100; i++ {
		yielder.Yield()
	}
	if arrived != 3 {
		t.Errorf("%d of 3 messages arrived while yielding", arrived)
	}
}
