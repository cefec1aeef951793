// Package kerneltest holds any kernel to [kernel.Ref], bit for bit: ragged
// tails, empty and single sizes, strided and unaligned views, saturated
// exponentials, and nothing written outside the outputs.
package kerneltest

import (
	"fmt"
	"testing"

	"preflab/core/kernel"
)

// A call is one invocation of an operation: it lays out its operands in an arena
// and returns the call to make on them.
type call func(a *arena) func(k kernel.Kernel)

// Run checks every operation of k against [kernel.Ref].
func Run(t *testing.T, k kernel.Kernel) {
	for _, op := range []struct {
		name string
		run  func(t *testing.T, k kernel.Kernel)
	}{
		{"MatMul", matMul}, {"MatMulT", matMulT}, {"Transpose", transpose}, {"Add", add},
		{"RMSNorm", rmsNorm}, {"RMSNormBack", rmsNormBack}, {"Rope", rope},
		{"Softmax", softmax}, {"SoftmaxBack", softmaxBack},
		{"SwiGLU", swiGLU}, {"SwiGLUBack", swiGLUBack}, {"Exp", expSweep},
		{"SumExp", sumExp}, {"HeadBack", headBack},
		{"SumSquares", sumSquares}, {"AdamW", adamW}, {"Misfits", misfits},
	} {
		t.Run(op.name, func(t *testing.T) { op.run(t, k) })
	}
}

// check makes the same call on k and on Ref, in equal arenas, and compares all
// of their memory.
func check(t *testing.T, k kernel.Kernel, c call, format string, args ...any) {
	t.Helper()
	got, want := newArena(1), newArena(1)
	c(got)(k)
	c(want)(kernel.Ref{})
	if alloc, at, x, y, found := differs(got, want); found {
		t.Fatalf("%s: operand %d at %d: got %x (%v), want %x (%v)",
			fmt.Sprintf(format, args...), alloc, at, x, x, y, y)
	}
}

// The sizes of a row: every tail of registers of 4 and 8 floats, and a few long
// ones.
var rowSizes = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 23, 24, 31, 32, 33, 40, 67, 96, 130}

// Rows, gaps between rows and inputs that every row operation is tried with.
var (
	rowCounts = []int{0, 1, 2, 5}
	gaps      = []int{0, 3}
)

// rows runs body for every combination of row count, row size and gap.
func rows(body func(m, n, gap int)) {
	for _, m := range rowCounts {
		for _, n := range rowSizes {
			for _, gap := range gaps {
				body(m, n, gap)
			}
		}
	}
}
