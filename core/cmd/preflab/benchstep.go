package main

import (
	"fmt"
	"time"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/shard"
)

// benchProducts measures the products that a step on 1,024 positions consists of.
func benchProducts(k kernel.Kernel, c nn.Config, each time.Duration, show func(figure)) {
	const positions = 1024
	for _, s := range [][3]int{
		{positions, c.Dim, c.QKV()}, {positions, c.Dim, 2 * c.Hidden}, {positions, c.Hidden, c.Dim}, {positions / 2, c.Dim, c.Vocab},
	} {
		m, inner, n := s[0], s[1], s[2]
		x, y, z := filled(m, inner), filled(inner, n), filled(m, n)
		d := best(each/4, func() { k.MatMul(z, x, y, false) })
		show(figure{
			Bench: "product", Kernel: k.Name(), Shape: fmt.Sprintf("%dx%dx%d", m, inner, n),
			MS: ms(d), GFlops: 2 * float64(m*inner*n) / d.Seconds() / 1e9,
		})
	}
}

// filled returns a matrix of unremarkable numbers.
func filled(r, c int) kernel.Mat {
	m := kernel.M(make([]float32, r*c), r, c)
	for i := range m.Data {
		m.Data[i] = float32(i%17)/17 - 0.4
	}
	return m
}

// A clocked kernel counts the time that it spends in products.
type clocked struct {
	kernel.Kernel
	spent time.Duration
}

// MatMul implements kernel.Kernel.
func (k *clocked) MatMul(c, a, b kernel.Mat, accumulate bool) {
	start := time.Now()
	k.Kernel.MatMul(c, a, b, accumulate)
	k.spent += time.Since(start)
}

// MatMulT implements kernel.Kernel.
func (k *clocked) MatMulT(c, a, b kernel.Mat, accumulate bool) {
	start := time.Now()
	k.Kernel.MatMulT(c, a, b, accumulate)
	k.spent += time.Since(start)
}

// benchStep measures a DPO step on 8 pairs: forward, loss, backward, AdamW.
func benchStep(plain kernel.Kernel, w *nn.Params, each time.Duration, show func(figure)) {
	const pairs = 8
	k := &clocked{Kernel: plain}
	w = w.Clone()
	m := nn.New(k, w)
	b := pairBatch(pairs, w.Config)
	opt := optim.New(w.Config, 0.9, 0.999, 1e-8, 0, 1)
	report := make(loss.Report, loss.DPOMetrics)
	var ds seq.Scores
	share := 0.0
	shortest := time.Duration(1<<63 - 1)
	d := best(each, func() {
		start, before := time.Now(), k.spent
		s := m.Forward(b)
		shard.Zero(&ds, s)
		loss.DPO{Beta: 0.1}.Loss(b, s, ds, report)
		clear(m.Grad().Flat)
		m.Backward(ds)
		opt.Step(k, w, m.G, 1e-6)
		m.Touch()
		if took := time.Since(start); took < shortest {
			shortest, share = took, (k.spent-before).Seconds()/took.Seconds()
		}
	})
	show(figure{
		Bench: "DPO step", Kernel: k.Name(), Shape: fmt.Sprintf("%d pairs of %d", pairs, b.T),
		MS: ms(d), Share: share, Tokens: float64(b.B*b.T) / d.Seconds(),
	})
}

// pairBatch returns pairs of random tokens as long as the page's: an opening of
// 16 tokens and answers of 39.
func pairBatch(pairs int, c nn.Config) *seq.Batch {
	r := rng.New(1, "data")
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
