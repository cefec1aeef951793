// Package eval is the statistics of comparing models: win rates, also at equal
// length, shares and means with their intervals, calibration and diversity; and of
// tuning: distance from the reference, best of n, what over-optimisation costs,
// frontiers, displacement. Numbers in, numbers out: it knows neither models nor texts.
//
// Its size in a wasm binary (Go 1.26, -s -w): gonum/stat adds 44 kB, distuv 85 kB
// raw, and only to programs that call what uses them, which is [MeanInterval].
package eval

import (
	"math"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// An Interval is an estimate with bounds of 95 % confidence.
type Interval struct {
	Mean float64 `json:"mean"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	N    int     `json:"n"` // observations; with none the estimate is NaN and so are the bounds
}

// z is the 97.5 % quantile of the normal distribution.
const z = 1.959963984540054

// WinRate returns how often the new model beats the old one, opening by opening;
// a tie counts one half.
//
//	w = (1/n) Σ 1[new > old] + ½·1[new = old]
//
// Its interval is Wilson's with the ties as half wins. A tie varies less than a
// win or a loss, so the interval covers at least what it says (it is wide where
// most are ties); unlike a bootstrap it needs no seed, and is honest at 0 and 1.
// It panics if the lengths differ.
func WinRate(new, old []float64) Interval {
	if len(new) != len(old) {
		panic("eval: WinRate needs a score of each model for every opening")
	}
	wins := 0.0
	for i := range new {
		wins += beats(new[i], old[i])
	}
	return wilson(wins, len(new))
}

// Share returns the proportion hits/n with Wilson's interval.
func Share(hits, n int) Interval { return wilson(float64(hits), n) }

// wilson bounds a proportion:
//
//	(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n),  p = hits/n
//
// Source: Wilson 1927; method 3 in Newcombe 1998, Statistics in Medicine 17.
func wilson(hits float64, count int) Interval {
	n := float64(count)
	p := hits / n // NaN if there is nothing to count
	centre := p + z*z/(2*n)
	half := float64(z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)))
	scale := 1 + z*z/n
	low, high := (centre-half)/scale, (centre+half)/scale
	switch p { // rounding leaves 1e-17 there
	case 0:
		low = 0
	case 1:
		high = 1
	}
	return Interval{Mean: p, Low: low, High: high, N: count}
}

// MeanInterval returns the mean of x with Student's interval, m ± t(n-1) s/√n. One
// observation has no spread: its bounds are infinite.
func MeanInterval(x []float64) Interval {
	if len(x) == 0 {
		return Interval{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
	}
	if len(x) == 1 {
		return Interval{Mean: x[0], Low: math.Inf(-1), High: math.Inf(1), N: 1}
	}
	m, sd := stat.MeanStdDev(x, nil)
	n := float64(len(x))
	half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.975) * sd / math.Sqrt(n)
	return Interval{Mean: m, Low: m - half, High: m + half, N: len(x)}
}
