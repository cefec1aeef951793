package kerneltest

import (
	"testing"

	"preflab/core/kernel"
)

// The edges of register tiles (rows and columns) and of blocks over k.
var (
	productRows   = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13}
	productCols   = []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 15, 16, 17, 20, 24, 31, 32, 35, 67}
	productInners = []int{0, 1, 2, 3, 7, 16, 33}
	// Shapes of training, and blocks crossed with ragged ends.
	productShapes = [][3]int{{70, 300, 96}, {33, 1100, 45}, {1, 700, 130}, {96, 16, 96}, {96, 96, 16}, {19, 530, 270}}
)

func matMul(t *testing.T, k kernel.Kernel) {
	products(func(m, inner, n, gap int, accumulate bool, gen draw) {
		check(t, k, func(ar *arena) func(kernel.Kernel) {
			c, a, b := ar.mat(m, n, gap, gen), ar.mat(m, inner, 2*gap, gen), ar.mat(inner, n, gap, gen)
			return func(k kernel.Kernel) { k.MatMul(c, a, b, accumulate) }
		}, "(%d,%d)·(%d,%d), gap %d, accumulate %v", m, inner, inner, n, gap, accumulate)
	})
}

func matMulT(t *testing.T, k kernel.Kernel) {
	products(func(m, inner, n, gap int, accumulate bool, gen draw) {
		check(t, k, func(ar *arena) func(kernel.Kernel) {
			c, a, b := ar.mat(m, n, gap, gen), ar.mat(inner, m, 2*gap, gen), ar.mat(inner, n, gap, gen)
			return func(k kernel.Kernel) { k.MatMulT(c, a, b, accumulate) }
		}, "(%d,%d)ᵀ·(%d,%d), gap %d, accumulate %v", inner, m, inner, n, gap, accumulate)
	})
}

// products runs body for every combination of edges, dense and strided, with
// and without accumulation.
func products(body func(m, inner, n, gap int, accumulate bool, gen draw)) {
	shapes := productShapes
	for _, m := range productRows {
		for _, inner := range productInners {
			for _, n := range productCols {
				shapes = append(shapes, [3]int{m, inner, n})
			}
		}
	}
	for i, s := range shapes {
		gap := gaps[i%len(gaps)]
		body(s[0], s[1], s[2], gap, false, plain)
		body(s[0], s[1], s[2], gap, true, wide)
	}
}

func transpose(t *testing.T, k kernel.Kernel) {
	for _, m := range productCols {
		for _, n := range productCols {
			for _, gap := range gaps {
				check(t, k, func(ar *arena) func(kernel.Kernel) {
					d, a := ar.mat(n, m, gap, wide), ar.mat(m, n, 2*gap, wide)
					return func(k kernel.Kernel) { k.Transpose(d, a) }
				}, "(%d,%d), gap %d", m, n, gap)
			}
		}
	}
}

// misfits checks that shapes that do not fit panic instead of reading on.
func misfits(t *testing.T, k kernel.Kernel) {
	at := func(r, c int) kernel.Mat { return kernel.M(make([]float32, r*c), r, c) }
	for _, misfit := range []struct {
		name string
		call func()
	}{
		{"MatMul, rows", func() { k.MatMul(at(3, 5), at(4, 2), at(2, 5), false) }},
		{"MatMul, inner", func() { k.MatMul(at(3, 5), at(3, 2), at(4, 5), false) }},
		{"MatMul, columns", func() { k.MatMul(at(3, 5), at(3, 2), at(2, 6), false) }},
		{"MatMulT, rows", func() { k.MatMulT(at(3, 5), at(2, 4), at(2, 5), false) }},
		{"MatMulT, inner", func() { k.MatMulT(at(3, 5), at(2, 3), at(4, 5), false) }},
		{"Transpose", func() { k.Transpose(at(3, 5), at(3, 5)) }},
		{"Add", func() { k.Add(make([]float32, 3), make([]float32, 2)) }},
	} {
		if !panics(misfit.call) {
			t.Errorf("%s: no panic", misfit.name)
		}
	}
}

func panics(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}
