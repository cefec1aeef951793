package golden

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"testing"

	"preflab/core/ckpt"
	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/seq"
	"preflab/core/shard"
)

// A trainer is a model with an optimiser and the oracle's text to learn.
type trainer struct {
	m *nn.Model
	o *optim.AdamW
	b *seq.Batch
}

// newTrainer readies stories260K with the oracle's settings: every token of the
// text but BOS is a target, betas .9 and .95, decay 0.1 on matrices, norm 1.
func newTrainer(t *testing.T, ids []int32) trainer {
	w := stories(t)
	b := seq.NewBatch(1, len(ids)-1)
	b.SetRow(0, ids[:1], ids[1:])
	b.Norm = float64(len(ids) - 1)
	return trainer{nn.New(kernel.Best(), w), optim.New(w.Config, .9, .95, 1e-8, .1, 1), b}
}

// backward returns the loss and leaves its gradient in tr.m.G.
func (tr trainer) backward() float64 {
	return backward(tr.m, tr.b, loss.SFT, loss.SFTMetrics, func(seq.Scores) {})
}

// backward shows the scores and returns the mean loss; m.G has its gradient.
func backward(m *nn.Model, b *seq.Batch, f loss.Func, metrics int, show func(seq.Scores)) float64 {
	var ds seq.Scores
	r := make(loss.Report, metrics)
	s := m.Forward(b)
	show(s)
	shard.Zero(&ds, s)
	clear(m.Grad().Flat)
	f(b, s, ds, r)
	m.Backward(ds)
	value, _ := r[0].Value()
	return value
}

// step moves the weights at the oracle's learning rate; it returns the norm
// before clipping.
func (tr trainer) step() float64 {
	norm := tr.o.Step(kernel.Best(), tr.m.W, tr.m.G, 1e-3)
	tr.m.Touch()
	return norm
}

// TestGradientsArePyTorchs compares a real text's loss to 1e-5 and each of the
// model's 260,032 gradients to 1e-3 of itself or 1e-6, the project's promise.
func TestGradientsArePyTorchs(t *testing.T) {
	o := storiesOracle(t)
	tr, want := newTrainer(t, o.SFT.IDs), expectedGradients(t, o)
	value := tr.backward()
	near(t, "loss", value, o.SFT.Loss, 1e-5, 0)
	near(t, "norm", optim.Norm(kernel.Best(), tr.m.G.Flat), o.SFT.Norm, 0, 1e-5)
	if n := len(want.Flat); n != 260032 {
		t.Fatalf("%d gradients, want 260032", n)
	}
	bad, share := 0, 0.0
	for i, w := range want.Flat {
		off := math.Abs(float64(tr.m.G.Flat[i]) - float64(w))
		limit := max(1e-6, 1e-3*math.Abs(float64(w)))
		if share = max(share, off/limit); !(off <= limit) {
			bad++
		}
	}
	if bad > 0 {
		t.Errorf("%d of %d gradients are off", bad, len(want.Flat))
	}
	t.Logf("loss %.1g off; a gradient at most %.1g off, %.2g of its bound", value-o.SFT.Loss, worst(tr.m.G.Flat, want.Flat), share)
}

// expectedGradients writes the oracle's gradients as a model in llama2.c's format
// and has that read, which puts them in nn's layout.
func expectedGradients(t *testing.T, o oracle) *nn.Params {
	t.Helper()
	data := read(t, "expected/stories260K.sft_grads.f64")
	byName := map[string][]byte{}
	for _, x := range o.SFT.Tensors {
		n := 1
		for _, d := range x.Shape {
			n *= d
		}
		for i := range n {
			g := math.Float64frombits(binary.LittleEndian.Uint64(data[8*i:]))
			byName[x.Name] = binary.LittleEndian.AppendUint32(byName[x.Name], math.Float32bits(float32(g)))
		}
		data = data[8*n:]
	}
	c := stories(t).Config
	file := slices.Clone(read(t, "checkpoints/stories260K/stories260K.bin")[:28])
	file = append(file, byName["tok_embeddings.weight"]...)
	for _, kind := range []string{"attention_norm", "attention.wq", "attention.wk", "attention.wv", "attention.wo", "ffn_norm",
		"feed_forward.w1", "feed_forward.w2", "feed_forward.w3"} {
		for i := range c.Layers {
			file = append(file, byName[fmt.Sprintf("layers.%d.%s.weight", i, kind)]...)
		}
	}
	file = append(file, byName["norm.weight"]...)
	file = append(file, make([]byte, 4*c.Context*c.HeadDim())...) // the tables of cosines, which are not read
	p, err := ckpt.ReadLlama2C(file)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestAdamWIsPyTorchs takes five steps. Losses are held to 1e-3 and norms to
// 1e-3 of themselves, the project's promise; PyTorch computed in float64.
func TestAdamWIsPyTorchs(t *testing.T) {
	o := storiesOracle(t)
	tr := newTrainer(t, o.SFT.IDs)
	for i, want := range o.AdamW.Losses {
		value := tr.backward()
		near(t, fmt.Sprintf("loss before step %d", i+1), value, want, 1e-3, 0)
		t.Logf("loss %.6f, %.1g off", value, value-want)
		if i < len(o.AdamW.Norms) {
			norm := tr.step()
			near(t, fmt.Sprintf("norm at step %d", i+1), norm, o.AdamW.Norms[i], 0, 1e-3)
			t.Logf("norm %.6f, %.1g off", norm, norm-o.AdamW.Norms[i])
		}
	}
}
