// Package toy_test proves the losses on a space of answers that can be written out:
// what a method must arrive at is known there in closed form, and the distance to it
// is computed, not estimated.
package toy_test

import (
	"math"
	"slices"

	"preflab/core/seq"
)

// A space is every answer over V tokens that ends with token 0 or at its limit.
type space struct {
	V, limit int
	answers  [][]int32
	prefix   [][]int // for each answer, which prefix stands before each of its tokens
	prefixes int
}

func enumerate(V, limit int) *space {
	s := &space{V: V, limit: limit}
	s.grow(nil, nil)
	return s
}

// grow adds all answers that begin with tokens, which have not ended.
func (s *space) grow(tokens []int32, prefix []int) {
	prefix = append(slices.Clone(prefix), s.prefixes)
	s.prefixes++
	for v := range s.V {
		longer := append(slices.Clone(tokens), int32(v))
		if v != 0 && len(longer) < s.limit {
			s.grow(longer, prefix)
			continue
		}
		s.answers, s.prefix = append(s.answers, longer), append(s.prefix, prefix)
	}
}

// batch has all answers as its rows, behind a prompt of one token.
func (s *space) batch() *seq.Batch {
	b := seq.NewBatch(len(s.answers), s.limit)
	for i, y := range s.answers {
		b.SetRow(i, []int32{0}, y)
	}
	return b
}

// A policy is an exact autoregressive model of a space: logits for every prefix,
// (prefixes, V). It can be any distribution over the answers.
type policy struct {
	*space
	z []float64
}

func newPolicy(s *space) *policy { return &policy{s, make([]float64, s.prefixes*s.V)} }

// next is the log-probabilities of the tokens behind a prefix.
func (p *policy) next(prefix int) []float64 {
	z := slices.Clone(p.z[prefix*p.V : (prefix+1)*p.V])
	sum := 0.0
	for _, x := range z {
		sum += math.Exp(x)
	}
	for v := range z {
		z[v] -= math.Log(sum)
	}
	return z
}

// logs is the summed log-probability of each answer.
func (p *policy) logs() []float64 {
	out := make([]float64, len(p.answers))
	for i, y := range p.answers {
		for t, v := range y {
			out[i] += p.next(p.prefix[i][t])[v]
		}
	}
	return out
}

// score fills what a loss reads, as a language model would.
func (p *policy) score(b *seq.Batch) seq.Scores {
	n := b.B * b.T
	s := seq.Scores{LogP: make([]float32, n), Entropy: make([]float32, n), Value: make([]float32, n)}
	for i, y := range p.answers {
		for t, v := range y {
			next := p.next(p.prefix[i][t])
			s.LogP[i*b.T+t] = float32(next[v])
			s.Entropy[i*b.T+t] = float32(entropy(next))
		}
	}
	return s
}

// back carries derivatives with respect to the scores over to the logits (MATH.md,
// eq. 22).
func (p *policy) back(b *seq.Batch, ds seq.Scores) []float64 {
	dz := make([]float64, len(p.z))
	for i, y := range p.answers {
		for t, v := range y {
			next := p.next(p.prefix[i][t])
			row := dz[p.prefix[i][t]*p.V:]
			dlogp, dent := float64(ds.LogP[i*b.T+t]), float64(ds.Entropy[i*b.T+t])
			row[v] += dlogp
			for w, l := range next {
				row[w] -= math.Exp(l) * (dlogp + dent*(l+entropy(next)))
			}
		}
	}
	return dz
}

func entropy(logs []float64) (h float64) {
	for _, l := range logs {
		h -= math.Exp(l) * l
	}
	return h
}

// descend takes steps of Adam along what grad returns, with a rate that falls in a
// line to nothing, so that it ends at rest.
func (p *policy) descend(steps int, rate float64, grad func() []float64) {
	m, v := make([]float64, len(p.z)), make([]float64, len(p.z))
	b1, b2 := 1.0, 1.0
	for k := range steps {
		b1, b2 = b1*0.9, b2*0.99
		for i, g := range grad() {
			m[i] = 0.9*m[i] + 0.1*g
			v[i] = 0.99*v[i] + 0.01*g*g
			p.z[i] -= rate * (1 - float64(k)/float64(steps)) * m[i] / (1 - b1) / (math.Sqrt(v[i]/(1-b2)) + 1e-10)
		}
	}
}

// tilted is ref·exp(r/β)/Z, answer by answer: the optimum of reward under a penalty
// of β nats (MATH.md, eq. 39).
func tilted(logRef, r []float64, beta float64) []float64 {
	out := make([]float64, len(r))
	z := 0.0
	for i := range r {
		out[i] = math.Exp(logRef[i] + r[i]/beta)
		z += out[i]
	}
	for i := range out {
		out[i] /= z
	}
	return out
}

// chances are the probabilities of log-probabilities.
func chances(logs []float64) []float64 {
	out := make([]float64, len(logs))
	for i, l := range logs {
		out[i] = math.Exp(l)
	}
	return out
}

// variation is the total variation between two distributions, 0 to 1.
func variation(p, q []float64) (tv float64) {
	for i := range p {
		tv += math.Abs(p[i]-q[i]) / 2
	}
	return tv
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
