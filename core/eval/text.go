package eval

// Distinct2 returns the share of different ones among all pairs of neighbours
// (words or tokens) in the texts: near 0 when a model repeats itself. Without any
// pair it is 0.
//
// Source: Li et al. 2016, section 4.3 (arXiv:1510.03055).
func Distinct2[T comparable](texts [][]T) float64 {
	seen := map[[2]T]bool{}
	n := 0
	for _, t := range texts {
		for i := 1; i < len(t); i++ {
			seen[[2]T{t[i-1], t[i]}] = true
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(len(seen)) / float64(n)
}
