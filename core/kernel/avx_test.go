//go:build goexperiment.simd && amd64

package kernel_test

import (
	"simd/archsimd"
	"testing"

	"preflab/core/kernel"
	"preflab/core/kernel/kerneltest"
)

// TestAVXIsRef holds the AVX kernels to the definition, bit for bit.
func TestAVXIsRef(t *testing.T) {
	t.Run("AVX", func(t *testing.T) {
		if !archsimd.X86.AVX2() {
			t.Skip("this processor has no AVX2")
		}
		kerneltest.Run(t, kernel.AVX{})
	})
	t.Run("AVX-512", func(t *testing.T) {
		if !archsimd.X86.AVX512() {
			t.Skip("this processor has no AVX-512")
		}
		kerneltest.Run(t, kernel.AVX512{})
	})
}
