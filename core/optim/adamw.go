// Package optim turns gradients into steps: AdamW with clipping by the global
// norm, and a learning-rate schedule.
package optim

import (
	"math"

	"preflab/core/kernel"
	"preflab/core/nn"
)

// AdamW is decoupled weight decay Adam (Loshchilov and Hutter 2019). Matrices
// decay; norms and the value head do not.
type AdamW struct {
	Beta1, Beta2, Eps, Decay float64
	Clip                     float64 // the largest global norm of the gradient; 0 clips nothing

	M, V   *nn.Params // moments
	T      int        // steps taken
	b1, b2 float64    // Beta1^T, Beta2^T
	groups []nn.Group
}

// New returns an optimiser for weights of shape c, at step 0.
func New(c nn.Config, beta1, beta2, eps, decay, clip float64) *AdamW {
	o := &AdamW{Beta1: beta1, Beta2: beta2, Eps: eps, Decay: decay, Clip: clip, M: nn.NewParams(c), V: nn.NewParams(c), b1: 1, b2: 1}
	o.groups = o.M.Groups()
	return o
}

// Restore sets the count of steps, as after reading saved moments.
func (o *AdamW) Restore(t int) {
	o.T, o.b1, o.b2 = t, 1, 1
	for range t {
		o.b1, o.b2 = float64(o.b1*o.Beta1), float64(o.b2*o.Beta2)
	}
}

// Step moves w against g at learning rate lr and returns the norm that g had
// before clipping. A norm that is not finite leaves everything as it was.
func (o *AdamW) Step(k kernel.Kernel, w, g *nn.Params, lr float64) float64 {
	norm := Norm(k, g.Flat)
	if math.IsNaN(norm) || math.IsInf(norm, 0) {
		return norm
	}
	scale := 1.0
	if o.Clip > 0 && norm > o.Clip {
		scale = o.Clip / (norm + 1e-6) // the 1e-6 is PyTorch's clip_grad_norm_
	}
	o.T++
	o.b1, o.b2 = float64(o.b1*o.Beta1), float64(o.b2*o.Beta2)
	a := kernel.AdamW{
		LR: float32(lr), Beta1: float32(o.Beta1), Beta2: float32(o.Beta2), Eps: float32(o.Eps),
		Bias1: float32(1 - o.b1), Bias2: float32(1 - o.b2), Scale: float32(scale),
	}
	for _, gr := range o.groups {
		a.Decay = 0
		if gr.Decay {
			a.Decay = float32(o.Decay)
		}
		k.AdamW(w.Flat[gr.Start:gr.End], g.Flat[gr.Start:gr.End], o.M.Flat[gr.Start:gr.End], o.V.Flat[gr.Start:gr.End], a)
	}
	return norm
}

// Norm returns the Euclidean norm of x: float32 lanes within pieces of 4096, so
// that little is lost, and float64 across them.
func Norm(k kernel.Kernel, x []float32) float64 {
	const piece = 4096
	sum := 0.0
	for i := 0; i < len(x); i += piece {
		sum += float64(k.SumSquares(x[i:min(i+piece, len(x))]))
	}
	return math.Sqrt(sum)
}

// Warmup returns the share of the learning rate to use at step t, counted from
// 0: a line up over n steps, then 1.
func Warmup(t, n int) float64 {
	if t < n {
		return float64(t+1) / float64(n)
	}
	return 1
}

// Linear returns a share that falls in a line from 1 at step 0 to floor at step n.
func Linear(t, n int, floor float64) float64 {
	if n <= 0 || t >= n {
		return floor
	}
	return 1 - float64((1-floor)*(float64(t)/float64(n)))
}
