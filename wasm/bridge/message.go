// Package bridge is what Go needs from the browser and nothing more: ports that
// carry commands and events, the page's storage, files and fetches, and a way to
// let messages in. It decides nothing about the lab.
//
// What is pure Go (how a command or event becomes a message, the funnel) builds
// everywhere, so that it is tested everywhere.
package bridge

import (
	"encoding/json"

	"preflab/core/proto"
)

// A Message is what crosses a port: a JSON head, and bytes that travel beside it
// so that a transport can move them without copying.
type Message struct {
	Head  []byte
	Blobs [][]byte
}

// EncodeCommand turns a command into a message.
func EncodeCommand(c proto.Command) (Message, error) {
	head, err := json.Marshal(c)
	return Message{head, c.Blobs}, err
}

// DecodeCommand is the inverse of [EncodeCommand].
func DecodeCommand(m Message) (proto.Command, error) {
	c := proto.Command{Blobs: m.Blobs}
	err := json.Unmarshal(m.Head, &c)
	return c, err
}

// EncodeEvent turns an event into a message.
func EncodeEvent(e proto.Event) (Message, error) {
	head, err := json.Marshal(e)
	return Message{head, e.Blobs}, err
}

// DecodeEvent is the inverse of [EncodeEvent].
func DecodeEvent(m Message) (proto.Event, error) {
	e := proto.Event{Blobs: m.Blobs}
	err := json.Unmarshal(m.Head, &e)
	return e, err
}
