package nn

import (
	"math/rand/v2"

	"preflab/core/exact"
	"preflab/core/kernel"
)

// Draw says how to choose the next token. The zero value is greedy.
type Draw struct {
	Temperature float64 // 0 takes the likeliest token
	TopK        int     // keep the K likeliest; 0 keeps all
	TopP        float64 // keep the fewest likeliest whose probabilities reach P; 0 or 1 keeps all
}

// A Stream is one sequence being written.
type Stream struct {
	Prompt []int32    // begins with BOS
	Rand   *rand.Rand // its own, so that streams do not disturb each other; unused when greedy
	Limit  int        // most tokens to write; 0: to the end of the context

	Tokens []int32   // written so far, with the end token if it came
	LogP   []float64 // of each, under the distribution that it was drawn from
	Ended  bool      // the end token came
}

// A Sampler continues streams in lock step, sharing each product over them.
// Keys and values of all positions are cached: one token costs one pass of one
// row. A sampler's results equal, bit for bit, those of a full forward pass.
type Sampler struct {
	m    *Model
	rows int
	kT   [][]kernel.Mat // per layer, per row·group: (D, Context) keys, transposed
	v    [][]kernel.Mat // per layer, per row·group: (Context, D) values
	x, n, qkv, ctx, gu, h,
	logits, p kernel.Mat
	inv    []float32
	kept   []int32 // scratch of the filters
	tokens []int32

	streams []*Stream
	draws   Draw
	eos     int32
	pos     int
}

// NewSampler returns a sampler of up to rows streams at a time.
func (m *Model) NewSampler(rows int) *Sampler {
	c := m.W.Config
	d := c.HeadDim()
	s := &Sampler{m: m, rows: rows}
	for range c.Layers {
		var kT, v []kernel.Mat
		for range rows * c.KVHeads {
			kT = append(kT, kernel.M(make([]float32, d*c.Context), d, c.Context))
			v = append(v, kernel.M(make([]float32, c.Context*d), c.Context, d))
		}
		s.kT, s.v = append(s.kT, kT), append(s.v, v)
	}
	s.p = kernel.M(make([]float32, c.Context), 1, c.Context)
	s.tokens = make([]int32, rows)
	s.shape(rows)
	return s
}

// shape readies the buffers for r rows.
func (s *Sampler) shape(r int) {
	c := s.m.W.Config
	s.x, s.n, s.ctx = mat(s.x, r, c.Dim), mat(s.n, r, c.Dim), mat(s.ctx, r, c.Dim)
	s.qkv, s.gu, s.h = mat(s.qkv, r, c.QKV()), mat(s.gu, r, 2*c.Hidden), mat(s.h, r, c.Hidden)
	s.logits, s.inv = mat(s.logits, r, c.Vocab), vec(s.inv, r)
}

// Begin readies the sampler to continue these streams. It panics if there are
// more streams than rows or a prompt is empty.
func (s *Sampler) Begin(streams []*Stream, d Draw, eos int32) {
	if len(streams) > s.rows {
		panic("nn: more streams than the sampler has rows")
	}
	for _, st := range streams {
		if len(st.Prompt) == 0 {
			panic("nn: a stream's prompt is empty; begin it with BOS")
		}
	}
	s.streams, s.draws, s.eos, s.pos = streams, d, eos, 0
	s.shape(len(streams))
}

// Next computes one more position of every stream; false when each has ended or
// reached its limit.
func (s *Sampler) Next() bool {
	if !s.feedTokens() {
		return false
	}
	s.forward(s.pos)
	for i, st := range s.streams {
		if s.pos+1 >= len(st.Prompt) && st.open(s.m.W.Config.Context) {
			s.choose(i, st)
		}
	}
	s.pos++
	return true
}

// Run continues the streams to the end.
func (s *Sampler) Run(streams []*Stream, d Draw, eos int32) {
	for s.Begin(streams, d, eos); s.Next(); {
	}
}

// open reports whether the stream wants another token.
func (st *Stream) open(context int) bool {
	return !st.Ended && (st.Limit == 0 || len(st.Tokens) < st.Limit) && len(st.Prompt)+len(st.Tokens) < context+1
}

