package simd

import "preflab/core/kernel"

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
