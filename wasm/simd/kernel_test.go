package simd

import (
	"fmt"
	"math"
	"testing"

	"preflab/core/kernel"
)

// testTopOfZeros holds the sign of a maximum that is zero to Ref's: kernels may
// take a maximum in any order, and this one takes it twice to get that right.
func testTopOfZeros(t *testing.T, k kernel.Kernel) {
	minus := float32(math.Copysign(0, -1))
	for _, row := range [][]float32{{minus, minus, minus}, {minus, 0, minus, -1, -2}, {0, minus, minus, minus, minus, minus}, {-1, minus}} {
		t.Run(fmt.Sprint(row), func(t *testing.T) {
			top, s := make([]float32, 2), make([]float32, 1)
			kernel.Ref{}.SumExp(top[1:], s, s, kernel.M(row, 1, len(row)))
			k.SumExp(top[:1], make([]float32, 1), make([]float32, 1), kernel.M(row, 1, len(row)))
			if got, want := math.Float32bits(top[0]), math.Float32bits(top[1]); got != want {
				t.Errorf("top: got %x, want %x", got, want)
			}
		})
	}
}
