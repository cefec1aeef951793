//go:build goexperiment.simd && amd64

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// AVX512 is the kernel for amd64 processors with AVX-512: products take sixteen
// floats at a time, and the rest is [AVX]. Sums keep their eight lanes.
type AVX512 struct{ AVX }

var _ Kernel = AVX512{}

// Name implements [Kernel].
func (AVX512) Name() string { return "AVX-512" }

// MatMul implements [Kernel].
func (AVX512) MatMul(c, a, b Mat, accumulate bool) {
	checkMatMul(c, a, b, a.R, a.C)
	matmul(c, operand{a.Data, a.Stride, 1}, b, a.C, 32, accumulate)
}

// MatMulT implements [Kernel].
func (AVX512) MatMulT(c, a, b Mat, accumulate bool) {
	checkMatMul(c, a, b, a.C, a.R)
	matmul(c, operand{a.Data, 1, a.Stride}, b, a.R, 32, accumulate)
}

type vec16 = archsimd.Float32x16

func load16(p unsafe.Pointer) vec16     { return archsimd.LoadFloat32x16((*[16]float32)(p)) }
func store16(p unsafe.Pointer, v vec16) { v.Store((*[16]float32)(p)) }
func all16(x float32) vec16             { return archsimd.BroadcastFloat32x16(x) }

// by4x32 is by4x16 in registers twice as wide.
func (t *tile) by4x32() {
	c, ldc := t.c, t.ldc
	var r00, r01, r10, r11, r20, r21, r30, r31 vec16
	if t.accumulate {
		r00, r01 = load16(c), load16(unsafe.Add(c, 64))
		r10, r11 = load16(unsafe.Add(c, ldc)), load16(unsafe.Add(c, ldc+64))
		r20, r21 = load16(unsafe.Add(c, 2*ldc)), load16(unsafe.Add(c, 2*ldc+64))
		r30, r31 = load16(unsafe.Add(c, 3*ldc)), load16(unsafe.Add(c, 3*ldc+64))
	}
	si, sk, ldb := t.si, t.sk, t.ldb
	si2, si3 := 2*si, 3*si
	for k, oa, ob := t.n, uintptr(0), uintptr(0); k > 0; k, oa, ob = k-1, oa+sk, ob+ldb {
		a, b := unsafe.Add(t.a, oa), unsafe.Add(t.b, ob)
		b0, b1 := load16(b), load16(unsafe.Add(b, 64))
		x := all16(*(*float32)(a))
		r00, r01 = r00.Add(x.Mul(b0)), r01.Add(x.Mul(b1))
		x = all16(*(*float32)(unsafe.Add(a, si)))
		r10, r11 = r10.Add(x.Mul(b0)), r11.Add(x.Mul(b1))
		x = all16(*(*float32)(unsafe.Add(a, si2)))
		r20, r21 = r20.Add(x.Mul(b0)), r21.Add(x.Mul(b1))
		x = all16(*(*float32)(unsafe.Add(a, si3)))
		r30, r31 = r30.Add(x.Mul(b0)), r31.Add(x.Mul(b1))
	}
	store16(c, r00)
	store16(unsafe.Add(c, 64), r01)
	store16(unsafe.Add(c, ldc), r10)
	store16(unsafe.Add(c, ldc+64), r11)
	store16(unsafe.Add(c, 2*ldc), r20)
	store16(unsafe.Add(c, 2*ldc+64), r21)
	store16(unsafe.Add(c, 3*ldc), r30)
	store16(unsafe.Add(c, 3*ldc+64), r31)
}
