package nn

import (
	"preflab/core/kernel"
	"preflab/core/seq"
)

// Backward adds to m.Grad() the derivative of the loss with respect to every
// weight, from its derivative ds with respect to the scores of the last Forward.
// Columns of ds that are nil count as 0. docs/MATH.md derives each line.
func (m *Model) Backward(ds seq.Scores) {
	m.Grad()
	m.a.shapeBack(m.W.Config)
	wt := m.transposes()
	m.headBack(wt, ds)
	for i := len(m.W.Layers) - 1; i >= 0; i-- {
		m.feedBack(&m.W.Layers[i], &wt.layers[i], &m.G.Layers[i], &m.a.layers[i])
		m.attendBack(&m.W.Layers[i], &wt.layers[i], &m.G.Layers[i], &m.a.layers[i])
	}
	for i, t := range m.a.b.Tokens {
		m.k.Add(m.G.Embed.Row(int(t)), m.a.dx.Row(i))
	}
}

// headBack sets a.dx to the derivative at the last residual stream.
func (m *Model) headBack(wt *transposed, ds seq.Scores) {
	a := &m.a
	if a.valuesOnly {
		clear(a.dng.Data)
	} else {
		m.languageBack(wt, ds)
	}
	if m.W.Value != nil && ds.Value != nil {
		m.valueBack(ds.Value)
	}
	clear(a.dxg.Data)
	m.k.RMSNormBack(a.dxg, m.G.Norm, a.dng, a.xg, m.W.Norm, a.invg)
	clear(a.dx.Data)
	for i, at := range a.active {
		copy(a.dx.Row(int(at)), a.dxg.Row(i))
	}
}

// languageBack sets a.dng to the language head's share and adds to its gradient.
func (m *Model) languageBack(wt *transposed, ds seq.Scores) {
	a := &m.a
	for i, at := range a.active {
		a.dlogp[i], a.dent[i] = 0, 0
		if ds.LogP != nil {
			a.dlogp[i] = ds.LogP[at]
		}
		if ds.Entropy != nil {
			a.dent[i] = ds.Entropy[at]
		}
	}
	m.k.HeadBack(a.logits, a.target, a.lse, a.ent, a.dlogp, a.dent)
	if m.W.Config.Tied {
		m.k.MatMul(a.dng, a.logits, m.W.Embed, false)
		m.k.MatMulT(m.G.Embed, a.logits, a.ng, true)
		return
	}
	m.k.MatMul(a.dng, a.logits, wt.head, false)
	m.k.MatMulT(m.G.Head, a.ng, a.logits, true)
}

// valueBack adds the value head's share to a.dng and to its gradient.
func (m *Model) valueBack(dv []float32) {
	a, c := &m.a, m.W.Config.Dim
	for i, at := range a.active {
		d, n, dn := dv[at], a.ng.Row(i), a.dng.Row(i)
		for j := range c {
			m.G.Value[j] += float32(d * n[j])
			dn[j] += float32(d * m.W.Value[j])
		}
		m.G.Value[c] += d
	}
}

// feedBack carries a.dx back over out = x2 + SwiGLU(norm(x2)).
func (m *Model) feedBack(w, wt, g *Layer, l *layerActs) {
	a := &m.a
	m.k.MatMul(a.dh, a.dx, wt.Down, false)
	m.k.MatMulT(g.Down, l.h, a.dx, true)
	m.k.SwiGLUBack(a.dgu, a.dh, l.gu)
	m.k.MatMul(a.dn, a.dgu, wt.GateU, false)
	m.k.MatMulT(g.GateU, l.n2, a.dgu, true)
	m.k.RMSNormBack(a.dx, g.Norm2, a.dn, l.x2, w.Norm2, l.inv2)
}

// attendBack carries a.dx back over x2 = x + attention(norm(x)).
func (m *Model) attendBack(w, wt, g *Layer, l *layerActs) {
	a, c, b := &m.a, m.W.Config, m.a.b
	d := c.HeadDim()
	m.k.MatMul(a.dctx, a.dx, wt.Out, false)
	m.k.MatMulT(g.Out, l.ctx, a.dx, true)
	for r := range b.B {
		drows := a.dqkv.Rows(r*b.T, b.T)
		m.headsBack(l, drows, r)
		m.k.Rope(drows.Cols(0, (c.Heads+c.KVHeads)*d), m.cos.Rows(0, b.T), m.sin.Rows(0, b.T), d, -1)
	}
	m.k.MatMul(a.dn, a.dqkv, wt.QKV, false)
	m.k.MatMulT(g.QKV, l.n1, a.dqkv, true)
	m.k.RMSNormBack(a.dx, g.Norm1, a.dn, l.x, w.Norm1, l.inv1)
}

// headsBack sets drows to the derivative at the rotated queries, keys and values
// of row r. Heads that share a key-value head add to it in ascending order.
func (m *Model) headsBack(l *layerActs, drows kernel.Mat, r int) {
	a, c, b := &m.a, m.W.Config, m.a.b
	d := c.HeadDim()
	scale := float32(1 / sqrt(d))
	rows, dctx := l.qkv.Rows(r*b.T, b.T), a.dctx.Rows(r*b.T, b.T)
	for h := range c.Heads {
		q, k, v := headViews(c, rows, h)
		dq, dk, dv := headViews(c, drows, h)
		first := h%(c.Heads/c.KVHeads) == 0
		if first {
			m.k.Transpose(a.kT, v)
		}
		p, do := l.probs(c, b, r, h), dctx.Cols(h*d, d)
		m.k.MatMul(a.dp, do, a.kT, false)
		m.k.MatMulT(dv, p, do, !first)
		m.k.SoftmaxBack(a.dp, p, scale, 0)
		m.k.MatMul(dq, a.dp, k, false)
		m.k.MatMulT(dk, a.dp, q, !first)
	}
}
