package eval

import (
	"math"
	"slices"
)

// Spearman returns the rank correlation of a and b: 1 if one rises whenever the
// other does, -1 if it falls. It is Pearson's correlation of the ranks, where equal
// values share the mean of their ranks (so the shortcut 1 − 6Σd²/(n³−n), which is
// wrong with ties, is not used):
//
//	ρ = Σ (rᵢ−r̄)(sᵢ−s̄) / √( Σ(rᵢ−r̄)² Σ(sᵢ−s̄)² ),   r̄ = s̄ = (n+1)/2
//
// It is NaN if either does not vary, and panics if the lengths differ.
//
// Source: Spearman 1904; ties: Kendall 1948.
func Spearman(a, b []float64) float64 {
	if len(a) != len(b) {
		panic("eval: Spearman needs pairs")
	}
	ra, rb := places(a), places(b)
	n := len(a)
	var ab, aa, bb float64
	for i := range a {
		// Twice the distance from the mean rank: a whole number, so sums are exact.
		x, y := float64(ra[i][0]+ra[i][1]-n), float64(rb[i][0]+rb[i][1]-n)
		ab += float64(x * y)
		aa += float64(x * x)
		bb += float64(y * y)
	}
	return ab / math.Sqrt(float64(aa*bb)) // 0/0, NaN, if one is constant
}

// places returns for each value how many are less, and how many at most as great.
func places(x []float64) [][2]int {
	sorted := slices.Sorted(slices.Values(x))
	out := make([][2]int, len(x))
	for i, v := range x {
		lo, _ := slices.BinarySearch(sorted, v)
		up, _ := slices.BinarySearchFunc(sorted[lo:], v, func(e, v float64) int {
			if e <= v {
				return -1
			}
			return 1
		})
		out[i] = [2]int{lo, lo + up}
	}
	return out
}
