package nn

import (
	"preflab/core/exact"
	"preflab/core/kernel"
	"preflab/core/seq"
)

// A Model is weights with what is needed to run them: a kernel, transposed
// copies for the backward pass, rotary tables and the activations of the last
// forward pass. It is not safe for concurrent use; models may share Params while
// nobody writes them.
type Model struct {
	W *Params
	G *Params // gradients, accumulated by Backward; nil until the first

	k        kernel.Kernel
	wt       *transposed
	cos, sin kernel.Mat // (Context, D/2)
	a        acts
}

// transposed mirrors the matrices that some product reads the other way round.
type transposed struct {
	fresh  bool
	layers []Layer    // each matrix (out, in)
	embed  kernel.Mat // (C, V), tied models only
	head   kernel.Mat // (V, C), untied models only
}

// New returns a model over w. The weights are shared, not copied: call
// [Model.Touch] after changing them.
func New(k kernel.Kernel, w *Params) *Model {
	m := &Model{W: w, k: k, wt: newTransposed(w.Config)}
	m.cos, m.sin = ropeTables(w.Config)
	return m
}

// Touch says that the weights changed.
func (m *Model) Touch() { m.wt.fresh = false }

// Grad returns the gradients, allocating them at the first call.
func (m *Model) Grad() *Params {
	if m.G == nil {
		m.G = NewParams(m.W.Config)
	}
	return m.G
}

// ropeTables returns the cosines and sines of position·Theta^(-2j/D).
func ropeTables(c Config) (cos, sin kernel.Mat) {
	h := c.HeadDim() / 2
	cos = kernel.M(make([]float32, c.Context*h), c.Context, h)
	sin = kernel.M(make([]float32, c.Context*h), c.Context, h)
	for j := range h {
		f := exact.Exp(-float64(2*j) / float64(c.HeadDim()) * exact.Log(c.Theta))
		for t := range c.Context {
			s, co := exact.Sincos(float64(t) * f)
			cos.Data[t*h+j], sin.Data[t*h+j] = float32(co), float32(s)
		}
	}
	return cos, sin
}

func newTransposed(c Config) *transposed {
	mat := func(r, cols int) kernel.Mat { return kernel.M(make([]float32, r*cols), r, cols) }
	t := &transposed{}
	for range c.Layers {
		t.layers = append(t.layers, Layer{
			QKV: mat(c.QKV(), c.Dim), Out: mat(c.Dim, c.Dim),
			GateU: mat(2*c.Hidden, c.Dim), Down: mat(c.Dim, c.Hidden),
		})
	}
	if c.Tied {
		t.embed = mat(c.Dim, c.Vocab)
	} else {
		t.head = mat(c.Vocab, c.Dim)
	}
	return t
}

// transposes returns the transposed weights, made anew if the weights changed.
func (m *Model) transposes() *transposed {
	if m.wt.fresh {
		return m.wt
	}
	for i, l := range m.W.Layers {
		t := m.wt.layers[i]
		m.k.Transpose(t.QKV, l.QKV)
		m.k.Transpose(t.Out, l.Out)
		m.k.Transpose(t.GateU, l.GateU)
		m.k.Transpose(t.Down, l.Down)
	}
	if m.W.Config.Tied {
		m.k.Transpose(m.wt.embed, m.W.Embed)
	} else {
		m.k.Transpose(m.wt.head, m.W.Head)
	}
	m.wt.fresh = true
	return m.wt
}

// headT returns the (C, V) output matrix.
func (m *Model) headT() kernel.Mat {
	if m.W.Config.Tied {
		return m.transposes().embed
	}
	return m.W.Head
}

// checkBatch panics on a batch that the model cannot take.
func (m *Model) checkBatch(b *seq.Batch) {
	if b.T > m.W.Config.Context {
		panic("nn: batch longer than the model's context")
	}
	if len(b.Tokens) != b.B*b.T || len(b.Target) != b.B*b.T || len(b.Mask) != b.B*b.T {
		panic("nn: batch columns of the wrong length")
	}
	for _, t := range b.Tokens {
		if t < 0 || int(t) >= m.W.Config.Vocab {
			panic("nn: token outside the vocabulary")
		}
	}
}
