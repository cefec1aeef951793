//go:build goexperiment.simd && amd64

package kernel

import (
	"math"
	"simd/archsimd"
	"unsafe"

	"preflab/core/exact"
)

// AVX is the kernel for amd64 processors with AVX2, eight floats at a time. It
// is built with GOEXPERIMENT=simd. Operations that are not worth vectorising are
// inherited from [Ref].
type AVX struct{ Ref }

var _ Kernel = AVX{}

// Best returns the fastest kernel of this build that this machine can run.
func Best() Kernel {
	switch {
	case archsimd.X86.AVX512():
		return AVX512{}
	case archsimd.X86.AVX2():
		return AVX{}
	}
	return Ref{}
}

// Name implements [Kernel].
func (AVX) Name() string { return "AVX" }

type vec8 = archsimd.Float32x8

// load8 and store8 move eight floats; the caller has checked the bounds.
func load8(p unsafe.Pointer) vec8     { return archsimd.LoadFloat32x8((*[8]float32)(p)) }
func store8(p unsafe.Pointer, v vec8) { v.Store((*[8]float32)(p)) }
func all8(x float32) vec8             { return archsimd.BroadcastFloat32x8(x) }

// lanes folds a register as [Lanes] says.
func lanes(v vec8) float32 {
	var l Lanes
	v.Store((*[8]float32)(&l))
	return l.Sum()
}

// at returns the address of s[i].
func at(s []float32, i int) unsafe.Pointer { return unsafe.Pointer(&s[i]) }

// Add implements [Kernel].
func (AVX) Add(d, a []float32) {
	a = a[:len(d)]
	n := len(d) &^ 7
	for i := 0; i < n; i += 8 {
		store8(at(d, i), load8(at(d, i)).Add(load8(at(a, i))))
	}
	Ref{}.Add(d[n:], a[n:])
}

// SumSquares implements [Kernel].
func (AVX) SumSquares(x []float32) float32 {
	n := len(x) &^ 7
	s := all8(0)
	for i := 0; i < n; i += 8 {
		v := load8(at(x, i))
		s = s.Add(v.Mul(v))
	}
	var l Lanes
	s.Store((*[8]float32)(&l))
	for j, v := range x[n:] {
		l[j] += float32(v * v)
	}
	return l.Sum()
}

// AdamW implements [Kernel].
func (AVX) AdamW(w, g, m, v []float32, a AdamW) {
	n := len(w) &^ 7
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	beta1, beta2, scale := all8(a.Beta1), all8(a.Beta2), all8(a.Scale)
	b1, b2, decay := all8(1-a.Beta1), all8(1-a.Beta2), all8(a.LR*a.Decay)
	lr, eps, bias1, bias2 := all8(a.LR), all8(a.Eps), all8(a.Bias1), all8(a.Bias2)
	for i := 0; i < n; i += 8 {
		gi := load8(at(g, i)).Mul(scale)
		mi := beta1.Mul(load8(at(m, i))).Add(b1.Mul(gi))
		vi := beta2.Mul(load8(at(v, i))).Add(b2.Mul(gi).Mul(gi))
		store8(at(m, i), mi)
		store8(at(v, i), vi)
		step := lr.Mul(mi.Div(bias1)).Div(vi.Div(bias2).Sqrt().Add(eps))
		wi := load8(at(w, i))
		store8(at(w, i), wi.Sub(decay.Mul(wi)).Sub(step))
	}
	Ref{}.AdamW(w[n:], g[n:], m[n:], v[n:], a)
}

// The constants of [exact.Exp32], eight times each: loading a register costs less
// than filling one.
var (
	expLow, expHigh    = splat(-87), splat(88)
	expLog2E           = splat(1.44269504088896341)
	expLn2Hi, expLn2Lo = splat(0.693359375), splat(-2.12194440e-4)
	expPoly            = [6][8]float32{
		splat(1.9875691500e-4), splat(1.3981999507e-3), splat(8.3334519073e-3),
		splat(4.1665795894e-2), splat(1.6666665459e-1), splat(5.0000001201e-1),
	}
	ones    = splat(1)
	expBias = [8]int32{127, 127, 127, 127, 127, 127, 127, 127}
)

func splat(x float32) (v [8]float32) {
	for i := range v {
		v[i] = x
	}
	return v
}

func ld(c *[8]float32) vec8 { return archsimd.LoadFloat32x8(c) }

