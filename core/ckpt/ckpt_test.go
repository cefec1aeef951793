package ckpt

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"preflab/core/nn"
)

// small is a shape in which no two sizes are equal, so that none can stand for
// another.
func small(tied, value bool) nn.Config {
	return nn.Config{Dim: 24, Layers: 3, Heads: 6, KVHeads: 2, Hidden: 20, Vocab: 37, Context: 16,
		Theta: 10000, Eps: 1e-5, Tied: tied, Value: value}
}

// counted is a model whose k-th number is k/8: all distinct, and exact in F16
// and BF16 only where the test wants it.
func counted(c nn.Config) *nn.Params {
	p := nn.NewParams(c)
	for i := range p.Flat {
		p.Flat[i] = float32(i) / 8
	}
	return p
}

var headKinds = []struct{ tied, value bool }{{true, false}, {true, true}, {false, false}, {false, true}}

// TestLoadUndoesSave holds F32 to every bit and the short formats to their
// rounding, for every kind of head.
func TestLoadUndoesSave(t *testing.T) {
	round := map[string]func(float32) float32{
		F32:  func(x float32) float32 { return x },
		F16:  func(x float32) float32 { return widenF16(narrowF16(x)) },
		BF16: func(x float32) float32 { return widenBF16(narrowBF16(x)) },
	}
	for _, k := range headKinds {
		for dtype, want := range round {
			t.Run(fmt.Sprintf("tied=%v value=%v %s", k.tied, k.value, dtype), func(t *testing.T) {
				p := nn.NewParams(small(k.tied, k.value))
				p.Init(7)
				for i := range p.Value {
					p.Value[i] = float32(i) - 0.3
				}
				config, weights := Save(p, dtype)
				got, err := Load(config, weights)
				if err != nil {
					t.Fatal(err)
				}
				if got.Config != p.Config {
					t.Fatalf("config %+v, want %+v", got.Config, p.Config)
				}
				for i := range p.Flat {
					if math.Float32bits(got.Flat[i]) != math.Float32bits(want(p.Flat[i])) {
						t.Fatalf("number %d is %v, want %v", i, got.Flat[i], want(p.Flat[i]))
					}
				}
				config2, weights2 := Save(got, dtype)
				if !bytes.Equal(config, config2) || !bytes.Equal(weights, weights2) {
					t.Error("saving what was loaded gives other bytes")
				}
				if dtype == F32 && Hash(got) != Hash(p) {
					t.Error("another hash")
				}
			})
		}
	}
}

// TestLayout finds single numbers where Hugging Face keeps them.
func TestLayout(t *testing.T) {
	c := small(false, true)
	p := counted(c)
	_, weights := Save(p, F32)
	f, err := Read(weights)
	if err != nil {
		t.Fatal(err)
	}
	d := c.HeadDim()
	l := p.Layers[1]
	for _, k := range []struct {
		name     string
		shape    string
		row, col int
		want     float32
	}{
		{"model.embed_tokens.weight", "[37 24]", 5, 3, p.Embed.Row(5)[3]},
		{"model.layers.1.self_attn.q_proj.weight", "[24 24]", 7, 3, l.QKV.Row(3)[7]},
		{"model.layers.1.self_attn.k_proj.weight", "[8 24]", 7, 3, l.QKV.Row(3)[6*d+7]},
		{"model.layers.1.self_attn.v_proj.weight", "[8 24]", 7, 3, l.QKV.Row(3)[8*d+7]},
		{"model.layers.1.self_attn.o_proj.weight", "[24 24]", 7, 3, l.Out.Row(3)[7]},
		{"model.layers.1.mlp.gate_proj.weight", "[20 24]", 7, 3, l.GateU.Row(3)[7]},
		{"model.layers.1.mlp.up_proj.weight", "[20 24]", 7, 3, l.GateU.Row(3)[20+7]},
		{"model.layers.1.mlp.down_proj.weight", "[24 20]", 7, 3, l.Down.Row(3)[7]},
		{"model.layers.1.input_layernorm.weight", "[24]", 0, 3, l.Norm1[3]},
		{"model.layers.1.post_attention_layernorm.weight", "[24]", 0, 3, l.Norm2[3]},
		{"model.norm.weight", "[24]", 0, 3, p.Norm[3]},
		{"lm_head.weight", "[37 24]", 5, 3, p.Head.Row(3)[5]},
		{"value_head.weight", "[1 24]", 0, 3, p.Value[3]},
		{"value_head.bias", "[1]", 0, 0, p.Value[24]},
	} {
		tensor := f.Find(k.name)
		if tensor == nil {
			t.Errorf("%s is missing", k.name)
			continue
		}
		if got := fmt.Sprint(tensor.Shape); got != k.shape {
			t.Errorf("%s has shape %s, want %s", k.name, got, k.shape)
		}
		x, _ := tensor.Floats(nil)
		if got := x[k.row*tensor.Shape[len(tensor.Shape)-1]+k.col]; got != k.want {
			t.Errorf("%s[%d,%d] = %v, want %v", k.name, k.row, k.col, got, k.want)
		}
	}
	if want := 1 + 9*c.Layers + 1 + 1 + 2; len(f.Tensors) != want {
		t.Errorf("%d tensors, want %d", len(f.Tensors), want)
	}
}

