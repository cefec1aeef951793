package eval

import (
	"math"
	"testing"
)

func TestSpearman(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name      string
		a, b      []float64
		want, tol float64
	}{
		// IQ against hours of television, the example on Wikipedia: −29/165.
		{"Wikipedia", []float64{106, 100, 86, 101, 99, 103, 97, 113, 112, 110},
			[]float64{7, 27, 2, 50, 28, 29, 20, 12, 6, 17}, -29.0 / 165, 1e-15},
		// The example of scipy.stats.spearmanr, which has a tie.
		{"SciPy", []float64{1, 2, 3, 4, 5}, []float64{5, 6, 7, 8, 7}, 0.82078268166812329, 1e-15},
		{"same order", []float64{1, 2, 3}, []float64{-5, 0, 1e9}, 1, 0},
		{"turned round", []float64{1, 2, 3}, []float64{5, 4, 0}, -1, 0},
		{"constant", []float64{1, 2, 3}, []float64{5, 5, 5}, nan, 0},
		{"infinite", []float64{1, 2, math.Inf(1)}, []float64{math.Inf(-1), 0, 7}, 1, 0},
		{"nothing", nil, nil, nan, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			near(t, "rho", Spearman(c.a, c.b), c.want, c.tol)
			near(t, "turned", Spearman(c.b, c.a), c.want, c.tol)
		})
	}
}