// exp8 is [exact.Exp32] on eight floats.
func exp8(x vec8) vec8 {
	x = x.Max(ld(&expLow)).Min(ld(&expHigh))
	n := x.Mul(ld(&expLog2E)).RoundToEven()
	r := x.Sub(n.Mul(ld(&expLn2Hi)))
	r = r.Sub(n.Mul(ld(&expLn2Lo)))
	p := ld(&expPoly[0])
	p = p.Mul(r).Add(ld(&expPoly[1]))
	p = p.Mul(r).Add(ld(&expPoly[2]))
	p = p.Mul(r).Add(ld(&expPoly[3]))
	p = p.Mul(r).Add(ld(&expPoly[4]))
	p = p.Mul(r).Add(ld(&expPoly[5]))
	p = p.Mul(r).Mul(r).Add(r)
	p = p.Add(ld(&ones))
	e := n.ConvertToInt32().Add(archsimd.LoadInt32x8(&expBias)).ShiftAllLeft(23)
	return p.Mul(e.AsFloat32x8())
}

// RMSNorm implements [Kernel].
func (AVX) RMSNorm(out Mat, inv []float32, x Mat, w []float32, eps float32) {
	if x.C&7 != 0 {
		Ref{}.RMSNorm(out, inv, x, w, eps)
		return
	}
	for i := range x.R {
		xi, oi := x.Row(i), out.Row(i)
		s := all8(0)
		for j := 0; j < len(xi); j += 8 {
			v := load8(at(xi, j))
			s = s.Add(v.Mul(v))
		}
		inv[i] = 1 / sqrt(lanes(s)/float32(x.C)+eps)
		r := all8(inv[i])
		for j := 0; j < len(xi); j += 8 {
			store8(at(oi, j), load8(at(xi, j)).Mul(r).Mul(load8(at(w, j))))
		}
	}
}

// RMSNormBack implements [Kernel].
func (AVX) RMSNormBack(dx Mat, dw []float32, dout, x Mat, w, inv []float32) {
	if x.C&7 != 0 {
		Ref{}.RMSNormBack(dx, dw, dout, x, w, inv)
		return
	}
	for i := range x.R {
		xi, di, dxi, r := x.Row(i), dout.Row(i), dx.Row(i), inv[i]
		s := all8(0)
		for j := 0; j < len(xi); j += 8 {
			s = s.Add(load8(at(di, j)).Mul(load8(at(w, j))).Mul(load8(at(xi, j))))
		}
		c := all8(float32(float32(float32(r*r)*r)/float32(x.C)) * lanes(s))
		r8 := all8(r)
		for j := 0; j < len(xi); j += 8 {
			d, v := load8(at(di, j)), load8(at(xi, j))
			g := d.Mul(load8(at(w, j))).Mul(r8).Sub(v.Mul(c))
			store8(at(dxi, j), load8(at(dxi, j)).Add(g))
			store8(at(dw, j), load8(at(dw, j)).Add(d.Mul(v.Mul(r8))))
		}
	}
}

// Rope implements [Kernel].
func (AVX) Rope(x, cos, sin Mat, d int, dir float32) {
	h := d / 2
	if h&7 != 0 {
		Ref{}.Rope(x, cos, sin, d, dir)
		return
	}
	dir8 := all8(dir)
	for i := range x.R {
		xi, ci, si := x.Row(i), cos.Row(i), sin.Row(i)
		for k := 0; k < x.C; k += d {
			for j := 0; j < h; j += 8 {
				a, b := load8(at(xi, k+j)), load8(at(xi, k+j+h))
				c, s := load8(at(ci, j)), load8(at(si, j)).Mul(dir8)
				store8(at(xi, k+j), a.Mul(c).Sub(b.Mul(s)))
				store8(at(xi, k+j+h), b.Mul(c).Add(a.Mul(s)))
			}
		}
	}
}

// Softmax implements [Kernel].
func (AVX) Softmax(p Mat, scale float32, base int) {
	for i := range p.R {
		row := p.Row(i)
		n := min(base+i+1, p.C)
		clear(row[n:])
		row = row[:n]
		v := n &^ 7
		top := scaled(row, scale)
		s, t := all8(0), all8(top)
		for j := 0; j < v; j += 8 {
			e := exp8(load8(at(row, j)).Sub(t))
			store8(at(row, j), e)
			s = s.Add(e)
		}
		var l Lanes
		s.Store((*[8]float32)(&l))
		for j := v; j < n; j++ {
			row[j] = exact.Exp32(row[j] - top)
			l[j&7] += row[j]
		}
		r := 1 / l.Sum()
		by := all8(r)
		for j := 0; j < v; j += 8 {
			store8(at(row, j), load8(at(row, j)).Mul(by))
		}
		for j := v; j < n; j++ {
			row[j] *= r
		}
	}
}

