package simd

import (
	"unsafe"

	"preflab/core/kernel"
)

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
