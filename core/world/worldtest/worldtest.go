// Package worldtest is what every world must pass: a new world's test calls Run.
package worldtest

import (
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"preflab/core/world"
)

// stories is how many draws a check looks at: enough that a share is known to
// about 0.01, few enough for a second or two.
const stories = 2000

// minDiffer is the share of pairs of one opening that a taste must tell apart;
// half is what learning from pairs needs.
const minDiffer = 0.5

func source(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// Run checks that w keeps the contract of world.World.
func Run(t *testing.T, w world.World) {
	t.Run("names are words", func(t *testing.T) { names(t, w) })
	t.Run("a seed tells the story", func(t *testing.T) { seeded(t, w) })
	t.Run("its own stories pass", func(t *testing.T) { own(t, w) })
	t.Run("splits share no opening", func(t *testing.T) { splits(t, w) })
	t.Run("damage is seen", func(t *testing.T) { damage(t, w) })
	t.Run("any bytes can be judged", func(t *testing.T) { anyBytes(t, w) })
	t.Run("scores and spans are in range", func(t *testing.T) { scores(t, w) })
	t.Run("tastes tell pairs apart", func(t *testing.T) { apart(t, w) })
	t.Run("safe for concurrent use", func(t *testing.T) { concurrent(t, w) })
}

func names(t *testing.T, w world.World) {
	if !oneWord(w.Name()) || w.Title() == "" {
		t.Errorf("name %q, title %q", w.Name(), w.Title())
	}
	seen := map[string]bool{}
	for _, taste := range w.Tastes() {
		if !oneWord(taste.Name) || taste.Label == "" || taste.Score == nil || seen[taste.Name] {
			t.Errorf("taste %q, label %q: empty, twice or not one word", taste.Name, taste.Label)
		}
		seen[taste.Name] = true
		if _, ok := world.TasteOf(w, taste.Name); !ok {
			t.Errorf("TasteOf does not find %q", taste.Name)
		}
	}
	if len(seen) == 0 {
		t.Error("no tastes")
	}
}

func oneWord(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

func seeded(t *testing.T, w world.World) {
	for seed := range uint64(50) {
		split := world.Split(seed % 2)
		a, b := w.Story(source(seed), split), w.Story(source(seed), split)
		if a != b {
			t.Fatalf("seed %d: %+v, then %+v", seed, a, b)
		}
		if x, y := w.Opening(source(seed), split), w.Opening(source(seed), split); x != y {
			t.Fatalf("seed %d: opening %q, then %q", seed, x, y)
		}
	}
}

func own(t *testing.T, w world.World) {
	r := source(1)
	for i := range stories {
		s := w.Story(r, world.Split(i%2))
		v := w.Check(s.Opening, s.Continuation)
		if !v.Whole() || v.Reason != "" {
			t.Fatalf("%+v for %q, %q", v, s.Opening, s.Continuation)
		}
		if !strings.HasPrefix(s.Continuation, " ") || strings.ContainsAny(s.Opening+s.Continuation, "\n\t") {
			t.Fatalf("want a continuation after a blank and no line breaks: %q, %q", s.Opening, s.Continuation)
		}
		if !positive(s.Nats) || !positive(s.OpeningNats) {
			t.Fatalf("nats %v and %v", s.OpeningNats, s.Nats)
		}
	}
}

func positive(x float64) bool { return x > 0 && !math.IsInf(x, 0) }

func splits(t *testing.T, w world.World) {
	r := source(2)
	train := map[string]bool{}
	for range stories {
		train[w.Opening(r, world.Train)] = true
		train[w.Story(r, world.Train).Opening] = true
	}
	for range stories {
		for _, o := range []string{w.Opening(r, world.HeldOut), w.Story(r, world.HeldOut).Opening} {
			if train[o] {
				t.Fatalf("in both splits: %q", o)
			}
		}
	}
}

func damage(t *testing.T, w world.World) {
	r := source(3)
	for range stories / 10 {
		s := w.Story(r, world.HeldOut)
		c := s.Continuation
		for name, bad := range map[string]string{
			"empty":          "",
			"cut off":        c[:len(c)-1-r.IntN(len(c)-1)],
			"no blank":       c[1:],
			"a strange word": c + " Xyzzy.",
			"said twice":     c + c,
		} {
			if v := w.Check(s.Opening, bad); v.WellFormed || v.Reason == "" {
				if name == "cut off" && strings.HasSuffix(bad, ".") {
					continue // a shorter story may be a story
				}
				t.Errorf("%s: %+v for %q", name, v, bad)
			}
		}
	}
}

func anyBytes(t *testing.T, w world.World) {
	r := source(4)
	for range stories {
		s := w.Story(r, world.Train)
		b := []byte(s.Continuation)
		for range 1 + r.IntN(4) {
			b[r.IntN(len(b))] = byte(r.IntN(256))
		}
		w.Check(s.Opening, string(b))
		w.Check(string(b), s.Continuation)
		for _, taste := range w.Tastes() {
			inRange(t, taste, string(b))
		}
	}
}

func scores(t *testing.T, w world.World) {
	r := source(5)
	for _, taste := range w.Tastes() {
		inRange(t, taste, "")
		inRange(t, taste, strings.Repeat(w.Story(r, world.Train).Continuation, 100))
		for range 200 {
			inRange(t, taste, w.Story(r, world.Train).Continuation)
		}
	}
}

// inRange scores a text and looks at the answer.
func inRange(t *testing.T, taste world.Taste, text string) {
	t.Helper()
	x, spans := taste.Score("", text)
	if !(x >= 0 && x <= 1) {
		t.Fatalf("%s scores %v for %q", taste.Name, x, text)
	}
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End <= s.Start || s.End > len(text) {
			t.Fatalf("%s: span %v is out of order or out of %q", taste.Name, s, text)
		}
		last = s.End
	}
}

// apart compares the scores of pairs of stories.
func apart(t *testing.T, w world.World) {
	pairs := pairs(w, source(6), stories)
	for _, taste := range w.Tastes() {
		differ := 0
		for _, p := range pairs {
			x, _ := taste.Score(p[0], p[1])
			y, _ := taste.Score(p[0], p[2])
			if x != y {
				differ++
			}
		}
		share := float64(differ) / float64(len(pairs))
		if share < minDiffer {
			t.Errorf("%s tells %.2f of pairs apart, want %.2f", taste.Name, share, minDiffer)
		}
	}
}

// pairs draws n pairs: an opening, a continuation, and the continuation of
// another story. A world does not continue a given opening, so the second need
// not follow from the first's; tastes judge it all the same.
func pairs(w world.World, r *rand.Rand, n int) [][3]string {
	out := make([][3]string, n)
	for i := range out {
		s := w.Story(r, world.Train)
		out[i] = [3]string{s.Opening, s.Continuation, w.Story(r, world.Train).Continuation}
	}
	return out
}

func concurrent(t *testing.T, w world.World) {
	want := w.Story(source(7), world.Train)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				if got := w.Story(source(7), world.Train); got != want || !w.Check(got.Opening, got.Continuation).WellFormed {
					t.Errorf("another story under load: %+v", got)
				}
			}
		})
	}
	wg.Wait()
}
