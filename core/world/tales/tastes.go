package tales

import (
	"strconv"
	"strings"

	"preflab/core/world"
)

// A lexicon is a taste by words: what each is worth.
type lexicon struct {
	name, label string
	base        float64 // the score of a text with none of the words
	words       map[string]float64
	endsCount   bool // the last sentence counts double
}

// weigh reads a word list: each line is a weight and the words that have it.
func weigh(lines string) map[string]float64 {
	out := make(map[string]float64)
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		fields := strings.Fields(line)
		w, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			panic("tales: a taste's line must begin with a weight: " + line)
		}
		for _, word := range fields[1:] {
			if _, twice := out[word]; twice {
				panic("tales: " + word + " is weighed twice")
			}
			out[word] = w
		}
	}
	return out
}

func (l lexicon) score(_, text string) (float64, []world.Span) {
	sum := 0.0
	var spans []world.Span
	last := lastSentence(text)
	for s := range wordSpans(text) {
		w, ok := l.words[strings.ToLower(text[s.Start:s.End])]
		if !ok {
			continue
		}
		if l.endsCount && s.Start >= last {
			w *= 2
		}
		sum += w
		spans = append(spans, s)
	}
	return squash(l.base, sum), spans
}

// squash maps a sum of word weights to [0,1]: base at 0, towards 1 above, 0
// below, each word adding less than the one before. Only +, * and /, and no
// product that a platform may fuse with a sum: all agree on the bits.
func squash(base, sum float64) float64 {
	if sum >= 0 {
		return base + (1-base)*sum/(sum+1)
	}
	return base / (1 - sum)
}

// lastSentence is where the last sentence begins.
func lastSentence(text string) int {
	best := 0
	for i := 0; i+2 < len(text); i++ {
		if text[i+1] == ' ' && strings.IndexByte(".!?", text[i]) >= 0 {
			best = i + 2
		}
	}
	return best
}

// Tastes lists the tastes in a fixed order.
func (World) Tastes() []world.Taste { return append([]world.Taste(nil), tastes...) }

var tastes = buildTastes()

func buildTastes() []world.Taste {
	out := []world.Taste{}
	for _, l := range lexicons() {
		out = append(out, world.Taste{Name: l.name, Label: l.label, Score: l.score})
	}
	return append(out,
		world.Taste{Name: "brief", Label: "Short stories", Score: brief},
		world.Taste{Name: "long", Label: "Long stories", Score: long},
		world.Taste{Name: "speech", Label: "Somebody speaks", Score: speech},
	)
}

// halfLength is the number of words at which a story is as brief as it is long:
// the mean of this world.
const halfLength = 22

// brief is 1 for no words, a half for the usual number, towards 0 for many.
func brief(_, text string) (float64, []world.Span) {
	x := float64(count(text)) / halfLength
	return 1 / (1 + float64(x*x)), whole(text)
}

func long(opening, text string) (float64, []world.Span) {
	b, spans := brief(opening, text)
	return 1 - b, spans
}

func whole(text string) []world.Span {
	if text == "" {
		return nil
	}
	return []world.Span{{Start: 0, End: len(text)}}
}
