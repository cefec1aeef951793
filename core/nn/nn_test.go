package nn_test

import (
	"math"
	"testing"

	"preflab/core/kernel"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/seq"
)

// shapes are the corners of the architecture: grouped heads, tied and untied,
// odd sizes.
var shapes = map[string]nn.Config{
	"tied":    {Dim: 16, Layers: 2, Heads: 4, KVHeads: 2, Hidden: 24, Vocab: 40, Context: 32, Theta: 1e4, Eps: 1e-5, Tied: true, Value: true},
	"untied":  {Dim: 24, Layers: 1, Heads: 2, KVHeads: 2, Hidden: 20, Vocab: 37, Context: 32, Theta: 1e4, Eps: 1e-5, Value: true},
	"one key": {Dim: 16, Layers: 3, Heads: 4, KVHeads: 1, Hidden: 16, Vocab: 33, Context: 32, Theta: 1e4, Eps: 1e-5, Tied: true, Value: true},
}

func newModel(c nn.Config, seed uint64) *nn.Model {
	p := nn.NewParams(c)
	p.Init(seed)
	r := rng.New(seed, "test")
	for i := range p.Flat { // move norms and the value head off their special values
		p.Flat[i] += float32(r.Float64()-0.5) * 0.2
	}
	return nn.New(kernel.Best(), p)
}

// newBatch fills rows of unequal length: prompt, completion, padding.
func newBatch(c nn.Config, b, t int, seed uint64) *seq.Batch {
	r := rng.New(seed, "batch")
	tokens := func(n int) (out []int32) {
		for range n {
			out = append(out, int32(r.IntN(c.Vocab)))
		}
		return out
	}
	batch := seq.NewBatch(b, t)
	for i := range b {
		batch.SetRow(i, tokens(2+i), tokens(t/2-i))
	}
	return batch
}

// objective is a fixed linear function of the scores.
func objective(s seq.Scores) (loss float64, ds seq.Scores) {
	n := len(s.LogP)
	ds = seq.Scores{LogP: make([]float32, n), Entropy: make([]float32, n), Value: make([]float32, n)}
	for i := range n {
		if s.LogP[i] == 0 {
			continue
		}
		a, b, c := float64(i%5)-2, float64(i%3)-1, float64(i%4)-1.5
		ds.LogP[i], ds.Entropy[i], ds.Value[i] = float32(a), float32(b), float32(c)
		loss += a*float64(s.LogP[i]) + b*float64(s.Entropy[i]) + c*float64(s.Value[i])
	}
	return loss, ds
}

// TestGradientsByFiniteDifference compares every tensor's gradient with central
// differences along a random direction. The step of 2e-3 balances truncation
// against float32 rounding of the scores; 2 % of the slope covers both.
func TestGradientsByFiniteDifference(t *testing.T) {
	for name, c := range shapes {
		t.Run(name, func(t *testing.T) {
			m := newModel(c, 1)
			b := newBatch(c, 3, 12, 2)
			_, ds := objective(m.Forward(b))
			m.Backward(ds)
			r := rng.New(3, "direction")
			for _, g := range m.W.Groups() {
				w := m.W.Flat[g.Start:g.End]
				keep := append([]float32(nil), w...)
				dir := make([]float64, len(w))
				var slope float64
				for i := range dir {
					dir[i] = r.Float64() - 0.5
					slope += dir[i] * float64(m.G.Flat[g.Start+i])
				}
				at := func(eps float64) float64 {
					for i := range w {
						w[i] = keep[i] + float32(eps*dir[i])
					}
					m.Touch()
					loss, _ := objective(m.Forward(b))
					copy(w, keep)
					return loss
				}
				const eps = 2e-3
				got := (at(eps) - at(-eps)) / (2 * eps)
				if math.Abs(got-slope) > 0.02*math.Abs(slope)+0.02 {
					t.Errorf("weights %d to %d: slope %v, gradient says %v", g.Start, g.End, got, slope)
				}
			}
		})
	}
}

// TestPastIgnoresFuture changes a late token: earlier scores keep their bits.
func TestPastIgnoresFuture(t *testing.T) {
	c := shapes["tied"]
	m, b := newModel(c, 1), newBatch(c, 2, 12, 2)
	before := append([]float32(nil), m.Forward(b).LogP...)
	b.Tokens[6] = (b.Tokens[6] + 1) % int32(c.Vocab)
	after := m.Forward(b).LogP
	for i := range 6 {
		if before[i] != after[i] {
			t.Errorf("position %d changed: %v to %v", i, before[i], after[i])
		}
	}
	if before[6] == after[6] {
		t.Error("the changed position did not change")
	}
}

