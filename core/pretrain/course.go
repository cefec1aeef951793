package pretrain

import (
	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/seq"
	"preflab/core/shard"
	"preflab/core/token"
	"preflab/core/world"
)

// shards is how many pieces a step is cut into, whatever the processors.
const shards = 4

// A Course is one training run on a world's stories.
type Course struct {
	Name    string
	World   world.World
	Split   world.Split
	Tok     *token.Tokenizer
	Base    bool    // learn whole stories; else continuations only
	Steps   int     // optimiser steps
	Rows    int     // stories a step, a multiple of 4
	LR      float64 // peak; warmed up over 2 % of the steps, then falling in a line to 2 %
	Seed    uint64
	Workers int

	Weights *nn.Params
	Opt     *optim.AdamW

	k kernel.Kernel
	g *shard.Group
	r loss.Report
}

// Start readies the course on its Weights.
func (c *Course) Start(k kernel.Kernel) {
	c.k, c.g, c.r = k, shard.New(k, c.Weights, c.Workers), make(loss.Report, loss.SFTMetrics)
	if c.Opt == nil {
		c.Opt = optim.New(c.Weights.Config, 0.9, 0.98, 1e-8, 0.02, 1)
	}
}

// Step takes one step and returns its mean loss per token and the tokens seen.
func (c *Course) Step() (lossPerToken float64, tokens int) {
	t := c.Opt.T
	batch := c.stories(t, c.Rows, shards)
	clear(c.r)
	grad := c.g.Gradient(batch, loss.SFT, c.r)
	lr := c.LR * optim.Warmup(t, c.Steps/50) * optim.Linear(t, c.Steps, 0.02)
	c.Opt.Step(c.k, c.Weights, grad, lr)
	c.g.Touch()
	x, _ := c.r[loss.SFTLoss].Value()
	return x, total(batch)
}

// Done reports whether all steps are taken.
func (c *Course) Done() bool { return c.Opt.T >= c.Steps }

// HeldOut returns the mean loss of a story (or of a continuation) on n fresh
// held-out ones, in nats a story, the world's own bound on it, and the tokens a
// story.
func (c *Course) HeldOut(n int) (nats, bound, tokens float64) {
	probe := *c
	probe.Split, probe.Seed = world.HeldOut, c.Seed+1
	m := nn.New(c.k, c.Weights)
	sum, count := 0.0, 0
	for _, b := range probe.stories(0, n, n/4) {
		s := m.Forward(b)
		for i := range b.B {
			sum -= b.Sum(s.LogP, i)
			count += b.Count(i)
		}
	}
	return sum / float64(n), probe.bound(n), float64(count) / float64(n)
}

// total counts the positions that a step computes.
func total(bs []*seq.Batch) int {
	n := 0
	for _, b := range bs {
		n += b.B * b.T
	}
	return n
}
