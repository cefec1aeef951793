package eval

import (
	"math"
	"math/bits"
	"slices"
	"testing"

	"preflab/core/rng"
)

// As printed by Gao et al. 2022 and their table of n.
func TestBestOfKL(t *testing.T) {
	for n, want := range map[int]float64{1: 0, 2: .193, 4: .636, 16: 1.835, 64: 3.175, 128: 3.860, 256: 4.549, 60000: 10.0} {
		tol := 5e-4
		if n == 60000 {
			tol = 0.05
		}
		near(t, "KL", BestOfKL(n), want, tol)
	}
}

// brute goes through all subsets of n, all that tie at the top, and all answers
// outside.
func brute(proxy, gold []float64, n int) (best, win float64) {
	subsets, N := 0.0, len(proxy)
	for set := range 1 << N {
		if bits.OnesCount(uint(set)) != n {
			continue
		}
		subsets++
		var top []int
		for i := range N {
			switch {
			case set>>i&1 == 0 || len(top) > 0 && proxy[i] < proxy[top[0]]:
			case len(top) > 0 && proxy[i] == proxy[top[0]]:
				top = append(top, i)
			default:
				top = []int{i}
			}
		}
		for _, i := range top {
			best += gold[i] / float64(len(top))
			for j := range N {
				if set>>j&1 == 0 {
					win += beats(gold[i], gold[j]) / float64(len(top)*(N-n))
				}
			}
		}
	}
	return best / subsets, win / subsets
}

func TestBestOfIsTheMeanOverSubsets(t *testing.T) {
	for _, c := range []struct {
		name        string
		proxy, gold []float64
	}{
		{"all differ", []float64{3, 1, 4, 1.5, 9, 2.6}, []float64{0.3, -1, 2, 0.5, -0.7, 1}},
		{"proxy ties", []float64{1, 2, 2, 0, 2, 1}, []float64{0.3, -1, 2, 0.5, -0.7, 1}},
		{"gold ties", []float64{3, 1, 4, 1.5, 9, 2.6}, []float64{1, 0, 1, 1, 0, 0}},
		{"both tie", []float64{1, 1, 2, 2, 2, 0}, []float64{1, 0, 1, 1, 0, 0}},
		{"constant proxy", []float64{1, 1, 1, 1, 1, 1}, []float64{0.3, -1, 2, 0.5, -0.7, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for n := 1; n <= 6; n++ {
				best, win := brute(c.proxy, c.gold, n)
				near(t, "best", BestOf(c.proxy, c.gold, n), best, 1e-14)
				if n < 6 {
					near(t, "win", BestOfWin(c.proxy, c.gold, n), win, 1e-14)
				}
			}
		})
	}
}

// Where proxy is gold and gold is 1…N in any order, the best of n without
// replacement is n(N+1)/(n+1) on average, and it beats one more with n/(n+1).
func TestBestOfAmongSixtyThousand(t *testing.T) {
	const N = 60000
	gold := make([]float64, N)
	for i, p := range rng.New(1, "test").Perm(N) {
		gold[i] = float64(p + 1)
	}
	for _, n := range []int{1, 2, 16, 1000, 30000, 59999, 60000} {
		want := float64(n) / float64(n+1)
		near(t, "best", BestOf(gold, gold, n)/(N+1), want, 1e-11) // 60,000 roundings
		if n < N {
			near(t, "win", BestOfWin(gold, gold, n), want, 1e-11)
		}
	}
}

func TestBestOfDoesNotCareForOrder(t *testing.T) {
	proxy, gold := []float64{1, 2, 2, 0, 2, 1}, []float64{0.3, -1, 2, 0.5, -0.7, 1}
	best, win := BestOf(proxy, gold, 3), BestOfWin(proxy, gold, 3)
	slices.Reverse(proxy)
	slices.Reverse(gold)
	near(t, "best", BestOf(proxy, gold, 3), best, 1e-15)
	near(t, "win", BestOfWin(proxy, gold, 3), win, 1e-15)
}

func TestBestOfTooFew(t *testing.T) {
	x := []float64{1, 2}
	if got := BestOf(x, x, 3); !math.IsNaN(got) {
		t.Errorf("the best of three of two is %v", got)
	}
	if got := BestOfWin(x, x, 2); !math.IsNaN(got) {
		t.Errorf("the best of two against one more of two is %v", got)
	}
}
