package eval

import "math"

// A Bin holds the predictions between two probabilities and what came of them.
type Bin struct {
	Low, High float64
	Said      float64 // mean predicted probability; NaN in an empty bin
	Was       float64 // mean outcome; NaN in an empty bin
	N         int
}

// Calibrate compares predicted probabilities with outcomes (1, 0, or ½ for a tie)
// in bins of equal width, and returns the expected calibration error
//
//	ECE = Σ_bins (n_bin/n) |said - was|
//
// A prediction on an edge belongs to the bin above, 1 to the last. It panics if
// the lengths differ, if there is no bin, or on a prediction outside [0,1].
//
// Source: Guo et al. 2017, eq. 3 (arXiv:1706.04599).
func Calibrate(said, was []float64, bins int) (reliability []Bin, ece float64) {
	if len(said) != len(was) || bins < 1 {
		panic("eval: Calibrate needs an outcome for every prediction, and at least one bin")
	}
	reliability = make([]Bin, bins)
	for i, p := range said {
		if !(p >= 0 && p <= 1) {
			panic("eval: a predicted probability lies outside [0,1]")
		}
		b := &reliability[min(int(p*float64(bins)), bins-1)]
		b.N++
		b.Said += p
		b.Was += was[i]
	}
	for i := range reliability {
		b := &reliability[i]
		b.Low, b.High = float64(i)/float64(bins), float64(i+1)/float64(bins)
		n := float64(b.N)
		b.Said, b.Was = b.Said/n, b.Was/n // NaN if empty
		if b.N > 0 {
			ece += float64(n / float64(len(said)) * math.Abs(b.Said-b.Was))
		}
	}
	return reliability, ece
}
