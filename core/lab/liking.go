package lab

import (
	"cmp"
	"math"
	"strings"

	"preflab/core/exact"
	"preflab/core/pref"
	"preflab/core/world"
)

// liking is what the labels so far say of the world's tastes: one weight for each.
type liking struct {
	tastes  []world.Taste
	weights []float64
}

// liking asks each taste how many labels it would have given: let n be those it
// agrees with less those it does not. Its weight is 2·sinh(n), which is that of
// Hedge (Freund and Schapire 1997) for two experts, the taste and its opposite: one
// that agrees with every label soon counts for more than all that happen to.
func (s *Session) liking() liking {
	l := liking{tastes: s.world.Tastes()}
	n := make([]float64, len(l.tastes))
	for i := range s.labels {
		q, trains := s.labels[i].Q()
		if !trains {
			continue
		}
		for k, sign := range s.signs(l.tastes, s.labels[i].Pair) {
			n[k] += float64(sign * (2*q - 1))
		}
	}
	for _, x := range n {
		x = max(-30, min(x, 30)) // enough to tell, and never infinite
		l.weights = append(l.weights, exact.Exp(x)-exact.Exp(-x))
	}
	return l
}

// signs are, for each taste, 1 where it prefers A of a pair, -1 where B, else 0. They
// are kept: every pair to come asks for those of all labels.
func (o *opened) signs(tastes []world.Taste, p pref.Pair) []float64 {
	if known := o.preferred[p]; known != nil {
		return known
	}
	out := make([]float64, len(tastes))
	for k, t := range tastes {
		a, _ := t.Score(p.Prompt, p.A)
		b, _ := t.Score(p.Prompt, p.B)
		out[k] = float64(cmp.Compare(a, b))
	}
	if o.preferred == nil {
		o.preferred = map[pref.Pair][]float64{}
	}
	o.preferred[p] = out
	return out
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
