// Package tales is a world of very small stories, written as a grammar.
//
// # A story
//
// An opening of one or two sentences names a hero (a name and what it is), a
// place and a trouble: something is lost, stuck, broken, wished for or feared,
// or a day is coming for which the hero is not ready. The continuation, one to
// three sentences, follows from it:
//
//	end                  The kite was in the pantry all along.
//	try|meet end         A cat came down the lane. It sneezed, and ...
//	try|meet turn end
//	try meet end
//
// A try is what the hero does first, a meet brings a friend, a turn happens on
// the way and settles nothing, an end settles everything, well or badly.
//
// # Sentences
//
// A sentence is a skeleton: fixed words and slots, one a line in openings.go
// and sentences_*.go. A slot is one of
//
//	{hero} {kind} {place} {thing}    as the opening has it
//	{he} {him} {his} {himself}       he or she, by the hero's name
//	{afriend} {friend}               brings a friend; the friend brought
//	{a}                              a or an, by what follows
//	{food} {crowd} {where} ...       any word of a class in classes.go
//
// and {Food} is the same with a capital. groups.go says which role and which
// trouble each block of skeletons is for.
//
// # Moods
//
// A continuation leans towards one of the tastes, or towards none (moods.go), so
// that a story is of one piece.
//
// # What must agree
//
// The hero's name and pronoun, the thing, the trouble and the friend; and roles
// stand in the order above. No sentence has two roles, so an order can be told.
// Nothing else is asked: a small model that copies a name, a thing and a friend
// and keeps to a sentence once begun is accepted. That is deliberate: a taste
// is learned on top of the grammar, and should not have to wait for it.
//
// The generator (generate.go) and the checker (match.go, check.go) read the same
// compiled table, so neither can know a sentence that the other does not.
//
// # Adding to it
//
// Write a line into a block, or a word into a class; the tests say whether what
// must agree still does. Models trained on the old grammar know nothing of the
// new words: a change here means training them again.
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
	st := world.Story{Opening: string(w.out), OpeningNats: w.choose.nats()}
	w.out, w.choose.cost = w.out[:0], [moods]float64{}
	w.continuation()
	st.Continuation, st.Nats = string(w.out), w.choose.nats()
	return st
}
