//go:build goexperiment.simd && amd64

package kernel

import "unsafe"

// MatMul implements [Kernel].
func (AVX) MatMul(c, a, b Mat, accumulate bool) {
	checkMatMul(c, a, b, a.R, a.C)
	matmul(c, operand{a.Data, a.Stride, 1}, b, a.C, 16, accumulate)
}

// MatMulT implements [Kernel].
func (AVX) MatMulT(c, a, b Mat, accumulate bool) {
	checkMatMul(c, a, b, a.C, a.R)
	matmul(c, operand{a.Data, 1, a.Stride}, b, a.R, 16, accumulate)
}

// operand is the left side of a product: element (i,k) is data[i*si + k*sk].
type operand struct {
	data   []float32
	si, sk int
}

// block is how many of the inner dimension are summed before the next columns:
// 16 columns of so many rows stay in the first-level cache. Partial sums wait in
// C, which does not change a bit.
const block = 256

// matmul covers C with tiles: 4 rows by widest columns, which is 16 or 32, then
// by 16, then 8, then single ones. Fewer rows than four take 64 columns at a time, so
// that as many sums are under way.
func matmul(c Mat, a operand, b Mat, k, widest int, accumulate bool) {
	if c.R == 0 || c.C == 0 {
		return
	}
	if k == 0 {
		if !accumulate {
			for i := range c.R {
				clear(c.Row(i))
			}
		}
		return
	}
	_, _, _ = c.Data[(c.R-1)*c.Stride+c.C-1], a.data[(c.R-1)*a.si+(k-1)*a.sk], b.Data[(k-1)*b.Stride+c.C-1]
	if c.R < 4 {
		widest = 64
	}
	for j := 0; j < c.C; {
		w := widest
		for w > c.C-j {
			w /= 2
		}
		if w < 8 {
			matmulTail(c, a, b, k, j, accumulate)
			return
		}
		for k0 := 0; k0 < k; k0 += block {
			columns(c, a, b, j, w, k0, min(k-k0, block), accumulate || k0 > 0)
		}
		j += w
	}
}

// columns computes w columns from j on over inner rows k0 to k0+n.
func columns(c Mat, a operand, b Mat, j, w, k0, n int, accumulate bool) {
	t := tile{
		ldc: uintptr(c.Stride) * 4, si: uintptr(a.si) * 4, sk: uintptr(a.sk) * 4, ldb: uintptr(b.Stride) * 4,
		b: unsafe.Pointer(&b.Data[k0*b.Stride+j]), n: n, accumulate: accumulate,
	}
	i := 0
	for ; i+4 <= c.R; i += 4 {
		t.c, t.a = unsafe.Pointer(&c.Data[i*c.Stride+j]), unsafe.Pointer(&a.data[i*a.si+k0*a.sk])
		switch w {
		case 32:
			t.by4x32()
		case 16:
			t.by4x16()
		default:
			t.by4x8()
		}
	}
	for ; i < c.R; i++ {
		t.c, t.a = unsafe.Pointer(&c.Data[i*c.Stride+j]), unsafe.Pointer(&a.data[i*a.si+k0*a.sk])
		switch w {
		case 64:
			t.by1x64()
		case 32:
			t.by1x32()
		case 16:
			t.by1x16()
		default:
			t.by1x8()
		}
	}
}

// matmulTail computes the last columns, fewer than eight, one by one.
func matmulTail(c Mat, a operand, b Mat, k, j int, accumulate bool) {
	for i := range c.R {
		ci := c.Row(i)[j:]
		if !accumulate {
			clear(ci)
		}
		for kk := range k {
			axpy(ci, a.data[i*a.si+kk*a.sk], b.Row(kk)[j:])
		}
	}
}

// A tile is one register-sized piece of a product: pointers to its first
// elements, and strides in bytes. The loops keep offsets and make pointers from
// them: a pointer stepped past the end of a slice would trip the collector.
type tile struct {
	c, a, b          unsafe.Pointer
	ldc, si, sk, ldb uintptr
	n                int
	accumulate       bool
}

