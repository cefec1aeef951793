package lab

import (
	"preflab/core/kernel"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/spec"
)

// A net is a model in training, with what its training needs.
type net struct {
	m         *nn.Model
	opt       *optim.AdamW
	sum, gone *nn.Params // the gradient so far, and of one more shard
}

func newNet(m *nn.Model) *net {
	c := m.W.Config
	return &net{m: m, opt: optim.New(c, 0.9, 0.999, 1e-8, decay, 0), sum: nn.NewParams(c), gone: nn.NewParams(c)}
}

// valueNet returns a net with a value head, which begins at 0, over a copy of the
// first layers of w; 0 takes all.
func valueNet(k kernel.Kernel, w *nn.Params, layers int) *net {
	c := w.Config
	c.Value = true
	if layers > 0 && layers < c.Layers {
		c.Layers = layers
	}
	p := nn.NewParams(c)
	from, to := w.Groups(), p.Groups()
	// The groups stand in one order, those of the layers in the middle, four of each.
	tail := 1 // the norm
	if !c.Tied {
		tail++
	}
	for i := range to[:len(to)-1] { // the head of values has no counterpart, unless w has one
		at := from[i]
		if left := len(to) - 1 - i; left <= tail {
			at = from[1+4*w.Config.Layers+tail-left]
		}
		copy(p.Flat[to[i].Start:to[i].End], w.Flat[at.Start:at.End])
	}
	return newNet(nn.New(k, p))
}

// target has the next backward pass write where its gradient belongs: the sum itself
// for the first shard of a step.
func (n *net) target(first bool) {
	n.m.G = n.gone
	if first {
		n.m.G = n.sum
	}
}

// model is the net's; nil of none.
func (n *net) model() *nn.Model {
	if n == nil {
		return nil
	}
	return n.m
}

// step takes the optimiser's step and returns the gradient's norm.
func (n *net) step(k kernel.Kernel, cfg spec.Config, rate float64) float64 {
	n.opt.Clip, n.opt.Eps = cfg.Get("max_grad_norm"), cfg.Get("adam_epsilon")
	norm := n.opt.Step(k, n.m.W, n.sum, rate)
	n.m.Touch()
	return norm
}

// parts are the numbers that a saved run keeps of it.
func (n *net) parts() [][]float32 {
	return [][]float32{n.m.W.Flat, n.opt.M.Flat, n.opt.V.Flat}
}

// count is how many numbers it trains.
func (n *net) count() int { return len(n.m.W.Flat) }
