// Package toy_test proves the losses on a space of answers that can be written out:
// what a method must arrive at is known there in closed form, and the distance to it
// is computed, not estimated.
package toy_test

import (
	"math"
	"slices"

	"preflab/core/loss"
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

// A table is a batch whose rows are answers of a space, behind a prompt of one token.
type table struct {
	*seq.Batch
	answer []int // which one each row is
}

// table has the given answers as its rows, or all if none is given.
func (s *space) table(answer ...int) table {
	if answer == nil {
		for i := range s.answers {
			answer = append(answer, i)
		}
	}
	b := seq.NewBatch(len(answer), s.limit)
	for row, i := range answer {
		b.SetRow(row, []int32{0}, s.answers[i])
	}
	return table{b, answer}
}

// A policy is an exact autoregressive model of a space: logits for every prefix,
// (prefixes, V), and a value of each. It can be any distribution over the answers.
type policy struct {
	*space
	z, v []float64
}

func newPolicy(s *space) *policy {
	return &policy{s, make([]float64, s.prefixes*s.V), make([]float64, s.prefixes)}
}

// next is the log-probabilities of the tokens behind each prefix.
func (p *policy) next() [][]float64 {
	var out [][]float64
	for z := range slices.Chunk(slices.Clone(p.z), p.V) {
		sum := 0.0
		for _, x := range z {
			sum += math.Exp(x)
		}
		for v := range z {
			z[v] -= math.Log(sum)
		}
		out = append(out, z)
	}
	return out
}

// logs is the summed log-probability of each answer.
func (p *policy) logs() []float64 {
	out, next := make([]float64, len(p.answers)), p.next()
	for i, y := range p.answers {
		for t, v := range y {
			out[i] += next[p.prefix[i][t]][v]
		}
	}
	return out
}

// each visits the counted tokens of a table: its place, the prefix and the token.
func (p *policy) each(b table, f func(at, prefix int, token int32)) {
	for row, i := range b.answer {
		for t, v := range p.answers[i] {
			f(row*b.T+t, p.prefix[i][t], v)
		}
	}
}

// empty has the columns of a table's scores.
func (b table) empty() seq.Scores {
	n := b.B * b.T
	return seq.Scores{LogP: make([]float32, n), Entropy: make([]float32, n), Value: make([]float32, n)}
}

// score fills what a loss reads, as a language model would.
func (p *policy) score(b table) seq.Scores {
	s, next := b.empty(), p.next()
	p.each(b, func(at, prefix int, token int32) {
		s.LogP[at] = float32(next[prefix][token])
		s.Entropy[at] = float32(entropy(next[prefix]))
		s.Value[at] = float32(p.v[prefix])
	})
	return s
}

// A slope is the derivative of a loss with respect to a policy's numbers.
type slope struct{ z, v []float64 }

// slope of a loss, through the scores and back to the logits (MATH.md, eq. 22).
func (p *policy) slope(f loss.Func, metrics int, b table) slope {
	ds, next := b.empty(), p.next()
	f(b.Batch, p.score(b), ds, make(loss.Report, metrics))
	d := slope{make([]float64, len(p.z)), make([]float64, len(p.v))}
	p.each(b, func(at, prefix int, token int32) {
		dlogp, dent := float64(ds.LogP[at]), float64(ds.Entropy[at])
		row, h := d.z[prefix*p.V:], entropy(next[prefix])
		row[token] += dlogp
		for w, l := range next[prefix] {
			row[w] -= math.Exp(l) * (dlogp + dent*(l+h))
		}
		d.v[prefix] += float64(ds.Value[at])
	})
	return d
}

func entropy(logs []float64) (h float64) {
	for _, l := range logs {
		h -= math.Exp(l) * l
	}
	return h
}

// descend takes steps of Adam along what f returns, with a rate that falls in a
// line to nothing, so that it ends at rest.
func (p *policy) descend(steps int, rate float64, f func(step int) slope) {
	z, v := &adam{x: p.z}, &adam{x: p.v}
	for k := range steps {
		d, now := f(k), rate*(1-float64(k)/float64(steps))
		z.step(d.z, now)
		v.step(d.v, now)
	}
}

// adam is the optimiser in float64, with β₂ = 0.99 since runs are short.
type adam struct {
	x, m, s []float64
	b1, b2  float64
}

func (a *adam) step(g []float64, rate float64) {
	if a.m == nil {
		a.m, a.s, a.b1, a.b2 = make([]float64, len(g)), make([]float64, len(g)), 1, 1
	}
	a.b1, a.b2 = a.b1*0.9, a.b2*0.99
	for i, g := range g {
		a.m[i] = 0.9*a.m[i] + 0.1*g
		a.s[i] = 0.99*a.s[i] + 0.01*g*g
		a.x[i] -= rate * a.m[i] / (1 - a.b1) / (math.Sqrt(a.s[i]/(1-a.b2)) + 1e-10)
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
