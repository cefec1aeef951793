package nn

import (
	"preflab/core/kernel"
	"preflab/core/seq"
)

// acts is what a forward pass leaves for the backward pass, and the scratch of
// both. N = B·T positions; M of them are active: the mask counts them, and only
// they pass through the output head. Buffers grow to the largest batch seen and
// are reused, so a steady-state step allocates nothing.
type acts struct {
	b *seq.Batch
	// valuesOnly says that the language head was left out.
	valuesOnly bool

	layers []layerActs
	last   kernel.Mat // (N, C) residual stream after the last layer

	active        []int32    // (M) positions
	target        []int32    // (M)
	xg, ng        kernel.Mat // (M, C) gathered stream, normed
	invg          []float32  // (M)
	logits        kernel.Mat // (M, V)
	lse, ent      []float32  // (M) log-sum-exp and entropy
	top, sum, dot []float32  // (M) scratch of SumExp
	dlogp, dent   []float32  // (M)
	scores        seq.Scores // (B, T)
	dx, dn        kernel.Mat // (N, C)
	dqkv, dgu, dh kernel.Mat // (N, (H+2K)D), (N, 2F), (N, F)
	dxg, dng      kernel.Mat // (M, C)
	dctx          kernel.Mat // (N, C)
	kT            kernel.Mat // (D, T) scratch
	dp            kernel.Mat // (T, T) scratch
}

// layerActs is one layer's share.
type layerActs struct {
	x, n1      kernel.Mat // (N, C) stream in; normed
	inv1, inv2 []float32  // (N)
	qkv        kernel.Mat // (N, (H+2K)·D), queries and keys rotated
	p          []float32  // (B, H, T, T) attention weights
	ctx        kernel.Mat // (N, C)
	x2, n2     kernel.Mat // (N, C) stream after attention; normed
	gu         kernel.Mat // (N, 2F)
	h          kernel.Mat // (N, F)
}

// vec returns a slice of n floats, reusing s when it is large enough.
func vec(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}

// mat returns an r by c matrix, reusing m's memory when it is large enough.
func mat(m kernel.Mat, r, c int) kernel.Mat { return kernel.M(vec(m.Data, r*c), r, c) }

// shape readies a for batch b.
func (a *acts) shape(c Config, b *seq.Batch) {
	a.b = b
	n, d := b.B*b.T, c.HeadDim()
	if a.layers == nil {
		a.layers = make([]layerActs, c.Layers)
	}
	for i := range a.layers {
		l := &a.layers[i]
		l.x, l.n1, l.ctx = mat(l.x, n, c.Dim), mat(l.n1, n, c.Dim), mat(l.ctx, n, c.Dim)
		l.x2, l.n2 = mat(l.x2, n, c.Dim), mat(l.n2, n, c.Dim)
		l.inv1, l.inv2 = vec(l.inv1, n), vec(l.inv2, n)
		l.qkv, l.gu, l.h = mat(l.qkv, n, c.QKV()), mat(l.gu, n, 2*c.Hidden), mat(l.h, n, c.Hidden)
		l.p = vec(l.p, b.B*c.Heads*b.T*b.T)
	}
	a.last = mat(a.last, n, c.Dim)
	a.kT, a.dp = mat(a.kT, d, b.T), mat(a.dp, b.T, b.T)
	a.findActive()
	a.shapeHead(c, len(a.active), n)
}

// findActive lists the positions that the mask counts.
func (a *acts) findActive() {
	a.active, a.target = a.active[:0], a.target[:0]
	for i, on := range a.b.Mask {
		if on != 0 {
			a.active = append(a.active, int32(i))
			a.target = append(a.target, a.b.Target[i])
		}
	}
}

// shapeHead readies the buffers of the output head for m active of n positions.
func (a *acts) shapeHead(c Config, m, n int) {
	a.xg, a.ng, a.invg = mat(a.xg, m, c.Dim), mat(a.ng, m, c.Dim), vec(a.invg, m)
	if !a.valuesOnly {
		a.logits = mat(a.logits, m, c.Vocab)
	}
	a.lse, a.ent = vec(a.lse, m), vec(a.ent, m)
	a.top, a.sum, a.dot = vec(a.top, m), vec(a.sum, m), vec(a.dot, m)
	a.scores.LogP, a.scores.Entropy = vec(a.scores.LogP, n), vec(a.scores.Entropy, n)
	clear(a.scores.LogP)
	clear(a.scores.Entropy)
	if c.Value {
		a.scores.Value = vec(a.scores.Value, n)
		clear(a.scores.Value)
	}
}

// shapeBack readies the buffers that only the backward pass uses.
func (a *acts) shapeBack(c Config) {
	m, n := len(a.active), a.b.B*a.b.T
	a.dx, a.dn, a.dctx = mat(a.dx, n, c.Dim), mat(a.dn, n, c.Dim), mat(a.dctx, n, c.Dim)
	a.dqkv, a.dgu, a.dh = mat(a.dqkv, n, c.QKV()), mat(a.dgu, n, 2*c.Hidden), mat(a.dh, n, c.Hidden)
	a.dxg, a.dng = mat(a.dxg, m, c.Dim), mat(a.dng, m, c.Dim)
	a.dlogp, a.dent = vec(a.dlogp, m), vec(a.dent, m)
}
