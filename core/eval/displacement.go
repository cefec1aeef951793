package eval

import (
	"math"

	"preflab/core/exact"
)

// A Shift is what training did to the probabilities of pairs, in means over them.
type Shift struct {
	Chosen    float64 `json:"chosen"`   // change of log π(y_c), nats
	Rejected  float64 `json:"rejected"` // change of log π(y_r), nats
	Displaced float64 `json:"displaced"`
	Elsewhere float64 `json:"elsewhere"`     // change of 1 − π(y_c) − π(y_r)
	LogElse   float64 `json:"log_elsewhere"` // change of its logarithm, nats
	N         int     `json:"n"`
}

// Displacement measures where probability went, given the summed log-probabilities
// of each pair's answers before and after training. Displaced is the share of
// pairs whose chosen answer became less likely: the margin can grow that way too,
// if the rejected answer falls further, and then what they lost went elsewhere.
//
//	Elsewhere = mean of  s_before − s_after,   s = e^log π(y_c) + e^log π(y_r)
//	LogElse   = mean of  log(1−s_after) − log(1−s_before)
//
// Whole answers have probabilities of e^−20 and less, so both are tiny; they keep
// their digits, since 1 − s is never formed, and Chosen and Rejected are what to
// plot. Where rounding lets log s reach 0 it is taken as −1e-7, the rounding of a
// float32. The answers of a pair should differ. No pairs give NaN; it panics if the
// lengths differ.
//
// Source: Razin et al. 2024 (arXiv:2410.08847), definition 1.
func Displacement(chosenBefore, rejectedBefore, chosenAfter, rejectedAfter []float64) Shift {
	n := len(chosenBefore)
	if len(rejectedBefore) != n || len(chosenAfter) != n || len(rejectedAfter) != n {
		panic("eval: Displacement needs two answers before and after for every pair")
	}
	s := Shift{N: n}
	for i := range n {
		s.Chosen += chosenAfter[i] - chosenBefore[i]
		s.Rejected += rejectedAfter[i] - rejectedBefore[i]
		if chosenAfter[i] < chosenBefore[i] {
			s.Displaced++
		}
		before, after := logBoth(chosenBefore[i], rejectedBefore[i]), logBoth(chosenAfter[i], rejectedAfter[i])
		s.Elsewhere += exact.Exp(before) - exact.Exp(after)
		s.LogElse += exact.Log1mExp(after) - exact.Log1mExp(before)
	}
	for _, x := range []*float64{&s.Chosen, &s.Rejected, &s.Displaced, &s.Elsewhere, &s.LogElse} {
		*x /= float64(n)
	}
	return s
}

// logBoth is log(e^a + e^b), held below 0.
func logBoth(a, b float64) float64 {
	return min(max(a, b)+exact.Log1p(exact.Exp(-math.Abs(a-b))), -1e-7)
}
