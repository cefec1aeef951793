package kernel_test

import (
	"testing"

	"preflab/core/kernel"
)

// TestPeakDoesItsSum holds Peak to the work that it is credited with.
func TestPeakDoesItsSum(t *testing.T) {
	for _, rounds := range []int{0, 1, 3} {
		got, ok := kernel.Peak(rounds)
		if !ok {
			t.Skip("no vectors in this build")
		}
		if want := peakSum(rounds); got != want {
			t.Errorf("%d rounds: got %v, want %v", rounds, got, want)
		}
	}
}

// peakSum is what the largest chain comes to.
func peakSum(rounds int) float32 {
	most := float32(0)
	for chain := range kernel.PeakChains {
		s := float32(chain)
		for range rounds * kernel.PeakSteps {
			s = float32(s*kernel.PeakFactor) + 1
		}
		most = max(most, s)
	}
	return most
}

// BenchmarkPeak is what the 128-bit units of this processor do at most.
func BenchmarkPeak(b *testing.B) {
	const rounds = 10_000
	if _, ok := kernel.Peak(1); !ok {
		b.Skip("no vectors in this build")
	}
	for b.Loop() {
		kernel.Peak(rounds)
	}
	b.ReportMetric(rounds*kernel.PeakFlop*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}
