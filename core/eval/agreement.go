package eval

import "math"

// Kappa returns Cohen's κ: how far two labellers of the same items agree beyond
// chance, 1 fully, 0 not at all.
//
//	κ = (po - pe) / (1 - pe),  po = share of equal labels,  pe = Σ_c pa(c) pb(c)
//
// If both give every item one and the same label, chance explains all and κ is
// NaN, as it is with no items. It panics if the lengths differ.
//
// Source: Cohen 1960, Educational and Psychological Measurement 20.
func Kappa[T comparable](a, b []T) float64 {
	if len(a) != len(b) {
		panic("eval: Kappa needs a label of both labellers for every item")
	}
	n := float64(len(a))
	countA, countB := map[T]float64{}, map[T]float64{}
	var order []T // sums follow it: a map's order would change their bits
	equal := 0.0
	for i := range a {
		if a[i] == b[i] {
			equal++
		}
		if countA[a[i]] == 0 {
			order = append(order, a[i])
		}
		countA[a[i]]++
		countB[b[i]]++
	}
	pe := 0.0
	for _, c := range order {
		pe += float64(countA[c] / n * (countB[c] / n))
	}
	if pe == 1 {
		return math.NaN()
	}
	return (equal/n - pe) / (1 - pe)
}
