package lab

import (
	"math"
	"strings"

	"preflab/core/world"
)

// liking is what the labels so far say of the world's tastes: one weight for each.
type liking struct {
	tastes  []world.Taste
	weights []float64
}

// liking looks, for each taste, at how it rates the preferred answer above the
// other, label by label. With d those differences, the weight is z·|z| for
// z = Σd / √(Σd²+1): a taste that agrees with every label counts more than many
// that happen to.
func (s *Session) liking() liking {
	l := liking{tastes: s.world.Tastes()}
	for _, t := range l.tastes {
		sum, square := 0.0, 1.0
		for i := range s.labels {
			p := &s.labels[i]
			q, trains := p.Q()
			if !trains {
				continue
			}
			a, _ := t.Score(p.Prompt, p.A)
			b, _ := t.Score(p.Prompt, p.B)
			d := float64((2*q - 1) * (a - b))
			sum += d
			square += float64(d * d)
		}
		z := sum / math.Sqrt(square)
		l.weights = append(l.weights, z*math.Abs(z))
	}
	return l
}

// extremes finds the texts that are liked most and least; equal indices when the
// labels do not tell them apart.
func (l liking) extremes(prompt string, texts []string) (most, least int) {
	high, low := math.Inf(-1), math.Inf(1)
	for i, text := range texts {
		sum := 0.0
		for k, t := range l.tastes {
			x, _ := t.Score(prompt, text)
			sum += float64(l.weights[k] * x)
		}
		if sum > high {
			most, high = i, sum
		}
		if sum < low {
			least, low = i, sum
		}
	}
	if !(high > low) {
		return 0, 0
	}
	return most, least
}

// leastAlike finds the two texts that share the fewest words; equal indices when
// all texts are one.
func leastAlike(texts []string) (a, b int) {
	best := 2.0
	for x := range texts {
		for y := range x {
			if o := overlap(texts[x], texts[y]); texts[x] != texts[y] && o < best {
				best, a, b = o, y, x
			}
		}
	}
	return a, b
}

// overlap is the share of distinct words that two texts have in common.
func overlap(a, b string) float64 {
	x, y := words(a), words(b)
	common := 0
	for w := range x {
		if y[w] {
			common++
		}
	}
	return float64(common) / float64(max(len(x)+len(y)-common, 1))
}

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune(" .,!?;:\"", r) }) {
		set[w] = true
	}
	return set
}
