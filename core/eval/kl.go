package eval

import (
	"math"

	"preflab/core/exact"
)

// K1 estimates KL(π‖ref) of whole sequences, in nats, from one that π wrote, given
// logr = log ref − log π of each of its tokens:
//
//	k1 = Σ_t −logr_t
//
// Unbiased; of a single sequence it may well be negative.
//
// Source: Schulman 2020, http://joschu.net/blog/kl-approx.html.
func K1(logr []float64) float64 {
	sum := 0.0
	for _, x := range logr {
		sum -= x
	}
	return sum
}

// K3 estimates the same from the same, and is never negative:
//
//	k3 = Σ_t ( e^logr_t − 1 − logr_t )
//
// Unbiased, since given the tokens before it the mean of e^logr_t is 1 (where π
// gives weight to all that ref does: tokens cut off by top-k or top-p bias it). Its
// variance is small where the models are near and grows with e^logr where not.
//
// Source: Schulman 2020; summed over tokens as in TRL's PPO.
func K3(logr []float64) float64 {
	sum := 0.0
	for _, x := range logr {
		sum += k3(x)
	}
	return sum
}

// k3 is e^x − 1 − x. Near 0 that cancels; there it is its series, whose next term
// is below x⁵/2520 = 4e-14 of the whole.
func k3(x float64) float64 {
	if math.Abs(x) > 0.01 {
		return exact.Exp(x) - 1 - x
	}
	p := 1.0
	for n := 6.0; n >= 3; n-- {
		p = 1 + float64(p*x)/n
	}
	return float64(float64(x*x)*p) / 2
}
