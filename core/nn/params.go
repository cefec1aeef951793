package nn

import (
	"preflab/core/kernel"
	"preflab/core/rng"
)

// Params is one flat slice of numbers and named views into it. The same type
// serves weights, gradients and both moments of the optimiser. Matrices are
// stored (in, out), so that a forward product reads them by rows.
type Params struct {
	Config Config
	Flat   []float32

	Embed  kernel.Mat // (V, C)
	Layers []Layer
	Norm   []float32  // (C) before the heads
	Head   kernel.Mat // (C, V); absent (R == 0) when the output shares Embed
	Value  []float32  // (C+1) weights and bias of the value head; nil without one
}

// A Layer is one block of the decoder.
type Layer struct {
	Norm1 []float32  // (C) before attention
	QKV   kernel.Mat // (C, (H+2K)·D): queries, keys, values side by side
	Out   kernel.Mat // (H·D, C)
	Norm2 []float32  // (C) before the feed-forward
	GateU kernel.Mat // (C, 2F): gate, then up
	Down  kernel.Mat // (F, C)
}

// Count returns how many numbers a model of this shape has.
func (c Config) Count() int {
	perLayer := 2*c.Dim + c.Dim*c.QKV() + c.Dim*c.Dim + 3*c.Dim*c.Hidden
	n := c.Vocab*c.Dim + c.Layers*perLayer + c.Dim
	if !c.Tied {
		n += c.Dim * c.Vocab
	}
	if c.Value {
		n += c.Dim + 1
	}
	return n
}

// NewParams returns zeros of the given shape. It panics on a shape that
// [Config.Check] refuses.
func NewParams(c Config) *Params {
	if err := c.Check(); err != nil {
		panic("nn: " + err.Error())
	}
	return view(c, make([]float32, c.Count()))
}

// view lays the named tensors over flat memory, in the order of the fields.
func view(c Config, flat []float32) *Params {
	p := &Params{Config: c, Flat: flat}
	vec := func(n int) []float32 {
		v := flat[:n:n]
		flat = flat[n:]
		return v
	}
	mat := func(r, cols int) kernel.Mat { return kernel.M(vec(r*cols), r, cols) }
	p.Embed = mat(c.Vocab, c.Dim)
	for range c.Layers {
		p.Layers = append(p.Layers, Layer{
			Norm1: vec(c.Dim), QKV: mat(c.Dim, c.QKV()), Out: mat(c.Dim, c.Dim),
			Norm2: vec(c.Dim), GateU: mat(c.Dim, 2*c.Hidden), Down: mat(c.Hidden, c.Dim),
		})
	}
	p.Norm = vec(c.Dim)
	if !c.Tied {
		p.Head = mat(c.Dim, c.Vocab)
	}
	if c.Value {
		p.Value = vec(c.Dim + 1)
	}
	return p
}

// Clone returns a deep copy.
func (p *Params) Clone() *Params { return view(p.Config, append([]float32(nil), p.Flat...)) }

// decays reports, piece by piece over Flat, whether AdamW decays those weights:
// matrices do, norms and the value head do not.
func (p *Params) decays(yield func(n int, decay bool)) {
	c := p.Config
	yield(c.Vocab*c.Dim, true)
	for range c.Layers {
		yield(c.Dim, false)
		yield(c.Dim*c.QKV()+c.Dim*c.Dim, true)
		yield(c.Dim, false)
		yield(3*c.Dim*c.Hidden, true)
	}
	yield(c.Dim, false)
	if !c.Tied {
		yield(c.Dim*c.Vocab, true)
	}
	if c.Value {
		yield(c.Dim+1, false)
	}
}

// Groups splits Flat into consecutive pieces that AdamW treats alike.
func (p *Params) Groups() []Group {
	var gs []Group
	at := 0
	p.decays(func(n int, decay bool) {
		gs = append(gs, Group{at, at + n, decay})
		at += n
	})
	return gs
}

// A Group is a piece of Params.Flat.
type Group struct {
	Start, End int
	Decay      bool
}

// Init fills p for training from nothing: uniform weights of variance 1/in, but
// for the embedding, 0.1², and the outputs of each block, a hundredth of that
// deviation. So the stream starts as the token itself, which is what a head that
// copies must find (docs/LOG.md has the runs that did not). Norms are 1, the value
// head 0.
func (p *Params) Init(seed uint64) {
	r := rng.New(seed, "init")
	fill := func(x []float32, sd float64) {
		for i := range x {
			u := float64(int64(r.Uint64()<<11>>11)-1<<52) / (1 << 52) // uniform on [-1, 1)
			x[i] = float32(u * sd * 1.7320508075688772)               // on ±√3·sd the deviation is sd
		}
	}
	ones := func(x []float32) {
		for i := range x {
			x[i] = 1
		}
	}
	c := p.Config
	width, hidden := 1/sqrt(c.Dim), 1/sqrt(c.Hidden)
	fill(p.Embed.Data, 0.1)
	for _, l := range p.Layers {
		ones(l.Norm1)
		ones(l.Norm2)
		fill(l.QKV.Data, width)
		fill(l.Out.Data, 0.01*width)
		fill(l.GateU.Data, width)
		fill(l.Down.Data, 0.01*hidden)
	}
	ones(p.Norm)
	if !c.Tied {
		fill(p.Head.Data, width)
	}
	clear(p.Value)
}
