package simd

import (
	"unsafe"

	"preflab/core/kernel"
	"preflab/wasm/simd/gen"
)

// New returns the kernel, or false where the loader found no SIMD and the module
// is stubs: then [kernel.Ref] gives the same bits, slowly.
func New() (kernel.Kernel, bool) {
	if version() != gen.Version {
		return nil, false
	}
	return vectors{}, true
}

// vectors is the module as a kernel.
type vectors struct{}

// pack is where products pack panels of B. Wasm has one thread, so one will do.
var pack [gen.PackBytes / 4]float32

// Name implements [kernel.Kernel].
func (vectors) Name() string { return "wasm SIMD" }

// MatMul implements [kernel.Kernel].
func (vectors) MatMul(c, a, b kernel.Mat, accumulate bool) {
	fitProduct(c, a, b, a.R, a.C)
	if c.R == 0 || c.C == 0 {
		return
	}
	cp, cs := at(c)
	ap, as := at(a)
	bp, bs := at(b)
	matmul(cp, cs, ap, as, bp, bs, int32(c.R), int32(b.R), int32(c.C), accumulate, unsafe.Pointer(&pack))
}

// MatMulT implements [kernel.Kernel].
func (vectors) MatMulT(c, a, b kernel.Mat, accumulate bool) {
	fitProduct(c, a, b, a.C, a.R)
	if c.R == 0 || c.C == 0 {
		return
	}
	cp, cs := at(c)
	ap, as := at(a)
	bp, bs := at(b)
	matmult(cp, cs, ap, as, bp, bs, int32(c.R), int32(b.R), int32(c.C), accumulate, unsafe.Pointer(&pack))
}

// Transpose implements [kernel.Kernel].
func (vectors) Transpose(d, a kernel.Mat) {
	fitTranspose(d, a)
	dp, ds := at(d)
	ap, as := at(a)
	transpose(dp, ds, ap, as, int32(a.R), int32(a.C))
}

// Add implements [kernel.Kernel].
func (vectors) Add(d, a []float32) {
	n := len(d)
	add(first(d, n), first(a, n), int32(n))
}

// RMSNorm implements [kernel.Kernel].
func (vectors) RMSNorm(out kernel.Mat, inv []float32, x kernel.Mat, w []float32, eps float32) {
	fit(out.R >= x.R && out.C >= x.C)
	op, os := at(out)
	xp, xs := at(x)
	rmsnorm(op, os, first(inv, x.R), xp, xs, first(w, x.C), int32(x.R), int32(x.C), eps)
}

// RMSNormBack implements [kernel.Kernel].
func (vectors) RMSNormBack(dx kernel.Mat, dw []float32, dout, x kernel.Mat, w, inv []float32) {
	fit(dx.R >= x.R && dx.C >= x.C && dout.R >= x.R && dout.C >= x.C)
	dxp, dxs := at(dx)
	dp, ds := at(dout)
	xp, xs := at(x)
	rmsnormback(dxp, dxs, first(dw, x.C), dp, ds, xp, xs, first(w, x.C), first(inv, x.R), int32(x.R), int32(x.C))
}

// Rope implements [kernel.Kernel].
func (vectors) Rope(x, cos, sin kernel.Mat, d int, dir float32) {
	fit(d > 0 && d%2 == 0 && x.C%d == 0 && min(cos.R, sin.R) >= x.R && min(cos.C, sin.C) >= d/2)
	xp, xs := at(x)
	cp, cs := at(cos)
	sp, ss := at(sin)
	rope(xp, xs, cp, cs, sp, ss, int32(x.R), int32(x.C), int32(d), dir)
}

// Softmax implements [kernel.Kernel].
func (vectors) Softmax(p kernel.Mat, scale float32, base int) {
	fit(base >= 0)
	pp, ps := at(p)
	softmax(pp, ps, int32(p.R), int32(p.C), scale, int32(min(base, p.C)))
}

// SoftmaxBack implements [kernel.Kernel].
func (vectors) SoftmaxBack(dp, p kernel.Mat, scale float32, base int) {
	fit(base >= 0 && p.R >= dp.R && p.C == dp.C)
	dpp, dps := at(dp)
	pp, ps := at(p)
	softmaxback(dpp, dps, pp, ps, int32(dp.R), int32(dp.C), scale, int32(min(base, p.C)))
}

// SwiGLU implements [kernel.Kernel].
func (vectors) SwiGLU(out, gu kernel.Mat) {
	fit(gu.R >= out.R && gu.C >= 2*out.C)
	op, os := at(out)
	gp, gs := at(gu)
	swiglu(op, os, gp, gs, int32(out.R), int32(out.C))
}

// SwiGLUBack implements [kernel.Kernel].
func (vectors) SwiGLUBack(dgu, dout, gu kernel.Mat) {
	fit(min(dgu.R, gu.R) >= dout.R && min(dgu.C, gu.C) >= 2*dout.C)
	dgp, dgs := at(dgu)
	dp, ds := at(dout)
	gp, gs := at(gu)
	swigluback(dgp, dgs, dp, ds, gp, gs, int32(dout.R), int32(dout.C))
}

// SumExp implements [kernel.Kernel].
func (vectors) SumExp(top, sum, dot []float32, logits kernel.Mat) {
	m := logits.R
	zp, zs := at(logits)
	sumexp(first(top, m), first(sum, m), first(dot, m), zp, zs, int32(m), int32(logits.C))
}

// HeadBack implements [kernel.Kernel].
func (vectors) HeadBack(logits kernel.Mat, target []int32, lse, ent, dlogp, dent []float32) {
	m := logits.R
	for _, t := range target[:m] {
		fit(t >= 0 && int(t) < logits.C)
	}
	zp, zs := at(logits)
	headback(zp, zs, first(target, m), first(lse, m), first(ent, m), first(dlogp, m), first(dent, m), int32(m), int32(logits.C))
}

// SumSquares implements [kernel.Kernel].
func (vectors) SumSquares(x []float32) float32 { return sumsquares(first(x, 0), int32(len(x))) }

// AdamW implements [kernel.Kernel].
func (vectors) AdamW(w, g, m, v []float32, a kernel.AdamW) {
	n := len(w)
	adamw(first(w, n), first(g, n), first(m, n), first(v, n), int32(n),
		a.LR, a.Beta1, a.Beta2, a.Eps, a.LR*a.Decay, 1-a.Beta1, 1-a.Beta2, a.Bias1, a.Bias2, a.Scale)
}

// Peak runs rounds of kernel.PeakFlop multiplications and additions, the most that
// the processor does with four floats at a time, and returns what they come to;
// false where the module is stubs.
func Peak(rounds int) (sum float32, ok bool) {
	if version() != gen.Version {
		return 0, false
	}
	return peak(int32(rounds)), true
}
