package kernel

import (
	"math"

	"preflab/core/exact"
)

// Ref is the definition of every operation, in plain Go. It is what the page
// falls back to without SIMD, and what every other kernel is held to.
type Ref struct{}

var _ Kernel = Ref{}

// Name implements [Kernel].
func (Ref) Name() string { return "plain Go" }

// MatMul implements [Kernel].
func (Ref) MatMul(c, a, b Mat, accumulate bool) {
	checkMatMul(c, a, b, a.R, a.C)
	for i := range c.R {
		ci := c.Row(i)
		if !accumulate {
			clear(ci)
		}
		for k, x := range a.Row(i) {
			axpy(ci, x, b.Row(k))
		}
	}
}

// MatMulT implements [Kernel].
func (Ref) MatMulT(c, a, b Mat, accumulate bool) {
	checkMatMul(c, a, b, a.C, a.R)
	for i := range c.R {
		ci := c.Row(i)
		if !accumulate {
			clear(ci)
		}
		for k := range a.R {
			axpy(ci, a.Data[k*a.Stride+i], b.Row(k))
		}
	}
}

// axpy sets y += x·b.
func axpy(y []float32, x float32, b []float32) {
	b = b[:len(y)]
	for j := range y {
		y[j] += float32(x * b[j])
	}
}

// checkMatMul panics unless C (m,n) = op(A) (m,k) · B (k,n).
func checkMatMul(c, a, b Mat, m, k int) {
	if c.R != m || b.R != k || c.C != b.C {
		panic("kernel: product of shapes that do not fit")
	}
}

// Transpose implements [Kernel].
func (Ref) Transpose(d, a Mat) {
	if d.R != a.C || d.C != a.R {
		panic("kernel: transpose of shapes that do not fit")
	}
	for i := range a.R {
		for j, x := range a.Row(i) {
			d.Data[j*d.Stride+i] = x
		}
	}
}

// Add implements [Kernel].
func (Ref) Add(d, a []float32) {
	a = a[:len(d)]
	for i := range d {
		d[i] += a[i]
	}
}

// RMSNorm implements [Kernel].
func (Ref) RMSNorm(out Mat, inv []float32, x Mat, w []float32, eps float32) {
	for i := range x.R {
		xi, oi := x.Row(i), out.Row(i)
		var s Lanes
		for j, v := range xi {
			s[j&7] += float32(v * v)
		}
		r := 1 / sqrt(s.Sum()/float32(x.C)+eps)
		inv[i] = r
		for j, v := range xi {
			oi[j] = float32(v*r) * w[j]
		}
	}
}

// RMSNormBack implements [Kernel].
func (Ref) RMSNormBack(dx Mat, dw []float32, dout, x Mat, w, inv []float32) {
	for i := range x.R {
		xi, di, dxi, r := x.Row(i), dout.Row(i), dx.Row(i), inv[i]
		var s Lanes
		for j, v := range xi {
			s[j&7] += float32(float32(di[j]*w[j]) * v)
		}
		c := float32(float32(float32(r*r)*r)/float32(x.C)) * s.Sum()
		for j, v := range xi {
			dxi[j] += float32(float32(di[j]*w[j])*r) - float32(v*c)
			dw[j] += float32(di[j] * float32(v*r))
		}
	}
}

// Rope implements [Kernel].
func (Ref) Rope(x, cos, sin Mat, d int, dir float32) {
	h := d / 2
	for i := range x.R {
		xi, ci, si := x.Row(i), cos.Row(i), sin.Row(i)
		for k := 0; k < x.C; k += d {
			for j := range h {
				a, b, s := xi[k+j], xi[k+j+h], float32(si[j]*dir)
				xi[k+j] = float32(a*ci[j]) - float32(b*s)
				xi[k+j+h] = float32(b*ci[j]) + float32(a*s)
			}
		}
	}
}

