package eval

import (
	"math"
	"testing"

	"preflab/core/rng"
)

// The peaks follow from the laws: α=1, β=0.1 has d 5, R 2.5; α=1, β=0.3 of RL has
// d 10.312258, R 3.093678.
func TestGaoPeaks(t *testing.T) {
	var d, best, rl []float64
	for x := 0.0; x <= 4; x += 0.5 {
		d = append(d, x)
		best = append(best, x*(1-0.1*x))
		rl = append(rl, x*(1-0.3*math.Log(max(x, 1e-300))))
	}
	f, g := FitBestOf(d, best), FitRL(d, rl)
	near(t, "d of best-of-n", f.PeakD, 5, 1e-12)
	near(t, "R of best-of-n", f.PeakR, 2.5, 1e-12)
	near(t, "d of RL", g.PeakD, 10.312258, 1e-6)
	near(t, "R of RL", g.PeakR, 3.093678, 5e-7)
	near(t, "R2", f.R2, 1, 1e-12)
	if f.N != 8 || g.N != 8 {
		t.Errorf("fitted %d and %d points; that at 0 says nothing", f.N, g.N)
	}
}

// Forty points whose gold is off by ±0.05 (a uniform of that standard deviation):
// the standard error of α and β is then 0.01 to 0.02, and four of those pass.
func TestGaoRecoversFromNoise(t *testing.T) {
	r := rng.New(4, "test")
	var d, best, rl []float64
	for i := range 40 {
		x := 0.15 * float64(i+1)
		noise := func() float64 { return 0.05 * math.Sqrt(12) * (r.Float64() - 0.5) }
		d = append(d, x)
		best = append(best, x*(1.2-0.15*x)+noise())
		rl = append(rl, x*(0.9-0.4*math.Log(x))+noise())
	}
	f, g := FitBestOf(d, best), FitRL(d, rl)
	near(t, "α of best-of-n", f.Alpha, 1.2, 0.04)
	near(t, "β of best-of-n", f.Beta, 0.15, 0.01)
	near(t, "α of RL", g.Alpha, 0.9, 0.04)
	near(t, "β of RL", g.Beta, 0.4, 0.04)
	for _, fit := range []Fit{f, g} {
		if fit.R2 < 0.95 || fit.R2 > 1 { // the noise is 3 % of R's variance
			t.Errorf("R² is %v", fit.R2)
		}
	}
	if wrong := FitRL(d, best); wrong.R2 > f.R2 {
		t.Errorf("the other law fits better: %v, %v", wrong.R2, f.R2)
	}
}

// The weights make it ordinary least squares on R: moving α or β either way makes
// the squares larger.
func TestGaoIsLeastSquaresOnReward(t *testing.T) {
	d, r := []float64{0.5, 1, 2, 3}, []float64{0.7, 0.8, 1.9, 1.4}
	f := FitBestOf(d, r)
	squares := func(alpha, beta float64) (sum float64) {
		for i, x := range d {
			e := r[i] - x*(alpha-beta*x)
			sum += e * e
		}
		return sum
	}
	least := squares(f.Alpha, f.Beta)
	for _, e := range []float64{-1e-4, 1e-4} {
		if squares(f.Alpha+e, f.Beta) <= least || squares(f.Alpha, f.Beta+e) <= least {
			t.Errorf("%+v is not the least", f)
		}
	}
}

func TestGaoWithoutAPeak(t *testing.T) {
	rising := FitBestOf([]float64{1, 2, 3}, []float64{1, 3, 6})
	if rising.Beta > 0 || rising.PeakD != 0 || rising.PeakR != 0 {
		t.Errorf("got %+v", rising)
	}
	for _, d := range [][]float64{nil, {0, 0}, {2, 2}} {
		if f := FitRL(d, make([]float64, len(d))); !math.IsNaN(f.Alpha) || f.PeakD != 0 {
			t.Errorf("%v: got %+v", d, f)
		}
	}
}
