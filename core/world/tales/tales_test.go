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
	// One grey morning Maud the squirrel, who lived inside an old wardrobe, forgot all about the concert. Maud climbed the highest tree, although she feared heights. That night she dreamed of the concert and smiled.
	// Kasper the child, who lived near the market, was afraid of the ladder. Kasper practised being brave in front of the goats. A cat with silver whiskers told him to go on. Nobody thanked him, but Kasper did not mind.
	// One foggy afternoon Walter, a curious child who lived in a thin house, wished for a red bell. Walter sold lemonade in the rain to pay for the bell. An owl hooted in the dark, and Walter hooted back. Walter stole the bell, felt awful and took it back in the rain.
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
