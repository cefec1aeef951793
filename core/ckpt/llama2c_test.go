package ckpt

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"

	"preflab/core/nn"
)

// TestHalfSplit moves one head of four numbers by hand: the pairs (0,1) and
// (2,3) of llama2.c become (0,2) and (1,3).
func TestHalfSplit(t *testing.T) {
	c := nn.Config{Dim: 8, Layers: 1, Heads: 2, KVHeads: 1, Hidden: 2, Vocab: 3, Context: 2, Theta: 1e4, Eps: 1e-5, Tied: true}
	p := nn.NewParams(c)
	for i := range p.Layers[0].QKV.Data {
		p.Layers[0].QKV.Data[i] = float32(i % 16)
	}
	halfSplit(p.Layers[0], c)
	want := []float32{0, 2, 1, 3, 4, 6, 5, 7 /* keys */, 8, 10, 9, 11 /* values */, 12, 13, 14, 15}
	for row := range 8 {
		for i, v := range p.Layers[0].QKV.Row(row) {
			if v != want[i] {
				t.Fatalf("row %d: %v, want %v", row, p.Layers[0].QKV.Row(row), want)
			}
		}
	}
}

// llama2cFile writes a file whose k-th number after the header is k.
func llama2cFile(header ...int32) []byte {
	var b []byte
	for _, v := range header {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	c, err := llama2cConfig(b)
	if err != nil {
		panic(err)
	}
	for i := range c.Count() + c.Context*c.HeadDim() {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(i)))
	}
	return b
}

// TestLlama2COrder reads a model whose numbers are their own places in the file.
func TestLlama2COrder(t *testing.T) {
	// C 8, F 6, L 2, H 2, K 1 (D 4), V 5 untied, T 3.
	p, err := ReadLlama2C(llama2cFile(8, 6, 2, 2, 1, -5, 3))
	if err != nil {
		t.Fatal(err)
	}
	const (
		embed = 0
		norm1 = embed + 5*8
		wq    = norm1 + 2*8
		wk    = wq + 2*64
		wv    = wk + 2*32
		wo    = wv + 2*32
		norm2 = wo + 2*64
		w1    = norm2 + 2*8
		w2    = w1 + 2*48
		w3    = w2 + 2*48
		norm  = w3 + 2*48
		cls   = norm + 8 + 3*4
	)
	l := p.Layers[1]
	for _, c := range []struct {
		name string
		got  float32
		want int
	}{
		{"embedding of token 2", p.Embed.Row(2)[3], embed + 2*8 + 3},
		{"norm 1", l.Norm1[3], norm1 + 8 + 3},
		{"query 5 (head 1, pair 0, second: 4+0+2)", l.QKV.Row(3)[6], wq + 64 + 5*8 + 3},
		{"key 2 (pair 1, first: 1)", l.QKV.Row(3)[8+1], wk + 32 + 2*8 + 3},
		{"value 2 (stays)", l.QKV.Row(3)[8+4+2], wv + 32 + 2*8 + 3},
		{"output", l.Out.Row(3)[5], wo + 64 + 5*8 + 3},
		{"norm 2", l.Norm2[3], norm2 + 8 + 3},
		{"gate", l.GateU.Row(3)[5], w1 + 48 + 5*8 + 3},
		{"up", l.GateU.Row(3)[6+5], w3 + 48 + 5*8 + 3},
		{"down", l.Down.Row(3)[5], w2 + 48 + 5*6 + 3},
		{"last norm", p.Norm[3], norm + 3},
		{"head", p.Head.Row(3)[4], cls + 4*8 + 3},
	} {
		if c.got != float32(c.want) {
			t.Errorf("%s: number %v of the file, want %d", c.name, c.got, c.want)
		}
	}
}

// TestStories260K reads a model that someone else trained, and takes it through
// safetensors.
func TestStories260K(t *testing.T) {
	data := sharedFile(t, "checkpoints/stories260K/stories260K.bin")
	p, err := ReadLlama2C(data)
	if err != nil {
		t.Fatal(err)
	}
	want := nn.Config{Dim: 64, Layers: 5, Heads: 8, KVHeads: 4, Hidden: 172, Vocab: 512, Context: 512, Theta: 1e4, Eps: 1e-5, Tied: true}
	if p.Config != want || len(p.Flat) != 260032 {
		t.Fatalf("%d numbers of %+v, want 260032 of %+v", len(p.Flat), p.Config, want)
	}
	again, err := Load(Save(p, F32))
	if err != nil {
		t.Fatal(err)
	}
	if Hash(again) != Hash(p) {
		t.Error("safetensors changed the model")
	}
}

// TestLlama2CRefuses names what is wrong.
func TestLlama2CRefuses(t *testing.T) {
	good := llama2cFile(8, 6, 2, 2, 1, 5, 3)
	change := func(at int, v uint32) []byte {
		b := append([]byte(nil), good...)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "the file has 0 bytes; its header alone takes 28"},
		{"cut", good[:len(good)-4], "takes 3084 bytes, the file has 3080"},
		{"too long", append(good[:len(good):len(good)], 0), "takes 3084 bytes, the file has 3085"},
		{"version 1", change(0, llama2cMagic), "only version 0"},
		{"width 0", change(0, 0), "hidden_size is 0"},
		{"huge", change(8, 1<<30), "num_hidden_layers is 1073741824; it must be from 1 to 64"},
		{"least vocabulary", change(20, 1<<31), "vocab_size is 2147483648"},
		{"NaN", change(28+4*(5*8+2), math.Float32bits(float32(math.NaN()))), "model.layers.0.input_layernorm.weight holds a number that is not finite"},
	} {
		_, err := ReadLlama2C(c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want ...%s...", c.name, err, c.want)
		}
	}
}
