package ckpt

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"preflab/core/kernel"
	"preflab/core/nn"
)

const (
	valueWeight = "value_head.weight"
	valueBias   = "value_head.bias"
	headWeight  = "lm_head.weight"
)

// A slot is one tensor of Hugging Face's Llama layout and its place in
// nn.Params. shape is the file's: (out, in) for a matrix.
type slot struct {
	name  string
	shape []int
	at    func(*nn.Params) kernel.Mat // (in, out) if flip, else as shape, a vector as one row
	flip  bool
}

// slots lists the tensors of a model of that shape.
func slots(c nn.Config) []slot {
	s := []slot{
		table("model.embed_tokens.weight", c.Vocab, c.Dim, func(p *nn.Params) kernel.Mat { return p.Embed }),
	}
	for i := range c.Layers {
		s = append(s, layerSlots(c, i)...)
	}
	s = append(s, vector("model.norm.weight", c.Dim, func(p *nn.Params) []float32 { return p.Norm }))
	if !c.Tied {
		s = append(s, matrix(headWeight, c.Vocab, c.Dim, func(p *nn.Params) kernel.Mat { return p.Head }))
	}
	if c.Value {
		s = append(s,
			table(valueWeight, 1, c.Dim, func(p *nn.Params) kernel.Mat { return kernel.M(p.Value[:c.Dim], 1, c.Dim) }),
			vector(valueBias, 1, func(p *nn.Params) []float32 { return p.Value[c.Dim:] }))
	}
	return s
}

// layerSlots lists the tensors of layer i, the fused ones as columns of theirs.
func layerSlots(c nn.Config, i int) []slot {
	pre := "model.layers." + strconv.Itoa(i) + "."
	q, kv := c.Heads*c.HeadDim(), c.KVHeads*c.HeadDim()
	at := func(p *nn.Params) *nn.Layer { return &p.Layers[i] }
	qkv := func(from, n int) func(*nn.Params) kernel.Mat {
		return func(p *nn.Params) kernel.Mat { return at(p).QKV.Cols(from, n) }
	}
	gateUp := func(from int) func(*nn.Params) kernel.Mat {
		return func(p *nn.Params) kernel.Mat { return at(p).GateU.Cols(from, c.Hidden) }
	}
	return []slot{
		vector(pre+"input_layernorm.weight", c.Dim, func(p *nn.Params) []float32 { return at(p).Norm1 }),
		matrix(pre+"self_attn.q_proj.weight", q, c.Dim, qkv(0, q)),
		matrix(pre+"self_attn.k_proj.weight", kv, c.Dim, qkv(q, kv)),
		matrix(pre+"self_attn.v_proj.weight", kv, c.Dim, qkv(q+kv, kv)),
		matrix(pre+"self_attn.o_proj.weight", c.Dim, q, func(p *nn.Params) kernel.Mat { return at(p).Out }),
		vector(pre+"post_attention_layernorm.weight", c.Dim, func(p *nn.Params) []float32 { return at(p).Norm2 }),
		matrix(pre+"mlp.gate_proj.weight", c.Hidden, c.Dim, gateUp(0)),
		matrix(pre+"mlp.up_proj.weight", c.Hidden, c.Dim, gateUp(c.Hidden)),
		matrix(pre+"mlp.down_proj.weight", c.Dim, c.Hidden, func(p *nn.Params) kernel.Mat { return at(p).Down }),
	}
}

// matrix is a slot that nn keeps as (in, out).
func matrix(name string, out, in int, at func(*nn.Params) kernel.Mat) slot {
	return slot{name, []int{out, in}, at, true}
}

// table is a slot that nn keeps as the file does.
func table(name string, rows, cols int, at func(*nn.Params) kernel.Mat) slot {
	return slot{name, []int{rows, cols}, at, false}
}

func vector(name string, n int, at func(*nn.Params) []float32) slot {
	return slot{name, []int{n}, func(p *nn.Params) kernel.Mat { return kernel.M(at(p), 1, n) }, false}
}

// put copies x, in the file's order, into p.
func (s slot) put(p *nn.Params, x []float32) {
	m := s.at(p)
	for i := range m.R {
		row := m.Row(i)
		if !s.flip {
			copy(row, x[i*m.C:])
			continue
		}
		for j := range row {
			row[j] = x[j*m.R+i]
		}
	}
}

// take returns the numbers of p in the file's order.
func (s slot) take(p *nn.Params) []float32 {
	m := s.at(p)
	x := make([]float32, m.R*m.C)
	for i := range m.R {
		row := m.Row(i)
		if !s.flip {
			copy(x[i*m.C:], row)
			continue
		}
		for j, v := range row {
			x[j*m.R+i] = v
		}
	}
	return x
}

// checkLlama holds a file to the layout: every tensor there, of the right
// shape, and no other that would change what the model computes.
func checkLlama(c nn.Config, f *File) error {
	known := map[string]bool{}
	for _, s := range slots(c) {
		known[s.name] = true
		t := f.Find(s.name)
		if t == nil {
			return missing(s.name)
		}
		if !slices.Equal(t.Shape, s.shape) {
			return fmt.Errorf("the tensor %q has shape %v; config.json asks for %v", s.name, t.Shape, s.shape)
		}
	}
	for _, t := range f.Tensors {
		switch {
		case known[t.Name]:
		case strings.HasSuffix(t.Name, ".rotary_emb.inv_freq"): // a constant that old writers stored
		case c.Tied && t.Name == headWeight: // Hugging Face ignores it too
		default:
			return fmt.Errorf("the tensor %q has no place in a Llama model of %d layers; was config.json made for another file?", t.Name, c.Layers)
		}
	}
	return nil
}

func missing(name string) error {
	if name == headWeight {
		return fmt.Errorf("the tensor %q is missing; if the output shares the embedding, config.json must say tie_word_embeddings: true", name)
	}
	return fmt.Errorf("the tensor %q is missing", name)
}