// Softmax implements [Kernel].
func (Ref) Softmax(p Mat, scale float32, base int) {
	for i := range p.R {
		row := p.Row(i)
		n := min(base+i+1, p.C)
		clear(row[n:])
		row = row[:n]
		top := float32(math.Inf(-1))
		for j, v := range row {
			row[j] = v * scale
			top = max(top, row[j])
		}
		var s Lanes
		for j, v := range row {
			row[j] = exact.Exp32(v - top)
			s[j&7] += row[j]
		}
		r := 1 / s.Sum()
		for j := range row {
			row[j] *= r
		}
	}
}

// SoftmaxBack implements [Kernel].
func (Ref) SoftmaxBack(dp, p Mat, scale float32, base int) {
	for i := range p.R {
		di, pi := dp.Row(i), p.Row(i)
		n := min(base+i+1, p.C)
		clear(di[n:])
		di, pi = di[:n], pi[:n]
		var s Lanes
		for j := range di {
			s[j&7] += float32(di[j] * pi[j])
		}
		t := s.Sum()
		for j := range di {
			di[j] = float32(pi[j]*(di[j]-t)) * scale
		}
	}
}

// SwiGLU implements [Kernel].
func (Ref) SwiGLU(out, gu Mat) {
	f := out.C
	for i := range out.R {
		oi, gi := out.Row(i), gu.Row(i)
		for j := range oi {
			g, u := gi[j], gi[f+j]
			oi[j] = float32(g*sigmoid(g)) * u
		}
	}
}

// SwiGLUBack implements [Kernel].
func (Ref) SwiGLUBack(dgu, dout, gu Mat) {
	f := dout.C
	for i := range dout.R {
		do, gi, dg := dout.Row(i), gu.Row(i), dgu.Row(i)
		for j, d := range do {
			g, u := gi[j], gi[f+j]
			s := sigmoid(g)
			gs := float32(g * s)
			dg[j] = float32(d*u) * (s + float32(gs*(1-s)))
			dg[f+j] = d * gs
		}
	}
}

// SumExp implements [Kernel].
func (Ref) SumExp(top, sum, dot []float32, logits Mat) {
	for i := range logits.R {
		row := logits.Row(i)
		t := float32(math.Inf(-1))
		for _, z := range row {
			t = max(t, z)
		}
		var s, d Lanes
		for j, z := range row {
			z -= t
			e := exact.Exp32(z)
			s[j&7] += e
			d[j&7] += float32(e * z)
		}
		top[i], sum[i], dot[i] = t, s.Sum(), d.Sum()
	}
}

// HeadBack implements [Kernel].
func (Ref) HeadBack(logits Mat, target []int32, lse, ent, dlogp, dent []float32) {
	for i := range logits.R {
		row := logits.Row(i)
		for j, z := range row {
			l := z - lse[i]
			row[j] = -exact.Exp32(l) * (dlogp[i] + float32(dent[i]*(l+ent[i])))
		}
		row[target[i]] += dlogp[i]
	}
}

// SumSquares implements [Kernel].
func (Ref) SumSquares(x []float32) float32 {
	var s Lanes
	for j, v := range x {
		s[j&7] += float32(v * v)
	}
	return s.Sum()
}

// AdamW implements [Kernel].
func (Ref) AdamW(w, g, m, v []float32, a AdamW) {
	b1, b2, decay := 1-a.Beta1, 1-a.Beta2, a.LR*a.Decay
	for i := range w {
		gi := g[i] * a.Scale
		m[i] = float32(a.Beta1*m[i]) + float32(b1*gi)
		v[i] = float32(a.Beta2*v[i]) + float32(float32(b2*gi)*gi)
		step := float32(a.LR*(m[i]/a.Bias1)) / (sqrt(v[i]/a.Bias2) + a.Eps)
		w[i] = (w[i] - float32(decay*w[i])) - step
	}
}

// sigmoid is 1/(1+exp(-x)); the clamp in Exp32 keeps it finite.
func sigmoid(x float32) float32 { return 1 / (1 + exact.Exp32(-x)) }

// sqrt is the correctly rounded square root: rounding the float64 root once
// more cannot change it.
func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
