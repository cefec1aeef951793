package toy_test

import (
	"math"
	"slices"
	"testing"

	"preflab/core/loss"
)

// TestIPOOfTwoAnswers: where answer 1 always wins, IPO stops at σ(1/2τ) (Azar et al.
// 2023, section 5.4), which DPO would run past; a label of q stops at (2q−1) of that
// margin. On answers of one token the mean over tokens is the sum.
func TestIPOOfTwoAnswers(t *testing.T) {
	for _, name := range []string{"ipo_sum", "ipo"} {
		for _, c := range []struct{ tau, q, want float64 }{
			{0.1, 1, 0.993307},
			{1, 1, 0.622459},
			{0.1, 0.7, sigmoid(0.4 * 5)},
			{1, 0.5, 0.5},
		} {
			l := loss.DPO{Beta: c.tau, Type: slices.Index(loss.DPOTypes, name)}
			if got := math.Exp(bandit(l, c.q, 1500)[1]); math.Abs(got-c.want) > 1e-5 {
				t.Errorf("%s, τ %v, q %v: got %v, want %v", name, c.tau, c.q, got, c.want)
			}
		}
	}
}
