package kerneltest

import (
	"testing"

	"preflab/core/kernel"
)

// Peak holds the peak's measurement to the work that it is credited with: what the
// largest of its chains comes to.
func Peak(t *testing.T, peak func(rounds int) float32) {
	t.Helper()
	for _, rounds := range []int{0, 1, 3} {
		want := float32(0)
		for chain := range kernel.PeakChains {
			s := float32(chain)
			for range rounds * kernel.PeakSteps {
				s = float32(s*kernel.PeakFactor) + 1
			}
			want = max(want, s)
		}
		if got := peak(rounds); got != want {
			t.Errorf("peak of %d rounds: got %v, want %v", rounds, got, want)
		}
	}
}
