// Package tales is a world of very small stories, written as a grammar.
package tales

import (
	"math/rand/v2"

	"preflab/core/world"
)

// World is the world of tales. The zero value is ready.
type World struct{}

var _ world.World = World{}

// Name is "tales".
func (World) Name() string { return "tales" }

// Title names the world for people.
func (World) Title() string { return "Tales: very small stories" }

// Opening draws an opening from one split.
func (World) Opening(r *rand.Rand, s world.Split) string {
	w := newStory(r, s)
	w.opening()
	return string(w.out)
}

// Story draws an opening from one split with a continuation.
func (World) Story(r *rand.Rand, s world.Split) world.Story {
	w := newStory(r, s)
	w.opening()
	st := world.Story{Opening: string(w.out), OpeningNats: w.choose.nats}
	w.out, w.choose.nats = w.out[:0], 0
	w.continuation()
	st.Continuation, st.Nats = string(w.out), w.choose.nats
	return st
}
