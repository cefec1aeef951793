package simd

import (
	"os"
	"testing"

	"preflab/core/kernel/kerneltest"
)

// TestVectorsInGoMemory holds the kernel to Ref as the page runs it: on Go's own
// memory, through the loader.
func TestVectorsInGoMemory(t *testing.T) {
	k, ok := New()
	if os.Getenv("PREFLAB_NO_SIMD") != "" {
		if ok {
			t.Fatal("New returned a kernel over stubs")
		}
		return
	}
	if !ok {
		t.Fatal("the loader left the kernel out")
	}
	kerneltest.Run(t, k)
	testTopOfZeros(t, k)
	kerneltest.Peak(t, func(rounds int) float32 {
		sum, _ := Peak(rounds)
		return sum
	})
}
