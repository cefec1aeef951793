package optim_test

import (
	"math"
	"testing"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/rng"
	"preflab/core/seq"
)

// A step is everything that one step of training touches, allocated once.
type step struct {
	m       *nn.Model
	o       *optim.AdamW
	ds      seq.Scores
	metrics loss.Report
}

func newStep(n int) *step {
	w := nn.NewParams(shape)
	w.Init(1)
	return &step{
		m: nn.New(kernel.Best(), w), o: adamw(0.1, 1), metrics: make(loss.Report, loss.DPOMetrics),
		ds: seq.Scores{LogP: make([]float32, n), Entropy: make([]float32, n), Value: make([]float32, n)},
	}
}

// gradient adds the gradient of f over b to s.m.G and returns the mean loss.
func (s *step) gradient(b *seq.Batch, f loss.Func) float64 {
	clear(s.ds.LogP)
	clear(s.metrics)
	f(b, s.m.Forward(b), s.ds, s.metrics)
	s.m.Backward(s.ds)
	value, _ := s.metrics[0].Value()
	return value
}

// take trains on b once.
func (s *step) take(b *seq.Batch, f loss.Func) float64 {
	clear(s.m.Grad().Flat)
	value := s.gradient(b, f)
	s.o.Step(kernel.Best(), s.m.W, s.m.G, 1e-3)
	s.m.Touch()
	return value
}

// batch makes rows of unequal lengths, in pairs; Norm counts what f divides by.
func batch(rows int, norm func(b *seq.Batch) float64) *seq.Batch {
	r := rng.New(2, "batch")
	tokens := func(n int) (out []int32) {
		for range n {
			out = append(out, int32(3+r.IntN(shape.Vocab-3)))
		}
		return out
	}
	b := seq.NewBatch(rows, 14)
	b.Ref = make([]float32, rows*14)
	for i := range rows {
		b.SetRow(i, tokens(3+i%3), tokens(8-i))
		if i%2 == 1 {
			b.Pairs = append(b.Pairs, seq.Pair{Chosen: i - 1, Rejected: i, Q: 1})
		}
	}
	b.Norm = norm(b)
	return b
}

func pairs(b *seq.Batch) float64 { return float64(len(b.Pairs)) }

func counted(b *seq.Batch) float64 {
	n := 0
	for i := range b.B {
		n += b.Count(i)
	}
	return float64(n)
}

// TestSteadyStepAllocatesNothing warms up once; from then on a step of SFT or DPO
// leaves the garbage collector idle.
func TestSteadyStepAllocatesNothing(t *testing.T) {
	for _, row := range []struct {
		name string
		f    loss.Func
		b    *seq.Batch
	}{
		{"SFT", loss.SFT, batch(4, counted)},
		{"DPO", loss.DPO{Beta: 0.1}.Loss, batch(4, pairs)},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newStep(len(row.b.Tokens))
			s.take(row.b, row.f)
			if got := testing.AllocsPerRun(5, func() { s.take(row.b, row.f) }); got != 0 {
				t.Errorf("a step allocates %v times", got)
			}
		})
	}
}

// TestMicrobatchesAreTheWholeStep cuts a step into two batches that keep the Norm
// of the whole. Only the order of float32 sums differs: 1e-5 of the largest
// gradient.
func TestMicrobatchesAreTheWholeStep(t *testing.T) {
	for _, row := range []struct {
		name string
		f    loss.Func
		b    *seq.Batch
	}{
		{"SFT", loss.SFT, batch(4, counted)},
		{"DPO", loss.DPO{Beta: 0.1}.Loss, batch(4, pairs)},
	} {
		t.Run(row.name, func(t *testing.T) {
			whole, parts := newStep(len(row.b.Tokens)), newStep(len(row.b.Tokens)/2)
			whole.gradient(row.b, row.f)
			for i := range 2 {
				parts.gradient(half(row.b, i), row.f)
			}
			largest, off := 0.0, 0.0
			for i, g := range whole.m.G.Flat {
				largest = max(largest, math.Abs(float64(g)))
				off = max(off, math.Abs(float64(g)-float64(parts.m.G.Flat[i])))
			}
			if largest == 0 || off > 1e-5*largest {
				t.Errorf("a gradient is %v off; the largest is %v", off, largest)
			}
		})
	}
}

// half returns the first or the last two rows of four.
func half(b *seq.Batch, i int) *seq.Batch {
	from, to := 2*i*b.T, 2*(i+1)*b.T
	return &seq.Batch{
		B: 2, T: b.T, Norm: b.Norm, Tokens: b.Tokens[from:to], Target: b.Target[from:to], Mask: b.Mask[from:to],
		Ref: b.Ref[from:to], Pairs: []seq.Pair{{Chosen: 0, Rejected: 1, Q: 1}},
	}
}

// TestStepGoesDownhill: the answer shown becomes more likely, and of two answers
// the chosen one gains on the other.
func TestStepGoesDownhill(t *testing.T) {
	t.Run("SFT raises the answer", func(t *testing.T) {
		b := batch(1, counted)
		s := newStep(len(b.Tokens))
		before := b.Sum(s.m.Forward(b).LogP, 0)
		s.take(b, loss.SFT)
		if after := b.Sum(s.m.Forward(b).LogP, 0); !(after > before) {
			t.Errorf("log-probability fell from %v to %v", before, after)
		}
	})
	t.Run("DPO parts the answers", func(t *testing.T) {
		b := batch(2, pairs)
		s := newStep(len(b.Tokens))
		copy(b.Ref, s.m.Forward(b).LogP)
		// The entry loss is ln 2 up to nothing: policy and reference have the same bits.
		if first := s.take(b, loss.DPO{Beta: 0.1}.Loss); first != math.Ln2 {
			t.Errorf("first loss: got %v, want ln 2", first)
		}
		logp := s.m.Forward(b).LogP
		if margin := b.Sum(logp, 0) - b.Sum(b.Ref, 0) - b.Sum(logp, 1) + b.Sum(b.Ref, 1); !(margin > 0) {
			t.Errorf("margin after one step: %v", margin)
		}
	})
}
