package nn

import (
	"preflab/core/exact"
	"preflab/core/kernel"
	"preflab/core/seq"
)

// Forward runs the batch and returns the scores of every counted position;
// elsewhere they are 0. The scores belong to the model and last until its next
// Forward or Values.
func (m *Model) Forward(b *seq.Batch) seq.Scores {
	m.a.valuesOnly = false
	return m.run(b)
}

// Values is Forward for the value head alone: the model's other columns are nil,
// and the product with the vocabulary is saved, as it is in the Backward that
// follows. It panics if the model has no value head.
func (m *Model) Values(b *seq.Batch) seq.Scores {
	if m.W.Value == nil {
		panic("nn: Values of a model without a value head")
	}
	m.a.valuesOnly = true
	return seq.Scores{Value: m.run(b).Value}
}

func (m *Model) run(b *seq.Batch) seq.Scores {
	m.checkBatch(b)
	m.a.shape(m.W.Config, b)
	m.embed(m.a.layers[0].x)
	for i := range m.W.Layers {
		out := m.a.last
		if i+1 < len(m.W.Layers) {
			out = m.a.layers[i+1].x
		}
		m.attend(&m.W.Layers[i], &m.a.layers[i])
		m.feed(out, &m.W.Layers[i], &m.a.layers[i])
	}
	m.head()
	return m.a.scores
}

// embed copies the rows of the embedding that the tokens name.
func (m *Model) embed(x kernel.Mat) {
	for i, t := range m.a.b.Tokens {
		copy(x.Row(i), m.W.Embed.Row(int(t)))
	}
}

// attend computes l.x2 = l.x + attention(norm(l.x)).
func (m *Model) attend(w *Layer, l *layerActs) {
	c, b := m.W.Config, m.a.b
	d, kv := c.HeadDim(), c.Heads*c.HeadDim()
	eps := float32(c.Eps)
	m.k.RMSNorm(l.n1, l.inv1, l.x, w.Norm1, eps)
	m.k.MatMul(l.qkv, l.n1, w.QKV, false)
	scale := float32(1 / sqrt(d))
	for r := range b.B {
		rows := l.qkv.Rows(r*b.T, b.T)
		m.k.Rope(rows.Cols(0, kv+c.KVHeads*d), m.cos.Rows(0, b.T), m.sin.Rows(0, b.T), d, 1)
		ctx := l.ctx.Rows(r*b.T, b.T)
		for h := range c.Heads {
			q, k, v := headViews(c, rows, h)
			if h%(c.Heads/c.KVHeads) == 0 {
				m.k.Transpose(m.a.kT, k)
			}
			p := l.probs(c, b, r, h)
			m.k.MatMul(p, q, m.a.kT, false)
			hide(p, b, r, never)
			m.k.Softmax(p, scale, 0)
			hide(p, b, r, 0) // the least exponential is not quite nothing
			m.k.MatMul(ctx.Cols(h*d, d), p, v, false)
		}
	}
	copy(l.x2.Data, l.x.Data)
	m.k.MatMul(l.x2, l.ctx, w.Out, true)
}

// never is a score that leaves a key next to no weight.
const never = -1e30

// hide puts x wherever the batch drops a key in the (T, T) scores or weights of row r.
func hide(p kernel.Mat, b *seq.Batch, r int, x float32) {
	if b.Drop == nil {
		return
	}
	for i, drop := range b.Drop[r*b.T*b.T:][:b.T*b.T] {
		if drop {
			p.Data[i] = x
		}
	}
}

// headViews returns the (T, D) query of head h and its group's key and value.
func headViews(c Config, rows kernel.Mat, h int) (q, k, v kernel.Mat) {
	d := c.HeadDim()
	g := h / (c.Heads / c.KVHeads)
	return rows.Cols(h*d, d), rows.Cols((c.Heads+g)*d, d), rows.Cols((c.Heads+c.KVHeads+g)*d, d)
}

// probs returns the (T, T) attention weights of row r and head h.
func (l *layerActs) probs(c Config, b *seq.Batch, r, h int) kernel.Mat {
	tt := b.T * b.T
	return kernel.M(l.p[(r*c.Heads+h)*tt:][:tt], b.T, b.T)
}

// feed computes out = l.x2 + SwiGLU(norm(l.x2)).
func (m *Model) feed(out kernel.Mat, w *Layer, l *layerActs) {
	m.k.RMSNorm(l.n2, l.inv2, l.x2, w.Norm2, float32(m.W.Config.Eps))
	m.k.MatMul(l.gu, l.n2, w.GateU, false)
	m.k.SwiGLU(l.h, l.gu)
	copy(out.Data, l.x2.Data)
	m.k.MatMul(out, l.h, w.Down, true)
}

// head scores the active positions: log-probability of the target, entropy and
// value.
func (m *Model) head() {
	a := &m.a
	for i, at := range a.active {
		copy(a.xg.Row(i), a.last.Row(int(at)))
	}
	m.k.RMSNorm(a.ng, a.invg, a.xg, m.W.Norm, float32(m.W.Config.Eps))
	if m.W.Value != nil {
		for i, at := range a.active {
			a.scores.Value[at] = m.value(a.ng.Row(i))
		}
	}
	if a.valuesOnly {
		return
	}
	m.k.MatMul(a.logits, a.ng, m.headT(), false)
	m.k.SumExp(a.top, a.sum, a.dot, a.logits)
	for i, at := range a.active {
		ls := exact.Log(float64(a.sum[i]))
		lse := float64(a.top[i]) + ls
		a.lse[i] = float32(lse)
		a.ent[i] = float32(ls - float64(a.dot[i])/float64(a.sum[i]))
		a.scores.LogP[at] = float32(float64(a.logits.Row(i)[a.target[i]]) - lse)
		a.scores.Entropy[at] = a.ent[i]
	}
}

// value is the scalar head on one normed row.
func (m *Model) value(n []float32) float32 {
	s := m.W.Value[len(n)]
	for j, x := range n {
		s += float32(x * m.W.Value[j])
	}
	return s
}

// Logits returns the (M, V) logits of the counted positions of the last Forward,
// in order. They are overwritten by Backward.
func (m *Model) Logits() kernel.Mat { return m.a.logits }

// KL returns, for each counted position of the batch that both models ran last,
// the divergence of m's next-token distribution from ref's, in nats, exactly:
// Σ p·(log p - log q).
func (m *Model) KL(ref *Model) []float64 {
	kl := make([]float64, len(m.a.active))
	for i := range kl {
		p, q := m.a.logits.Row(i), ref.a.logits.Row(i)
		s := 0.0
		for j := range p {
			lp := p[j] - m.a.lse[i]
			s += float64(float64(exact.Exp32(lp)) * float64(lp-(q[j]-ref.a.lse[i])))
		}
		kl[i] = max(s, 0)
	}
	return kl
}