// feedTokens sets the input token of each row; false when no stream wants more.
// Rows that have finished go on with token 0; what they compute is never read.
func (s *Sampler) feedTokens() bool {
	more := false
	for i, st := range s.streams {
		more = more || st.open(s.m.W.Config.Context)
		s.tokens[i] = 0
		if written := s.pos - len(st.Prompt); written < 0 {
			s.tokens[i] = st.Prompt[s.pos]
		} else if written < len(st.Tokens) {
			s.tokens[i] = st.Tokens[written]
		}
	}
	return more && s.pos < s.m.W.Config.Context
}

// forward runs one position of every row and leaves the logits.
func (s *Sampler) forward(pos int) {
	m, k, r := s.m, s.m.k, s.x.R
	c := m.W.Config
	eps := float32(c.Eps)
	for i := range r {
		copy(s.x.Row(i), m.W.Embed.Row(int(s.tokens[i])))
	}
	for l := range m.W.Layers {
		w := &m.W.Layers[l]
		k.RMSNorm(s.n, s.inv, s.x, w.Norm1, eps)
		k.MatMul(s.qkv, s.n, w.QKV, false)
		for i := range r {
			s.attend(l, i, pos)
		}
		k.MatMul(s.x, s.ctx, w.Out, true)
		k.RMSNorm(s.n, s.inv, s.x, w.Norm2, eps)
		k.MatMul(s.gu, s.n, w.GateU, false)
		k.SwiGLU(s.h, s.gu)
		k.MatMul(s.x, s.h, w.Down, true)
	}
	k.RMSNorm(s.n, s.inv, s.x, m.W.Norm, eps)
	k.MatMul(s.logits, s.n, m.headT(), false)
}

// attend stores the key and value of row i at pos and attends over all so far.
func (s *Sampler) attend(l, i, pos int) {
	m, k, c := s.m, s.m.k, s.m.W.Config
	d := c.HeadDim()
	row := s.qkv.Rows(i, 1)
	k.Rope(row.Cols(0, (c.Heads+c.KVHeads)*d), m.cos.Rows(pos, 1), m.sin.Rows(pos, 1), d, 1)
	for g := range c.KVHeads {
		kT, v := s.kT[l][i*c.KVHeads+g], s.v[l][i*c.KVHeads+g]
		for j, x := range row.Row(0)[(c.Heads+g)*d:][:d] {
			kT.Data[j*kT.Stride+pos] = x
		}
		copy(v.Row(pos), row.Row(0)[(c.Heads+c.KVHeads+g)*d:])
	}
	p := s.p.Cols(0, min((pos+8)&^7, c.Context)) // whole registers; what is past pos is cleared below
	scale := float32(1 / sqrt(d))
	for h := range c.Heads {
		g := i*c.KVHeads + h/(c.Heads/c.KVHeads)
		k.MatMul(p, row.Cols(h*d, d), s.kT[l][g].Cols(0, p.C), false)
		k.Softmax(p, scale, pos)
		k.MatMul(s.ctx.Rows(i, 1).Cols(h*d, d), p.Cols(0, pos+1), s.v[l][g].Rows(0, pos+1), false)
	}
}

// choose draws the next token of stream i.
func (s *Sampler) choose(i int, st *Stream) {
	row := s.logits.Rows(i, 1)
	var tok int32
	lp := 0.0
	if s.draws.Temperature <= 0 {
		for j, z := range row.Row(0) {
			if z > row.Row(0)[tok] {
				tok = int32(j)
			}
		}
	} else {
		s.m.k.Softmax(row, float32(1/s.draws.Temperature), row.C)
		tok, lp = s.draw(row.Row(0), s.draws, st.Rand)
	}
	st.Tokens, st.LogP = append(st.Tokens, tok), append(st.LogP, lp)
	st.Ended = tok == s.eos
}

// draw picks a token from probabilities p after the filters, in ascending order
// of id, and returns the log of its share of what the filters kept.
func (s *Sampler) draw(p []float32, d Draw, r *rand.Rand) (int32, float64) {
	s.filter(p, d)
	total := 0.0
	for _, x := range p {
		total += float64(x)
	}
	u := r.Float64() * total
	last := int32(-1)
	for j, x := range p {
		if x == 0 {
			continue
		}
		last = int32(j)
		if u -= float64(x); u < 0 {
			break
		}
	}
	return last, exact.Log(float64(p[last]) / total)
}
