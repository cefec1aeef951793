package kernel_test

import (
	"testing"

	"preflab/core/kernel"
	"preflab/core/kernel/kerneltest"
)

func TestPeakDoesItsSum(t *testing.T) {
	if _, ok := kernel.Peak(0); !ok {
		t.Skip("no vectors in this build")
	}
	kerneltest.Peak(t, func(rounds int) float32 {
		sum, _ := kernel.Peak(rounds)
		return sum
	})
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
