package toy_test

import (
	"math"
	"slices"
	"testing"

	"preflab/core/eval"
)

// divergence is KL(p‖q) of distributions.
func divergence(p, q []float64) (kl float64) {
	for i := range p {
		if p[i] > 0 {
			kl += p[i] * math.Log(p[i]/q[i])
		}
	}
	return kl
}

// TestTokensAddUpToTheDivergence: summed along sequences, k1 and k3 have the
// divergence of whole answers as their mean over all answers (MATH.md, eq. 51), also
// where answers differ in length.
func TestTokensAddUpToTheDivergence(t *testing.T) {
	s := settings()[1]
	p := s.dpo()
	logs := p.logs()
	want := divergence(chances(logs), chances(s.ref.logs()))
	var k1, k3 float64
	next, ref := p.next(), s.ref.next()
	for i, y := range p.answers {
		var logr []float64
		for t, v := range y {
			at := p.prefix[i][t]
			logr = append(logr, ref[at][v]-next[at][v])
		}
		k1 += math.Exp(logs[i]) * eval.K1(logr)
		k3 += math.Exp(logs[i]) * eval.K3(logr)
	}
	if math.Abs(k1-want) > 1e-12 || math.Abs(k3-want) > 1e-12 {
		t.Errorf("k1 %v, k3 %v, want %v", k1, k3, want)
	}
}

// TestBestOfIsNoFurtherThanSaid: the distribution of the best of n is known exactly,
// P(best ≤ y)ⁿ − P(best < y)ⁿ. Over 15 answers its divergence stays below the formula,
// which draws without ties would reach; over 3000 alike ones it comes within 1 %.
func TestBestOfIsNoFurtherThanSaid(t *testing.T) {
	s := settings()[1]
	order := make([]int, len(s.reward))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		if s.reward[a] < s.reward[b] {
			return -1
		}
		return 1
	})
	few := make([]float64, len(order))
	for i, j := range order {
		few[i] = math.Exp(s.ref.logs()[j])
	}
	many := make([]float64, 3000)
	for i := range many {
		many[i] = 1.0 / 3000
	}
	for _, n := range []int{1, 2, 4, 16, 64} {
		said := eval.BestOfKL(n)
		if is := divergence(best(few, n), few); is > said+1e-12 {
			t.Errorf("best of %d among 15: %v, above the bound %v", n, is, said)
		}
		if is := divergence(best(many, n), many); is > said+1e-12 || is < 0.99*said-1e-12 {
			t.Errorf("best of %d among 3000: %v, want nearly %v", n, is, said)
		}
	}
}

// best is the distribution of the best of n draws from p, whose answers ascend.
func best(p []float64, n int) []float64 {
	out := make([]float64, len(p))
	below := 0.0
	for i, x := range p {
		out[i] = math.Pow(below+x, float64(n)) - math.Pow(below, float64(n))
		below += x
	}
	return out
}
