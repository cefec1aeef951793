//go:build !js

package simd

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"testing"

	"preflab/core/kernel/kerneltest"
	"preflab/wasm/simd/gen"
)

// TestModuleIsGenerated fails when an emitter changed and kernel.wasm did not.
func TestModuleIsGenerated(t *testing.T) {
	if !bytes.Equal(Module, gen.Kernel()) {
		t.Fatal("kernel.wasm is not what package gen writes: go generate ./wasm/simd")
	}
}

// TestVectorsUnderWazero holds the module to Ref without a browser.
func TestVectorsUnderWazero(t *testing.T) {
	m := newMachine(t)
	kerneltest.Run(t, m)
	testTopOfZeros(t, m)
	kerneltest.Peak(t, func(rounds int) float32 { return math.Float32frombits(uint32(m.run("peak", rounds))) })
}

// TestVectorsInNode runs this package's js tests in Node: the module on Go's own
// memory, and the stubs without it.
func TestVectorsInNode(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no node: the kernel is tested under wazero only")
	}
	for _, without := range []string{"", "1"} {
		cmd := exec.Command("go", "test", "-exec", "node testdata/run.cjs", "-run", "Vectors", ".")
		cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "GOEXPERIMENT=", "GOFLAGS=", "PREFLAB_NO_SIMD="+without)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("PREFLAB_NO_SIMD=%s: %v\n%s", without, err, out)
		}
	}
}