// TestPaddingAndPromptHaveNoGradient gives a row a longer tail of padding, and
// asks that not a bit of any gradient moves; and that tokens which occur only in
// the padding have a gradient of exactly 0.
func TestPaddingAndPromptHaveNoGradient(t *testing.T) {
	c := shapes["untied"]
	short, long := seq.NewBatch(1, 8), seq.NewBatch(1, 16)
	for _, b := range []*seq.Batch{short, long} {
		b.SetRow(0, []int32{1, 5, 6}, []int32{7, 8, 2})
	}
	for i := 6; i < 16; i++ {
		long.Tokens[i] = 30
	}
	a, b := newModel(c, 1), newModel(c, 1)
	for _, run := range []struct {
		m *nn.Model
		b *seq.Batch
	}{{a, short}, {b, long}} {
		_, ds := objective(run.m.Forward(run.b))
		run.m.Backward(ds)
	}
	for i, g := range b.G.Embed.Row(30) {
		if g != 0 {
			t.Fatalf("padding token has gradient %v at %d", g, i)
		}
	}
	for i := range a.G.Flat {
		if a.G.Flat[i] != b.G.Flat[i] {
			t.Fatalf("gradient %d is %v with 2 paddings and %v with 10", i, a.G.Flat[i], b.G.Flat[i])
		}
	}
}

// TestSamplerIsForward samples with the cache and scores the result with a full
// pass: the log-probabilities agree to the rounding of the last logarithm.
func TestSamplerIsForward(t *testing.T) {
	for name, c := range shapes {
		t.Run(name, func(t *testing.T) {
			m := newModel(c, 4)
			var streams []*nn.Stream
			for i := range 3 {
				streams = append(streams, &nn.Stream{Prompt: []int32{1, 5, int32(6 + i)}[:1+i], Rand: rng.At(9, "sample", i), Limit: 10})
			}
			m.NewSampler(4).Run(streams, nn.Draw{Temperature: 1}, 2)
			b := seq.NewBatch(3, 16)
			for i, st := range streams {
				b.SetRow(i, st.Prompt, st.Tokens)
			}
			s := m.Forward(b)
			for i, st := range streams {
				if len(st.Tokens) != 10 && !st.Ended {
					t.Fatalf("stream %d stopped at %d tokens", i, len(st.Tokens))
				}
				for j, lp := range st.LogP {
					got := float64(s.LogP[i*b.T+len(st.Prompt)-1+j])
					if math.Abs(got-lp) > 2e-6*max(1, math.Abs(lp)) {
						t.Errorf("stream %d token %d: sampled at %v, scored at %v", i, j, lp, got)
					}
				}
			}
		})
	}
}

// TestStreamsDoNotDisturbEachOther samples one stream alone and in company.
func TestStreamsDoNotDisturbEachOther(t *testing.T) {
	m := newModel(shapes["tied"], 4)
	run := func(n int) []int32 {
		var streams []*nn.Stream
		for i := range n {
			streams = append(streams, &nn.Stream{Prompt: []int32{1, 5}, Rand: rng.At(9, "sample", i), Limit: 12})
		}
		m.NewSampler(5).Run(streams, nn.Draw{Temperature: 0.8, TopP: 0.9, TopK: 20}, 2)
		return streams[0].Tokens
	}
	alone, company := run(1), run(5)
	for i := range alone {
		if alone[i] != company[i] {
			t.Fatalf("token %d: %d alone, %d in company", i, alone[i], company[i])
		}
	}
}

// TestFiltersKeepTheLikeliest checks top-k 1 against greedy, and that a sampled
// log-probability is that of the filtered distribution.
func TestFiltersKeepTheLikeliest(t *testing.T) {
	m := newModel(shapes["tied"], 4)
	run := func(d nn.Draw) *nn.Stream {
		s := &nn.Stream{Prompt: []int32{1}, Rand: rng.New(1, "sample"), Limit: 8}
		m.NewSampler(1).Run([]*nn.Stream{s}, d, -1)
		return s
	}
	greedy, top1 := run(nn.Draw{}), run(nn.Draw{Temperature: 1, TopK: 1})
	for i := range greedy.Tokens {
		if greedy.Tokens[i] != top1.Tokens[i] || top1.LogP[i] != 0 {
			t.Errorf("token %d: greedy %d, top-1 %d at %v", i, greedy.Tokens[i], top1.Tokens[i], top1.LogP[i])
		}
	}
}

// TestKLOfItselfIsZero and grows when the weights move.
func TestKLOfItselfIsZero(t *testing.T) {
	c := shapes["tied"]
	m, ref, b := newModel(c, 1), newModel(c, 1), newBatch(c, 2, 12, 2)
	m.Forward(b)
	ref.Forward(b)
	for i, kl := range m.KL(ref) {
		if kl > 1e-9 {
			t.Errorf("KL of equal models at %d is %v", i, kl)
		}
	}
	for i := range m.W.Flat {
		m.W.Flat[i] *= 1.1
	}
	m.Touch()
	m.Forward(b)
	sum := 0.0
	for _, kl := range m.KL(ref) {
		sum += kl
	}
	if sum <= 1e-4 {
		t.Errorf("KL after a change is %v", sum)
	}
}
