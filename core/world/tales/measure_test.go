package tales

import (
	"math"
	"strings"
	"testing"

	"preflab/core/world"
)

func TestSize(t *testing.T) {
	r := source(3)
	seen := map[string]int{}
	openings := map[string]bool{}
	sum, longestText, openWords := 0, 0, 0
	const n = 30000
	nats := 0.0
	for range n {
		s := World{}.Story(r, world.Train)
		openings[s.Opening] = true
		nats += s.Nats
		count := 0
		for w := range words(s.Continuation) {
			seen[strings.ToLower(w)]++
			count++
		}
		for w := range words(s.Opening) {
			seen[strings.ToLower(w)]++
			openWords++
		}
		sum += count
		longestText = max(longestText, tokens(s.Continuation))
		if k := tokens(s.Opening); k > 30 {
			t.Errorf("an opening of %d tokens: %s", k, s.Opening)
		}
	}
	t.Logf("%d words, %d skeletons, %d openings in %d stories", len(seen), len(grammar.all), len(openings), n)
	t.Logf("continuation: mean %.1f words, at most %d tokens, mean %.2f nats; opening: mean %.1f words",
		float64(sum)/n, longestText, nats/n, float64(openWords)/n)
	if len(seen) < 800 || len(grammar.all) < 400 || len(openings) < 20000 || longestText > 60 {
		t.Error("too small a world, or too long a story")
	}
}

func TestLexiconsNameWordsOfThisWorld(t *testing.T) {
	all := map[string]bool{}
	note := func(text string) {
		for w := range words(text) {
			all[strings.ToLower(w)] = true
		}
	}
	for _, sk := range grammar.all {
		note(sk.source)
	}
	for _, c := range classes {
		note(strings.Join(c.words, " "))
	}
	note(strings.Join(objects, " ") + " " + strings.Join(fears, " ") + " " + strings.Join(events, " ") + " " + strings.Join(friends, " "))
	for _, l := range append(lexicons(), lexicon{name: "speech", words: spoken}) {
		for w := range l.words {
			if !all[w] {
				t.Errorf("%s weighs %q, which no story says", l.name, w)
			}
		}
	}
}

// tokens counts words and punctuation.
func tokens(text string) int {
	n := 0
	for range words(text) {
		n++
	}
	return n + strings.Count(text, ".") + strings.Count(text, ",") + strings.Count(text, "\"") +
		strings.Count(text, "!") + strings.Count(text, "?")
}

// again writes another continuation of a story's opening.
func again(w *writer) string {
	w.out, w.cast.friend = w.out[:0], -1
	w.continuation()
	return string(w.out)
}

func TestTastesTellPairsApart(t *testing.T) {
	r := source(5)
	const n = 4000
	ts := World{}.Tastes()
	differ := make([]int, len(ts))
	sum, square := make([]float64, len(ts)), make([]float64, len(ts))
	hit := make([]int, len(ts))
	for range n {
		w := newStory(r, world.Train)
		w.opening()
		a, b := again(w), again(w)
		for i, taste := range ts {
			x, spans := taste.Score("", a)
			y, _ := taste.Score("", b)
			if x != y {
				differ[i]++
			}
			if len(spans) > 0 {
				hit[i]++
			}
			sum[i] += x
			square[i] += x * x
		}
	}
	t.Log("taste      mean   sd     differ  with spans")
	for i, taste := range ts {
		mean := sum[i] / n
		sd := math.Sqrt(square[i]/n - mean*mean)
		t.Logf("%-10s %.3f  %.3f  %.3f   %.3f", taste.Name, mean, sd, float64(differ[i])/n, float64(hit[i])/n)
		if float64(differ[i])/n < 0.55 {
			t.Errorf("%s tells too few pairs apart", taste.Name)
		}
	}
}
