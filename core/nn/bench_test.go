package nn_test

import (
	"testing"

	"preflab/core/kernel"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/seq"
)

// shipped is the shape of the models that the site ships, about half a million weights.
var shipped = nn.Config{Dim: 96, Layers: 4, Heads: 3, KVHeads: 3, Hidden: 256, Vocab: 1488, Context: 128, Theta: 1e4, Eps: 1e-5, Tied: true}

// BenchmarkStep times forward and backward of one shard of DPO: two pairs of
// 56 positions on the shipped shape, on one thread.
func BenchmarkStep(b *testing.B) {
	m := newModel(shipped, 1)
	batch := seq.NewBatch(4, 56)
	r := rng.New(1, "bench")
	row := func(n int) (out []int32) {
		for range n {
			out = append(out, int32(r.IntN(shipped.Vocab)))
		}
		return out
	}
	for i := range batch.B {
		batch.SetRow(i, row(25), row(32))
	}
	ds := seq.Scores{LogP: make([]float32, 4*56)}
	for i := range ds.LogP {
		ds.LogP[i] = 0.01
	}
	for b.Loop() {
		m.Forward(batch)
		m.Backward(ds)
	}
	flop := 6 * float64(4*56) * float64(shipped.Count()-shipped.Vocab*shipped.Dim)
	flop += 6 * float64(4*32) * float64(shipped.Vocab*shipped.Dim)
	b.ReportMetric(flop*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
	b.ReportMetric(4*56*float64(b.N)/b.Elapsed().Seconds(), "tok/s")
	b.Log(kernel.Best().Name())
}