// scaled multiplies a row and returns its largest element. The order of comparisons
// does not change which it is.
func scaled(row []float32, scale float32) float32 {
	top, v := float32(math.Inf(-1)), len(row)&^7
	m, by := all8(top), all8(scale)
	for j := 0; j < v; j += 8 {
		x := load8(at(row, j)).Mul(by)
		store8(at(row, j), x)
		m = m.Max(x)
	}
	var l Lanes
	m.Store((*[8]float32)(&l))
	for _, x := range l {
		top = max(top, x)
	}
	for j := v; j < len(row); j++ {
		row[j] *= scale
		top = max(top, row[j])
	}
	return top
}

// SwiGLU implements [Kernel].
func (AVX) SwiGLU(out, gu Mat) {
	f := out.C
	if f&7 != 0 {
		Ref{}.SwiGLU(out, gu)
		return
	}
	for i := range out.R {
		oi, gi := out.Row(i), gu.Row(i)
		for j := 0; j < f; j += 8 {
			g := load8(at(gi, j))
			store8(at(oi, j), g.Mul(sigmoid8(g)).Mul(load8(at(gi, f+j))))
		}
	}
}

// SwiGLUBack implements [Kernel].
func (AVX) SwiGLUBack(dgu, dout, gu Mat) {
	f := dout.C
	if f&7 != 0 {
		Ref{}.SwiGLUBack(dgu, dout, gu)
		return
	}
	one := all8(1)
	for i := range dout.R {
		do, gi, dg := dout.Row(i), gu.Row(i), dgu.Row(i)
		for j := 0; j < f; j += 8 {
			g, u, d := load8(at(gi, j)), load8(at(gi, f+j)), load8(at(do, j))
			s := sigmoid8(g)
			gs := g.Mul(s)
			store8(at(dg, j), d.Mul(u).Mul(s.Add(gs.Mul(one.Sub(s)))))
			store8(at(dg, f+j), d.Mul(gs))
		}
	}
}

// sigmoid8 is sigmoid on eight floats.
func sigmoid8(x vec8) vec8 {
	var zero vec8
	return ld(&ones).Div(ld(&ones).Add(exp8(zero.Sub(x))))
}

// SumExp implements [Kernel].
func (AVX) SumExp(top, sum, dot []float32, logits Mat) {
	for i := range logits.R {
		row := logits.Row(i)
		t := float32(math.Inf(-1))
		for _, z := range row {
			t = max(t, z)
		}
		n := len(row) &^ 7
		s, d, t8 := all8(0), all8(0), all8(t)
		for j := 0; j < n; j += 8 {
			z := load8(at(row, j)).Sub(t8)
			e := exp8(z)
			s = s.Add(e)
			d = d.Add(e.Mul(z))
		}
		var ls, ld Lanes
		s.Store((*[8]float32)(&ls))
		d.Store((*[8]float32)(&ld))
		for j, z := range row[n:] {
			z -= t
			e := exact.Exp32(z)
			ls[j] += e
			ld[j] += float32(e * z)
		}
		top[i], sum[i], dot[i] = t, ls.Sum(), ld.Sum()
	}
}

// HeadBack implements [Kernel].
func (AVX) HeadBack(logits Mat, target []int32, lse, ent, dlogp, dent []float32) {
	zero := all8(0)
	for i := range logits.R {
		row := logits.Row(i)
		n := len(row) &^ 7
		l8, h8, dl, dh := all8(lse[i]), all8(ent[i]), all8(dlogp[i]), all8(dent[i])
		for j := 0; j < n; j += 8 {
			l := load8(at(row, j)).Sub(l8)
			// 0 - p and -p differ only in the sign of zero, and p is never 0.
			store8(at(row, j), zero.Sub(exp8(l)).Mul(dl.Add(dh.Mul(l.Add(h8)))))
		}
		for j := n; j < len(row); j++ {
			l := row[j] - lse[i]
			row[j] = -exact.Exp32(l) * (dlogp[i] + float32(dent[i]*(l+ent[i])))
		}
		row[target[i]] += dlogp[i]
	}
}
