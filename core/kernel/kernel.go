// Package kernel defines the arithmetic that a training step spends its time
// in, twice over: [Ref] is the readable definition in plain Go; faster versions
// give the same bits.
//
// The rules that make that possible: every output of a product is summed over
// the inner dimension in ascending order, one rounding per multiplication and
// one per addition; every other sum over a row follows [Lanes]; a maximum may be
// taken in any order; exponentials are [exact.Exp32]. Sums that accumulate start
// from the value that is there.
package kernel

// A Mat is a view of R rows and C columns, row-major, Stride floats apart.
type Mat struct {
	Data         []float32
	R, C, Stride int
}

// M returns a dense r by c view of data.
func M(data []float32, r, c int) Mat { return Mat{data, r, c, c} }

// Cols returns the view of n columns of m from column j on.
func (m Mat) Cols(j, n int) Mat { return Mat{m.Data[j:], m.R, n, m.Stride} }

// Rows returns the view of n rows of m from row i on.
func (m Mat) Rows(i, n int) Mat { return Mat{m.Data[i*m.Stride:], n, m.C, m.Stride} }

// Row returns row i.
func (m Mat) Row(i int) []float32 { return m.Data[i*m.Stride : i*m.Stride+m.C] }

// A Kernel is one implementation of the arithmetic. Outputs come first; they
// never overlap inputs unless the comment says so. Implementations panic on
// shapes that do not fit.
type Kernel interface {
	// Name says which implementation this is, for people: "plain Go", "AVX", "AVX-512", "wasm SIMD".
	Name() string

	// MatMul sets C = A·B, or adds it to what C holds: C (m,n), A (m,k), B (k,n).
	MatMul(c, a, b Mat, accumulate bool)
	// MatMulT sets C = Aᵀ·B, or adds: C (m,n), A (k,m), B (k,n).
	MatMulT(c, a, b Mat, accumulate bool)
	// Transpose sets D = Aᵀ: D (n,m), A (m,n).
	Transpose(d, a Mat)
	// Add sets d += a, elementwise.
	Add(d, a []float32)

	// RMSNorm sets inv[i] = 1/sqrt(mean(x_i²) + eps) and out_i = (x_i · inv[i]) · w
	// for each row i (Zhang and Sennrich 2019).
	RMSNorm(out Mat, inv []float32, x Mat, w []float32, eps float32)
	// RMSNormBack adds to dx and dw: with g = dout·w and s = inv³/C · Σ(g·x),
	// dx += g·inv - x·s and dw += dout·(x·inv), rows ascending.
	RMSNormBack(dx Mat, dw []float32, dout, x Mat, w, inv []float32)

	// Rope rotates, in place, each of the x.C/d heads of row i by the angles of row
	// i of cos and sin (x.R, d/2): (a, b) = (x[j], x[j+d/2]) becomes
	// (a·cos - b·sin·dir, b·cos + a·sin·dir). dir 1 rotates, -1 undoes it
	// (Su et al. 2021, in the half-split order of Hugging Face's Llama).
	Rope(x, cos, sin Mat, d int, dir float32)

	// Softmax replaces each row i of p by softmax(scale · p_i) over its first
	// min(base+i+1, C) columns and zeroes the rest: base 0 is a causal square,
	// base ≥ C a full softmax.
	Softmax(p Mat, scale float32, base int)
	// SoftmaxBack replaces dp by scale · p · (dp - Σ dp·p), row by row over the
	// same columns, and zeroes the rest.
	SoftmaxBack(dp, p Mat, scale float32, base int)

	// SwiGLU sets out[i,j] = g·sigmoid(g)·u with g = gu[i,j], u = gu[i,F+j]:
	// out (m,F), gu (m,2F) (Shazeer 2020).
	SwiGLU(out, gu Mat)
	// SwiGLUBack sets dgu from dout and gu.
	SwiGLUBack(dgu, dout, gu Mat)

	// SumExp reduces each row z of logits: top = max z, sum = Σ exp(z-top),
	// dot = Σ exp(z-top)·(z-top). Log-probabilities and entropy follow from these.
	SumExp(top, sum, dot []float32, logits Mat)
	// HeadBack replaces each row z of logits by its derivative. With
	// l = z - lse[i] and p = exp(l): dz = -p·(dlogp[i] + dent[i]·(l + ent[i])),
	// and dlogp[i] is added at column target[i].
	HeadBack(logits Mat, target []int32, lse, ent, dlogp, dent []float32)

	// SumSquares returns Σ x² by [Lanes].
	SumSquares(x []float32) float32
	// AdamW takes one step on w, m and v, elementwise (Loshchilov and Hutter 2019).
	AdamW(w, g, m, v []float32, a AdamW)
}

// AdamW holds the scalars of one optimiser step:
//
//	g ← g·Scale
//	m ← Beta1·m + (1-Beta1)·g
//	v ← Beta2·v + ((1-Beta2)·g)·g
//	w ← (w - (LR·Decay)·w) - (LR·(m/Bias1)) / (√(v/Bias2) + Eps)
type AdamW struct {
	LR, Beta1, Beta2, Eps, Decay float32
	Bias1, Bias2                 float32 // 1 - Beta^t
	Scale                        float32 // clipping factor
}

// Lanes is the one order in which a row is summed: element j goes to lane j mod
// 8, each lane ascending; then lanes 0-3 take 4-7, 0-1 take 2-3 and 0 takes 1.
// It is what one 256-bit or two 128-bit registers do.
type Lanes [8]float32

// Sum folds the lanes.
func (l *Lanes) Sum() float32 {
	a0, a1, a2, a3 := l[0]+l[4], l[1]+l[5], l[2]+l[6], l[3]+l[7]
	return (a0 + a2) + (a1 + a3)
}
