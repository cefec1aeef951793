package chart

import "math"

// Average returns the debiased exponential average of y:
//
//	mₜ = β mₜ₋₁ + (1-β) yₜ,   outₜ = mₜ / (1 - βᵗ)
//
// so that the first values are not pulled to zero. NaN values are stepped over.
func Average(y []float64, beta float64) []float64 {
	out := make([]float64, len(y))
	m, w := 0.0, 1.0
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			out[i] = math.NaN()
			continue
		}
		m = beta*m + (1-beta)*v
		w *= beta
		out[i] = m / (1 - w)
	}
	return out
}
