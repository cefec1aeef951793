// Package world defines what a place to learn preferences in must offer:
// openings to continue, continuations to learn from, a rule that says whether a
// text belongs to the world, and tastes that score a continuation.
package world

import "math/rand/v2"

// Split says which half of the openings to draw from: a held-out opening never
// occurs in the training corpus.
type Split int

// The two splits.
const (
	Train Split = iota
	HeldOut
)

// A Story is one draw from a world: an opening, a continuation that follows from
// it, and the information in both.
type Story struct {
	Opening, Continuation string
	OpeningNats, Nats     float64 // -log probability of the choices that made each part, in nats: an upper bound on the text's
}

// A Verdict is the world's judgement of a continuation.
type Verdict struct {
	WellFormed bool   // every sentence is one of the world's and they agree with each other
	SameHero   bool   // true to the opening's hero
	Reason     string // what is wrong and where, for people; empty when nothing is
}

// Whole reports whether a continuation is a story of its opening: well-formed, and
// about the hero that the opening named.
func (v Verdict) Whole() bool { return v.WellFormed && v.SameHero }

// A Span is a piece of a continuation, in bytes, that earned or cost a score.
type Span struct{ Start, End int }

// A Taste is one thing that a reader may like, with a gold score.
type Taste struct {
	Name  string // one word, as in a URL: "cats"
	Label string // for people: "Stories with cats"
	// Score rates a continuation in [0,1] and names the words it saw.
	Score func(opening, continuation string) (float64, []Span)
}

// A World is one such place. Implementations are stateless and safe for
// concurrent use; all randomness comes from the argument.
type World interface {
	Name() string  // one word, as in a URL
	Title() string // for people
	// Opening draws an opening from one split.
	Opening(r *rand.Rand, s Split) string
	// Story draws an opening from one split with a continuation.
	Story(r *rand.Rand, s Split) Story
	// Check judges any text as the continuation of an opening.
	Check(opening, continuation string) Verdict
	// Tastes lists the tastes in a fixed order.
	Tastes() []Taste
	// Taste reads the name of a taste, or a mix such as "cats*2+brief".
	Taste(expr string) (Taste, error)
}

// TasteOf finds a taste of w by name.
func TasteOf(w World, name string) (Taste, bool) {
	for _, t := range w.Tastes() {
		if t.Name == name {
			return t, true
		}
	}
	return Taste{}, false
}
