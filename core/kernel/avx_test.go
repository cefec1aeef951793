//go:build goexperiment.simd && amd64

package kernel_test

import (
	"testing"

	"preflab/core/kernel"
	"preflab/core/kernel/kerneltest"
)

// TestAVXIsRef holds the AVX kernel to the definition, bit for bit.
func TestAVXIsRef(t *testing.T) {
	if kernel.Best().Name() != "AVX" {
		t.Skip("this processor has no AVX2")
	}
	kerneltest.Run(t, kernel.AVX{})
}
