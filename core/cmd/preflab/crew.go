package main

import (
	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/proto"
)

// A crew is engines that compute gradients for another, each on a thread of its own.
// The zero value is none.
type crew struct {
	errands []chan proto.Event
	back    chan proto.Event
	owed    int // gradients
}

// hire has so many help an engine, for the life of the program.
func (c *crew) hire(s *lab.Session, n int) {
	c.back = make(chan proto.Event, 16) // more than the shards of a step
	for i := range n {
		errands := make(chan proto.Event, 1)
		c.errands = append(c.errands, errands)
		s.Handle(proto.Command{Helper: &proto.Helper{Index: i}})
		go assist(errands, c.back)
	}
}

// assist computes what it is sent.
func assist(errands <-chan proto.Event, back chan<- proto.Event) {
	s := lab.New(kernel.Best())
	for e := range errands {
		if refused := s.Handle(proto.Command{Errand: e.Errand, Blobs: e.Blobs}); len(refused) > 0 {
			panic("preflab: a helper of the same program did not understand its errand: " + refused[0].Error.Message)
		}
		for idle := false; !idle; {
			var events []proto.Event
			events, idle = s.Advance(func() bool { return true })
			for _, g := range events {
				back <- g
			}
		}
	}
}

// relay sends errands off and gradients back, waiting for one where there is nothing
// else to do, and returns the other events.
func (c *crew) relay(s *lab.Session, events []proto.Event, idle bool) ([]proto.Event, bool) {
	var rest []proto.Event
	for _, e := range events {
		if e.Errand == nil {
			rest = append(rest, e)
			continue
		}
		c.owed += len(e.Errand.Shards)
		c.errands[e.Errand.Helper] <- e
	}
	take := func(g proto.Event) {
		c.owed--
		rest = append(rest, s.Handle(proto.Command{Gradient: g.Gradient, Blobs: g.Blobs})...)
		idle = false
	}
	if idle && c.owed > 0 {
		take(<-c.back)
	}
	for len(c.back) > 0 {
		take(<-c.back)
	}
	return rest, idle
}
