package eval

import (
	"math"
	"slices"

	"preflab/core/rng"
)

// Resamples is how many resamples [Bootstrap] draws when it is told none. The rank
// of a bound among them then varies by √(2000·0.025·0.975) = 7 of 2000, which moves
// its 2.5 % by 0.35 %.
const Resamples = 2000

// Bootstrap returns stat over n observations, with the bounds between which it
// stays in 95 % of resamples. A resample is n indices drawn with replacement; what
// belongs together (the answers to one opening) should share an index.
//
//	low, high = the k-th smallest and k-th largest of stat*, k = ⌊0.025·(resamples+1)⌋
//
// The draws come from a stream of the seed, so the same seed gives the same bits.
// With resamples 0 there are [Resamples]; it panics below 40, where k would be 0,
// and on a negative n. Resamples of which stat is NaN do not count; if more than
// half are, the bounds are NaN. stat must not keep idx.
//
// Where every observation is alike so is every resample, and the bounds close on
// the mean: at 0 or 1 of a share, [WinRate]'s and [Share]'s are the honest ones.
//
// Source: Efron and Tibshirani 1993, section 13.3.
func Bootstrap(n int, seed uint64, resamples int, stat func(idx []int) float64) Interval {
	if resamples == 0 {
		resamples = Resamples
	}
	if n < 0 || resamples < 40 {
		panic("eval: Bootstrap needs at least 40 resamples of a number of observations")
	}
	if n == 0 {
		return Interval{Mean: math.NaN(), Low: math.NaN(), High: math.NaN()}
	}
	idx := make([]int, n)
	for i := range idx {
		idx[i] = i
	}
	out := Interval{Mean: stat(idx), Low: math.NaN(), High: math.NaN(), N: n}
	r := rng.New(seed, "bootstrap")
	var drawn []float64
	for range resamples {
		for i := range idx {
			idx[i] = r.IntN(n)
		}
		if x := stat(idx); x == x {
			drawn = append(drawn, x)
		}
	}
	if 2*len(drawn) < resamples {
		return out
	}
	slices.Sort(drawn)
	k := max((len(drawn)+1)/40, 1)
	out.Low, out.High = drawn[k-1], drawn[len(drawn)-k]
	return out
}

// WinRateBootstrap is [WinRate] with the bootstrap's interval over the openings: it
// knows that ties vary less, so it is narrower than Wilson's where many are.
func WinRateBootstrap(new, old []float64, seed uint64, resamples int) Interval {
	if len(new) != len(old) {
		panic("eval: WinRateBootstrap needs a score of each model for every opening")
	}
	return Bootstrap(len(new), seed, resamples, func(idx []int) float64 {
		wins := 0.0
		for _, i := range idx {
			wins += beats(new[i], old[i])
		}
		return wins / float64(len(idx))
	})
}

// beats is 1 if a is the greater, ½ if both are equal, else 0.
func beats(a, b float64) float64 {
	switch {
	case a > b:
		return 1
	case a == b:
		return 0.5
	}
	return 0
}
