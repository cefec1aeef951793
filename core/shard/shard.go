// Package shard spreads a step of training over processors without changing a
// bit of it: the work is cut into a fixed number of shards whatever the number
// of processors, and the gradients are added in shard order. It is the one
// package of core that starts goroutines.
package shard

import (
	"sync"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/seq"
)

// A Group computes gradients of shards side by side.
type Group struct {
	k      kernel.Kernel
	models []*nn.Model   // one for each worker, over the same weights
	grads  []*nn.Params  // one for each shard
	ds     []seq.Scores  // one for each worker
	rs     []loss.Report // one for each shard
}

// New returns a group of so many workers over w.
func New(k kernel.Kernel, w *nn.Params, workers int) *Group {
	g := &Group{k: k, ds: make([]seq.Scores, workers)}
	for range workers {
		g.models = append(g.models, nn.New(k, w))
	}
	return g
}

// Gradient returns the gradient of f over all shards, added in their order, and
// adds what f measured to r. The gradient lasts until the next call.
func (g *Group) Gradient(shards []*seq.Batch, f loss.Func, r loss.Report) *nn.Params {
	for len(g.grads) < len(shards) {
		g.grads = append(g.grads, nn.NewParams(g.models[0].W.Config))
		g.rs = append(g.rs, make(loss.Report, len(r)))
	}
	g.each(len(shards), func(worker, i int) {
		m := g.models[worker]
		m.G = g.grads[i]
		clear(m.G.Flat)
		clear(g.rs[i])
		s := m.Forward(shards[i])
		ds := &g.ds[worker]
		Zero(ds, s)
		f(shards[i], s, *ds, g.rs[i])
		m.Backward(*ds)
	})
	for i := range shards {
		if i > 0 {
			g.k.Add(g.grads[0].Flat, g.grads[i].Flat)
		}
		Merge(r, g.rs[i])
	}
	return g.grads[0]
}

// Touch says that the weights changed.
func (g *Group) Touch() {
	for _, m := range g.models {
		m.Touch()
	}
}

// each calls f once for each i below n, side by side.
func (g *Group) each(n int, f func(worker, i int)) {
	var wg sync.WaitGroup
	next := make(chan int, n)
	for i := range n {
		next <- i
	}
	close(next)
	for w := range g.models {
		wg.Go(func() {
			for i := range next {
				f(w, i)
			}
		})
	}
	wg.Wait()
}

// Zero shapes ds like s, all zeros, reusing its memory.
func Zero(ds *seq.Scores, s seq.Scores) {
	zero := func(d *[]float32, n int) {
		if cap(*d) < n {
			*d = make([]float32, n)
		}
		*d = (*d)[:n]
		clear(*d)
	}
	zero(&ds.LogP, len(s.LogP))
	zero(&ds.Entropy, len(s.Entropy))
	zero(&ds.Value, len(s.Value))
}

// Merge adds the means of one shard to those of the step.
func Merge(r, shard loss.Report) {
	for i, m := range shard {
		r[i].Sum += m.Sum
		r[i].Weight += m.Weight
	}
}