// by4x16 holds 4 rows of 16 columns in eight registers while it walks the inner
// dimension upwards.
func (t *tile) by4x16() {
	c, ldc := t.c, t.ldc
	var r00, r01, r10, r11, r20, r21, r30, r31 vec8
	if t.accumulate {
		r00, r01 = load8(c), load8(unsafe.Add(c, 32))
		r10, r11 = load8(unsafe.Add(c, ldc)), load8(unsafe.Add(c, ldc+32))
		r20, r21 = load8(unsafe.Add(c, 2*ldc)), load8(unsafe.Add(c, 2*ldc+32))
		r30, r31 = load8(unsafe.Add(c, 3*ldc)), load8(unsafe.Add(c, 3*ldc+32))
	}
	si, sk, ldb := t.si, t.sk, t.ldb
	si2, si3 := 2*si, 3*si
	for k, oa, ob := t.n, uintptr(0), uintptr(0); k > 0; k, oa, ob = k-1, oa+sk, ob+ldb {
		a, b := unsafe.Add(t.a, oa), unsafe.Add(t.b, ob)
		b0, b1 := load8(b), load8(unsafe.Add(b, 32))
		x := all8(*(*float32)(a))
		r00, r01 = r00.Add(x.Mul(b0)), r01.Add(x.Mul(b1))
		x = all8(*(*float32)(unsafe.Add(a, si)))
		r10, r11 = r10.Add(x.Mul(b0)), r11.Add(x.Mul(b1))
		x = all8(*(*float32)(unsafe.Add(a, si2)))
		r20, r21 = r20.Add(x.Mul(b0)), r21.Add(x.Mul(b1))
		x = all8(*(*float32)(unsafe.Add(a, si3)))
		r30, r31 = r30.Add(x.Mul(b0)), r31.Add(x.Mul(b1))
	}
	store8(c, r00)
	store8(unsafe.Add(c, 32), r01)
	store8(unsafe.Add(c, ldc), r10)
	store8(unsafe.Add(c, ldc+32), r11)
	store8(unsafe.Add(c, 2*ldc), r20)
	store8(unsafe.Add(c, 2*ldc+32), r21)
	store8(unsafe.Add(c, 3*ldc), r30)
	store8(unsafe.Add(c, 3*ldc+32), r31)
}

// by4x8 is by4x16 on eight columns.
func (t *tile) by4x8() {
	c, ldc := t.c, t.ldc
	var r0, r1, r2, r3 vec8
	if t.accumulate {
		r0, r1, r2, r3 = load8(c), load8(unsafe.Add(c, ldc)), load8(unsafe.Add(c, 2*ldc)), load8(unsafe.Add(c, 3*ldc))
	}
	si, sk, ldb := t.si, t.sk, t.ldb
	for k, oa, ob := t.n, uintptr(0), uintptr(0); k > 0; k, oa, ob = k-1, oa+sk, ob+ldb {
		a, b0 := unsafe.Add(t.a, oa), load8(unsafe.Add(t.b, ob))
		r0 = r0.Add(all8(*(*float32)(a)).Mul(b0))
		r1 = r1.Add(all8(*(*float32)(unsafe.Add(a, si))).Mul(b0))
		r2 = r2.Add(all8(*(*float32)(unsafe.Add(a, 2*si))).Mul(b0))
		r3 = r3.Add(all8(*(*float32)(unsafe.Add(a, 3*si))).Mul(b0))
	}
	store8(c, r0)
	store8(unsafe.Add(c, ldc), r1)
	store8(unsafe.Add(c, 2*ldc), r2)
	store8(unsafe.Add(c, 3*ldc), r3)
}