// TestLoadRefuses reads files that belong to another model, or to none.
func TestLoadRefuses(t *testing.T) {
	config, weights := Save(counted(small(true, false)), F32)
	untied, _ := Save(counted(small(false, false)), F32)
	f, err := Read(weights)
	if err != nil {
		t.Fatal(err)
	}
	with := func(change func([]Tensor) []Tensor) []byte {
		return Write(change(append([]Tensor(nil), f.Tensors...)), nil)
	}
	for _, c := range []struct {
		name            string
		config, weights []byte
		want            string
	}{
		{"no head", untied, weights, `"lm_head.weight" is missing; if the output shares the embedding, config.json must say tie_word_embeddings`},
		{"too few layers", bytes.Replace(config, []byte(`_layers": 3`), []byte(`_layers": 2`), 1), weights, `"model.layers.2.input_layernorm.weight" has no place`},
		{"too many layers", bytes.Replace(config, []byte(`_layers": 3`), []byte(`_layers": 4`), 1), weights, `"model.layers.3.input_layernorm.weight" is missing`},
		{"another vocabulary", bytes.Replace(config, []byte(`37`), []byte(`38`), 1), weights, `has shape [37 24]; config.json asks for [38 24]`},
		{"not a number", config, with(func(ts []Tensor) []Tensor {
			ts[1].Data = bytes.Clone(ts[1].Data)
			ts[1].Data[4*3+3], ts[1].Data[4*3+2] = 0x7F, 0xC0
			return ts
		}), `holds NaN at number 3`},
		{"integers", config, with(func(ts []Tensor) []Tensor {
			ts[1].DType = "I32"
			return ts
		}), `is of dtype I32; weights must be F32, F16 or BF16`},
		{"cut", config, weights[:len(weights)-1], "the file is cut short"},
	} {
		_, err := Load(c.config, c.weights)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want ...%s...", c.name, err, c.want)
		}
	}
}

// TestLoadIgnores what old writers add and what Hugging Face ignores.
func TestLoadIgnores(t *testing.T) {
	p := counted(small(true, false))
	config, weights := Save(p, F32)
	f, err := Read(weights)
	if err != nil {
		t.Fatal(err)
	}
	more := append(f.Tensors,
		Pack("model.layers.0.self_attn.rotary_emb.inv_freq", F32, []int{2}, []float32{1, 2}),
		Pack("lm_head.weight", F32, []int{1}, []float32{1}))
	got, err := Load(config, Write(more, nil))
	if err != nil {
		t.Fatal(err)
	}
	if Hash(got) != Hash(p) {
		t.Error("another model")
	}
}
