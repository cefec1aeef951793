package lab

import (
	"cmp"
	"math"

	"preflab/core/exact"
	"preflab/core/pref"
	"preflab/core/world"
)

// liking is what the labels so far say of the world's tastes. Each taste is a
// hypothesis about the visitor, and so is its opposite; all together are believed
// by 1.
type liking struct {
	tastes      []world.Taste
	believed    []float64 // of each taste
	disbelieved []float64 // of its opposite
}

// liking asks each taste how many labels it would have given: let n be those it
// agrees with less those it does not. It is believed in proportion to exp(n), which
// is Hedge (Freund and Schapire 1997): one that agrees with every label soon counts
// for more than all that happen to.
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
	total := 0.0
	for _, x := range n {
		x = max(-30, min(x, 30)) // enough to tell, and never infinite
		yes, no := exact.Exp(x), exact.Exp(-x)
		l.believed, l.disbelieved = append(l.believed, yes), append(l.disbelieved, no)
		total += yes + no
	}
	for k := range n {
		l.believed[k] /= total
		l.disbelieved[k] /= total
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

// telling finds the two texts about which a judgement tells most, the one that is
// probably preferred first. It wants their scores far apart by what is believed,
// and twice as much where the believed tastes disagree about the two, as a
// committee is asked where it is split (Seung, Opper and Sompolinsky 1992): else
// one wrong taste that agreed by chance would choose all pairs to come. Equal
// indices when no taste tells any two apart.
func (l liking) telling(prompt string, texts []string) (preferred, other int) {
	scores := make([][]float64, len(texts))
	for i, text := range texts {
		for _, t := range l.tastes {
			x, _ := t.Score(prompt, text)
			scores[i] = append(scores[i], x)
		}
	}
	best := 0.0
	for b := range texts {
		for a := range b {
			q, apart := l.of(scores[a], scores[b])
			split := float64(4 * q * (1 - q)) // 0: of one mind, 1: half and half
			if value := apart * (1 + split); value > best {
				best, preferred, other = value, a, b
				if q < 0.5 {
					preferred, other = b, a
				}
			}
		}
	}
	return preferred, other
}

// of returns how far it is believed that the first of two texts is preferred, and
// how far apart their scores are by what is believed.
func (l liking) of(a, b []float64) (q, apart float64) {
	for k := range l.tastes {
		both := l.believed[k] + l.disbelieved[k]
		apart += float64(both * math.Abs(a[k]-b[k]))
		switch {
		case a[k] > b[k]:
			q += l.believed[k]
		case a[k] < b[k]:
			q += l.disbelieved[k]
		default:
			q += float64(both * 0.5)
		}
	}
	return q, apart
}