// by1x64 is one row of 64 columns in eight registers.
func (t *tile) by1x64() {
	c := t.c
	var r0, r1, r2, r3, r4, r5, r6, r7 vec8
	if t.accumulate {
		r0, r1, r2, r3 = load8(c), load8(unsafe.Add(c, 32)), load8(unsafe.Add(c, 64)), load8(unsafe.Add(c, 96))
		r4, r5, r6, r7 = load8(unsafe.Add(c, 128)), load8(unsafe.Add(c, 160)), load8(unsafe.Add(c, 192)), load8(unsafe.Add(c, 224))
	}
	sk, ldb := t.sk, t.ldb
	for k, oa, ob := t.n, uintptr(0), uintptr(0); k > 0; k, oa, ob = k-1, oa+sk, ob+ldb {
		x, b := all8(*(*float32)(unsafe.Add(t.a, oa))), unsafe.Add(t.b, ob)
		r0, r1 = r0.Add(x.Mul(load8(b))), r1.Add(x.Mul(load8(unsafe.Add(b, 32))))
		r2, r3 = r2.Add(x.Mul(load8(unsafe.Add(b, 64)))), r3.Add(x.Mul(load8(unsafe.Add(b, 96))))
		r4, r5 = r4.Add(x.Mul(load8(unsafe.Add(b, 128)))), r5.Add(x.Mul(load8(unsafe.Add(b, 160))))
		r6, r7 = r6.Add(x.Mul(load8(unsafe.Add(b, 192)))), r7.Add(x.Mul(load8(unsafe.Add(b, 224))))
	}
	store8(c, r0)
	store8(unsafe.Add(c, 32), r1)
	store8(unsafe.Add(c, 64), r2)
	store8(unsafe.Add(c, 96), r3)
	store8(unsafe.Add(c, 128), r4)
	store8(unsafe.Add(c, 160), r5)
	store8(unsafe.Add(c, 192), r6)
	store8(unsafe.Add(c, 224), r7)
}

// by1x32 is by1x64 on half as many columns.
func (t *tile) by1x32() {
	c := t.c
	var r0, r1, r2, r3 vec8
	if t.accumulate {
		r0, r1, r2, r3 = load8(c), load8(unsafe.Add(c, 32)), load8(unsafe.Add(c, 64)), load8(unsafe.Add(c, 96))
	}
	for k, oa, ob := t.n, uintptr(0), uintptr(0); k > 0; k, oa, ob = k-1, oa+t.sk, ob+t.ldb {
		x, b := all8(*(*float32)(unsafe.Add(t.a, oa))), unsafe.Add(t.b, ob)
		r0, r1 = r0.Add(x.Mul(load8(b))), r1.Add(x.Mul(load8(unsafe.Add(b, 32))))
		r2, r3 = r2.Add(x.Mul(load8(unsafe.Add(b, 64)))), r3.Add(x.Mul(load8(unsafe.Add(b, 96))))
	}
	store8(c, r0)
	store8(unsafe.Add(c, 32), r1)
	store8(unsafe.Add(c, 64), r2)
	store8(unsafe.Add(c, 96), r3)
}

// by1x16 is by1x64 on a quarter of the columns.
func (t *tile) by1x16() {
	c := t.c
	var r0, r1 vec8
	if t.accumulate {
		r0, r1 = load8(c), load8(unsafe.Add(c, 32))
	}
	for k, oa, ob := t.n, uintptr(0), uintptr(0); k > 0; k, oa, ob = k-1, oa+t.sk, ob+t.ldb {
		x, b := all8(*(*float32)(unsafe.Add(t.a, oa))), unsafe.Add(t.b, ob)
		r0, r1 = r0.Add(x.Mul(load8(b))), r1.Add(x.Mul(load8(unsafe.Add(b, 32))))
	}
	store8(c, r0)
	store8(unsafe.Add(c, 32), r1)
}

// by1x8 is one row of eight columns.
func (t *tile) by1x8() {
	var r vec8
	if t.accumulate {
		r = load8(t.c)
	}
	for k, oa, ob := t.n, uintptr(0), uintptr(0); k > 0; k, oa, ob = k-1, oa+t.sk, ob+t.ldb {
		r = r.Add(all8(*(*float32)(unsafe.Add(t.a, oa))).Mul(load8(unsafe.Add(t.b, ob))))
	}
	store8(t.c, r)
}
