package eval

import (
	"cmp"
	"math"
	"slices"

	"preflab/core/exact"
)

// BestOfKL returns how far the best of n answers is from one answer, in nats:
//
//	KL = ln n − (n−1)/n
//
// Exact where no two answers tie, else an upper bound. It panics below n = 1.
//
// Source: Stiennon et al. 2020 (arXiv:2009.01325), appendix G.3; Gao et al. 2022
// (arXiv:2210.10760); the bound: Beirami et al. 2024 (arXiv:2401.01879).
func BestOfKL(n int) float64 {
	if n < 1 {
		panic("eval: the best of no answers")
	}
	return exact.Log(float64(n)) - float64(n-1)/float64(n)
}

// BestOf estimates the mean gold score of the answer that proxy likes best among n,
// from N ≥ n independent answers: the mean over all subsets of n of them.
//
//	Σ_{i=n}^{N} w_i gold_(i),   w_i = C(i−1, n−1) / C(N, n)
//
// where (i) is the answer with the i-th smallest proxy, and w_i the share of subsets
// that it tops. Unbiased. Where proxies tie, the winner is drawn evenly from those
// that tie in the subset, and the estimate is the mean over such draws. Time
// N log N. It is NaN with n > N, and panics below n = 1 or if the lengths differ.
//
// Source: Nakano et al. 2021 (arXiv:2112.09332), appendix I; Gao et al. 2022.
func BestOf(proxy, gold []float64, n int) float64 {
	r := rankBy(proxy, gold, n)
	if n > len(r.order) {
		return math.NaN()
	}
	sum := 0.0
	r.groups(func(lo, hi int) {
		weight, golds := 0.0, 0.0
		for i := lo; i < hi; i++ {
			weight += r.weight[i]
			golds += gold[r.order[i]]
		}
		sum += float64(weight*golds) / float64(hi-lo)
	})
	return sum
}

// BestOfWin estimates how often the answer that proxy likes best among n has more
// gold than one more, independent answer; equal gold counts one half. It is the mean
// over all subsets of n and all answers outside the subset, from N > n answers.
//
// Given that i tops the subset, an answer above i in rank is outside it, and one of
// the i−1 below is outside with probability 1 − (n−1)/(i−1):
//
//	Σ_{i=n}^{N} w_i/(N−n) · [ Σ_{j>i} win(i,j) + (1 − (n−1)/(i−1)) Σ_{j<i} win(i,j) ]
//
// Unbiased, ties of proxy as in [BestOf], time N log N. For n = 1 it is ½, and where
// proxy is gold without ties n/(n+1). It is NaN with n ≥ N, and panics below n = 1
// or if the lengths differ.
func BestOfWin(proxy, gold []float64, n int) float64 {
	r := rankBy(proxy, gold, n)
	if n >= len(r.order) {
		return math.NaN()
	}
	place := places(gold)
	below := make(tally, len(gold)+1)
	sum := 0.0
	r.groups(func(lo, hi int) {
		all, under := 0, 0 // twice the group's wins over everyone, and over lower proxies
		for _, j := range r.order[lo:hi] {
			p := place[j]
			all += p[0] + p[1] - 1
			under += below.sum(p[0]) + below.sum(p[1])
		}
		for _, j := range r.order[lo:hi] {
			below.add(place[j][0])
		}
		within := (hi - lo) * (hi - lo - 1) // each pair is won once, by one of the two or by halves
		up, down, in := r.shares(lo, hi)
		sum += float64(up*float64(all-under-within)) + float64(down*float64(under)) + float64(in*float64(within))
	})
	return sum / float64(2*(len(gold)-n))
}

// A ranking is the answers in ascending order of proxy.
type ranking struct {
	n      int
	proxy  []float64
	order  []int
	weight []float64 // w_(i+1): the share of subsets of n that place i tops
}

// rankBy sorts, and finds the weights from the top: w_N = n/N and
// w_{i−1} = w_i·(i−n)/(i−1). Each factor is at most 1, so nothing overflows, and
// what underflows weighs nothing; binomials of 60,000 would not fit a float64.
func rankBy(proxy, gold []float64, n int) ranking {
	if n < 1 || len(proxy) != len(gold) {
		panic("eval: the best of n needs an n of at least 1, and proxy and gold of every answer")
	}
	r := ranking{n: n, proxy: proxy, order: make([]int, len(proxy)), weight: make([]float64, len(proxy))}
	for i := range r.order {
		r.order[i] = i
	}
	slices.SortStableFunc(r.order, func(a, b int) int { return cmp.Compare(proxy[a], proxy[b]) })
	w := float64(n) / float64(len(proxy))
	for i := len(proxy); i >= n; i-- {
		r.weight[i-1] = w
		w *= float64(i-n) / float64(max(i-1, 1))
	}
	return r
}

// groups calls f for each run of equal proxies, from the lowest.
func (r ranking) groups(f func(lo, hi int)) {
	for lo := 0; lo < len(r.order); {
		hi := lo + 1
		for hi < len(r.order) && r.proxy[r.order[hi]] == r.proxy[r.order[lo]] {
			hi++
		}
		f(lo, hi)
		lo = hi
	}
}

// shares returns how much one answer of the group lo ≤ place < hi, in random order
// among its equals, tops a subset while another is outside it: one of higher
// proxy, one of lower, one of the same group.
func (r ranking) shares(lo, hi int) (up, down, in float64) {
	g := float64(hi - lo)
	for i := lo; i < hi; i++ {
		w := r.weight[i] / g
		if w == 0 {
			continue
		}
		outside := 1.0
		if r.n > 1 {
			outside = 1 - float64(r.n-1)/float64(i)
		}
		up += w
		down += float64(w * outside)
		if g > 1 {
			in += float64(w * (float64(hi-1-i) + float64(float64(i-lo)*outside)) / (g - 1))
		}
	}
	return up, down, in
}

// A tally counts values in 0…len-2 (Fenwick 1994).
type tally []int

func (t tally) add(i int) {
	for i++; i < len(t); i += i & -i {
		t[i]++
	}
}

// sum is how many values are below i.
func (t tally) sum(i int) (n int) {
	for ; i > 0; i &= i - 1 {
		n += t[i]
	}
	return n
}
