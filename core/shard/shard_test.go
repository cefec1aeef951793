package shard_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/shard"
)

var shape = nn.Config{Dim: 16, Layers: 2, Heads: 2, KVHeads: 1, Hidden: 20, Vocab: 33, Context: 24, Theta: 1e4, Eps: 1e-5, Tied: true}

// batches makes n shards of one pair each, of different lengths, and the same
// pairs in one batch.
func batches(n int) (shards []*seq.Batch, whole *seq.Batch) {
	r := rng.New(1, "test")
	const t = 14
	whole = seq.NewBatch(2*n, t)
	whole.Ref, whole.Norm = make([]float32, 2*n*t), float64(n)
	for i := range n {
		b := seq.NewBatch(2, t)
		b.Ref, b.Norm, b.Pairs = make([]float32, 2*t), float64(n), []seq.Pair{{Chosen: 0, Rejected: 1, Q: 1}}
		for row := range 2 {
			tokens := make([]int32, 8+i%3+row)
			for j := range tokens {
				tokens[j] = int32(r.IntN(shape.Vocab))
			}
			b.SetRow(row, tokens[:4], tokens[4:])
			whole.SetRow(2*i+row, tokens[:4], tokens[4:])
		}
		whole.Pairs = append(whole.Pairs, seq.Pair{Chosen: 2 * i, Rejected: 2*i + 1, Q: 1})
		shards = append(shards, b)
	}
	return shards, whole
}

func group(workers int) *shard.Group {
	w := nn.NewParams(shape)
	w.Init(1)
	return shard.New(kernel.Best(), w, workers)
}

// gradient returns a copy of the gradient, and the metrics.
func gradient(g *shard.Group, shards []*seq.Batch) ([]float32, loss.Report) {
	r := make(loss.Report, loss.DPOMetrics)
	return slices.Clone(g.Gradient(shards, loss.DPO{Beta: 0.1}.Loss, r).Flat), r
}

// TestWorkersChangeNoBit is why the work is cut the same way for any machine.
func TestWorkersChangeNoBit(t *testing.T) {
	shards, _ := batches(5)
	want, wantMetrics := gradient(group(1), shards)
	for _, workers := range []int{2, 3, 8} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			got, metrics := gradient(group(workers), shards)
			if !slices.Equal(got, want) || !slices.Equal(metrics, wantMetrics) {
				t.Errorf("%d workers give other bits than one", workers)
			}
		})
	}
}

// TestShardsAddUpToTheWhole: only the order of float32 sums differs, 1e-5 of the
// largest gradient; the metrics are float64 sums of the same numbers.
func TestShardsAddUpToTheWhole(t *testing.T) {
	shards, whole := batches(5)
	want, wantMetrics := gradient(group(1), []*seq.Batch{whole})
	got, metrics := gradient(group(2), shards)
	largest, off := 0.0, 0.0
	for i, x := range want {
		largest, off = max(largest, math.Abs(float64(x))), max(off, math.Abs(float64(x)-float64(got[i])))
	}
	if largest == 0 || off > 1e-5*largest {
		t.Errorf("a gradient is %v off; the largest is %v", off, largest)
	}
	for i, m := range metrics {
		if math.Abs(m.Sum-wantMetrics[i].Sum) > 1e-12*max(1, math.Abs(m.Sum)) || m.Weight != wantMetrics[i].Weight {
			t.Errorf("metric %d: got %v, want %v", i, m, wantMetrics[i])
		}
	}
}

// TestStepsForgetTheLast: a group that has done a larger step gives the same bits
// as a new one, and after Touch those of the new weights.
func TestStepsForgetTheLast(t *testing.T) {
	shards, _ := batches(4)
	want, _ := gradient(group(2), shards[:2])
	w := nn.NewParams(shape)
	w.Init(1)
	g := shard.New(kernel.Best(), w, 2)
	gradient(g, shards)
	if got, _ := gradient(g, shards[:2]); !slices.Equal(got, want) {
		t.Error("the step before left a mark")
	}
	for i := range w.Flat {
		w.Flat[i] *= 1.5
	}
	g.Touch()
	moved, _ := gradient(g, shards[:2])
	if fresh, _ := gradient(shard.New(kernel.Best(), w, 1), shards[:2]); !slices.Equal(moved, fresh) {
		t.Error("the group missed that the weights changed")
	}
}
