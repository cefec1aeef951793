package simd

import (
	"unsafe"

	"preflab/core/kernel"
)

// fit panics unless shapes fit. The module checks nothing, and a write past a
// slice would land in Go's heap.
func fit(ok bool) {
	if !ok {
		panic("simd: shapes that do not fit")
	}
}

// fitProduct holds C to op(A) (m,k) · B (k,n).
func fitProduct(c, a, b kernel.Mat, m, k int) { fit(c.R == m && b.R == k && c.C == b.C) }

// fitTranspose holds D (n,m) to A (m,n).
func fitTranspose(d, a kernel.Mat) { fit(d.R == a.C && d.C == a.R) }

// at returns where m starts and the bytes between its rows, having checked that
// its data reach as far as its shape says. An empty view starts nowhere.
func at(m kernel.Mat) (unsafe.Pointer, int32) {
	if m.R == 0 || m.C == 0 {
		return nil, 0
	}
	fit(m.R > 0 && m.C > 0 && m.Stride >= 0 && (m.R-1)*m.Stride+m.C <= len(m.Data))
	return unsafe.Pointer(unsafe.SliceData(m.Data)), int32(4 * m.Stride)
}

// first returns where the first n elements of x start, having checked that they
// are there.
func first[T float32 | int32](x []T, n int) unsafe.Pointer {
	fit(len(x) >= n)
	return unsafe.Pointer(unsafe.SliceData(x))
}
