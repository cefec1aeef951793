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
		if v := (World{}).Check(s.Opening, s.Continuation); !v.Whole() {
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
	// One grey morning Maud the squirrel, who lived inside an old wardrobe, forgot all about the concert. Since that day Maud sleeps with nine cats on the bed.
	// Tilda the baker was born deep in the wood on a stormy night. Her shiny drum had a crack, and it was growing. She rowed across the pond in a bathtub to ask the bees. A silly puppy sneezed so loudly that Tilda fell over. The puppy ate a pickle, burped and called it a success.
	// Somebody had stolen the shiny flute of Ned the hedgehog who lived in the clock tower. Ned turned the whole house upside down and found three spoons. A soggy hamster dropped from a tree, with a very small suitcase. The hamster won a prize for it, and Ned clapped the loudest.
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
