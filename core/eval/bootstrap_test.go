package eval

import (
	"math"
	"testing"

	"preflab/core/rng"
)

// meanOf is the statistic for which everything about a resample is known.
func meanOf(x []float64) func([]int) float64 {
	return func(idx []int) float64 {
		sum := 0.0
		for _, i := range idx {
			sum += x[i]
		}
		return sum / float64(len(idx))
	}
}

// The bounds of a mean of 400 uniforms are those of the normal, ± 1.96 s/√n. The
// rank of a bound varies by 7 of 2000, which is 0.06 of its standard error; 0.2
// allows three of those.
func TestBootstrapOfAMeanIsNormal(t *testing.T) {
	x, r := make([]float64, 400), rng.New(1, "test")
	mean := 0.0
	for i := range x {
		x[i] = r.Float64()
		mean += x[i]
	}
	mean /= 400
	got := Bootstrap(len(x), 3, 0, meanOf(x))
	se := math.Sqrt(1.0/12) / 20
	near(t, "mean", got.Mean, mean, 0)
	near(t, "low", got.Low, got.Mean-z*se, 0.2*se)
	near(t, "high", got.High, got.Mean+z*se, 0.2*se)
}

// Drawn once on amd64, linux: the draws, and so the bounds, are the same everywhere.
func TestBootstrapHasTheSameBitsEverywhere(t *testing.T) {
	x := []float64{1, 2, 3, 5, 8, 13, 21, 34, 55, 89}
	got := Bootstrap(len(x), 7, 199, meanOf(x))
	if want := (Interval{Mean: 23.1, Low: 8.9, High: 45.4, N: 10}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if again := Bootstrap(len(x), 7, 199, meanOf(x)); again != got {
		t.Errorf("the same seed gave %+v and %+v", got, again)
	}
	if other := Bootstrap(len(x), 8, 199, meanOf(x)); other == got {
		t.Error("another seed gave the same interval")
	}
}

// Over 300 experiments of 60 openings the interval holds the true rate in about
// 95 %; 92 % is two standard errors (1.3 %) below, and the percentile interval is
// known to be a little short.
func TestWinRateBootstrapCovers(t *testing.T) {
	const experiments, n = 300, 60
	covered := 0
	for e := range experiments {
		r := rng.At(5, "test", e)
		new, old := make([]float64, n), make([]float64, n)
		for i := range new {
			switch u := r.Float64(); {
			case u < 0.4:
				new[i] = 1
			case u < 0.6:
				old[i] = 1
			}
		}
		in := WinRateBootstrap(new, old, uint64(e), 400)
		if in.Low <= 0.6 && 0.6 <= in.High {
			covered++
		}
	}
	if covered < experiments*92/100 {
		t.Errorf("covered %d of %d", covered, experiments)
	}
}

func TestWinRateBootstrapBesideWilson(t *testing.T) {
	new, old := make([]float64, 100), make([]float64, 100)
	for i := range 20 {
		new[i] = 1 // the other 80 tie
	}
	a, b := WinRate(new, old), WinRateBootstrap(new, old, 1, 0)
	near(t, "mean", b.Mean, a.Mean, 1e-15)
	if b.High-b.Low > 0.6*(a.High-a.Low) {
		t.Errorf("with 80 ties of 100: %+v is not much narrower than %+v", b, a)
	}
	if got := WinRateBootstrap(nil, nil, 1, 0); got.N != 0 || !math.IsNaN(got.Mean) || !math.IsNaN(got.Low) {
		t.Errorf("got %+v for no openings", got)
	}
}

func TestBootstrapLeavesOutNaN(t *testing.T) {
	calls := 0
	half := func(idx []int) float64 { // NaN on every third resample
		if calls++; calls%3 == 0 {
			return math.NaN()
		}
		return 2
	}
	if got := Bootstrap(5, 1, 100, half); got.Low != 2 || got.High != 2 {
		t.Errorf("got %+v", got)
	}
	never := Bootstrap(5, 1, 100, func([]int) float64 { return math.NaN() })
	if !math.IsNaN(never.Low) || !math.IsNaN(never.High) {
		t.Errorf("got %+v", never)
	}
}
