package tales

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"preflab/core/world"
)

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func TestEveryStoryPassesCheck(t *testing.T) {
	r := source(1)
	for range 20000 {
		s := World{}.Story(r, world.Split(r.IntN(2)))
		if v := (World{}).Check(s.Opening, s.Continuation); !v.WellFormed || !v.SameHero {
			t.Fatalf("%+v\n%s|%s", v, s.Opening, s.Continuation)
		}
	}
}

func Example() {
	r := rand.New(rand.NewPCG(2026, 11))
	for range 3 {
		s := World{}.Story(r, world.Train)
		fmt.Println(s.Opening + s.Continuation)
	}
	// Output:
	// One grey morning Maud the squirrel, who lived inside an old wardrobe, forgot all about the concert. "I was brave," sighed Maud to the mirror, and it was true.
	// Tilda the baker was born deep in the wood on a stormy night. Her shiny drum had a crack, and it was growing. Tilda cooked a huge pot of soup, for cooking helped her think. There was a smell of bread and a sound of all the dogs singing. Tilda slipped, said a rude word and landed in a pudding.
	// There once was a clumsy owl called Tilda who lived at the inn. She was in charge of the race, and nothing was going well. Tilda borrowed a coat for the race from the pigeons. In the end Tilda laughed until her sides hurt.
}

func TestNoSentenceHasTwoRoles(t *testing.T) {
	seen := map[string]bool{}
	for _, sk := range grammar.all {
		if seen[sk.source] {
			t.Errorf("twice: %s", sk.source)
		}
		seen[sk.source] = true
		if n := tokens(sk.source) - strings.Count(sk.source, "{a}"); n > 24 {
			t.Errorf("%d tokens: %s", n, sk.source)
		}
	}
}
