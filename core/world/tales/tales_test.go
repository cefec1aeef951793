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

func TestPrint(t *testing.T) {
	r := source(7)
	for range 12 {
		s := World{}.Story(r, world.Train)
		fmt.Println(s.Opening + "\n    " + strings.TrimSpace(s.Continuation))
	}
}
