package bench

import (
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/seq"
)

// runPairs measures a step of DPO on pairs: what the page does most.
func runPairs(e Engine, j Job, files [][]byte, r *Result, mark func(string)) error {
	const pairs = 8 // the page's default
	w, _, err := ReadModel(files)
	if err != nil {
		return err
	}
	r.Size, r.Model, r.Params = "DPO", j.DPO, len(w.Flat)
	b := pairBatch(pairs, w.Config)
	s := newStep(e.Kernel, w, b, loss.DPO{Beta: 0.1}.Loss, loss.DPOMetrics, 1e-6)
	s.measure(e, j, r, mark)
	return nil
}

// pairBatch returns pairs of random tokens as long as the page's: an opening of
// 16 tokens and answers of 39.
func pairBatch(pairs int, c nn.Config) *seq.Batch {
	r := rng.New(seed, "data")
	row := func(n int) []int32 {
		ids := make([]int32, n)
		for i := range ids {
			ids[i] = int32(r.IntN(c.Vocab))
		}
		return ids
	}
	t := min(56, c.Context)
	b := seq.NewBatch(2*pairs, t)
	b.Norm = float64(pairs)
	b.Ref = make([]float32, b.B*b.T)
	for i := range pairs {
		prompt := row(t / 3)
		b.SetRow(2*i, prompt, row(t-t/3-1))
		b.SetRow(2*i+1, prompt, row(t-t/3-1))
		b.Pairs = append(b.Pairs, seq.Pair{Chosen: 2 * i, Rejected: 2*i + 1, Q: 1})
	}
	return b
}
