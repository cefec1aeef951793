package bench

import (
	"time"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/seq"
	"preflab/core/shard"
)

// A Step is a step of training, as often as one likes: forward, loss, backward,
// AdamW on one batch.
type Step struct {
	k      *clocked
	m      *nn.Model
	opt    *optim.AdamW
	lr     float64
	b      *seq.Batch
	loss   loss.Func
	ds     seq.Scores
	report loss.Report
	stages [stages]stageTime
}

// learningRate is that of every peer.
const learningRate = 1e-3

// seed is for the weights; 1 for no reason.
const seed = 1

// NewStep returns the step of a shape: cross-entropy over all positions, Adam.
func NewStep(k kernel.Kernel, s Shape) *Step {
	w := nn.NewParams(s.Config())
	w.Init(seed)
	return newStep(k, w, s.Batch(), loss.SFT, loss.SFTMetrics, learningRate)
}

// newStep returns a step of any loss, whose first metric is the loss itself.
func newStep(k kernel.Kernel, w *nn.Params, b *seq.Batch, f loss.Func, metrics int, lr float64) *Step {
	ck := &clocked{k: k}
	return &Step{
		k: ck, m: nn.New(ck, w), opt: optim.New(w.Config, 0.9, 0.999, 1e-8, 0, 0), lr: lr,
		b: b, loss: f, report: make(loss.Report, metrics),
	}
}

// Run takes one step and returns the loss before it.
func (s *Step) Run() float64 {
	clear(s.report)
	s.stage(forward, func() {
		scores := s.m.Forward(s.b)
		shard.Zero(&s.ds, scores)
		s.loss(s.b, scores, s.ds, s.report)
	})
	s.stage(backward, func() {
		clear(s.m.Grad().Flat)
		s.m.Backward(s.ds)
	})
	s.stage(update, func() {
		s.opt.Step(s.k, s.m.W, s.m.G, s.lr)
		s.m.Touch()
	})
	value, _ := s.report[0].Value()
	return value
}

// stage runs f, and notes its time if steps are being taken apart.
func (s *Step) stage(i int, f func()) {
	if s.k.clock == nil {
		f()
		return
	}
	start, before := s.k.clock(), s.k.total()
	f()
	s.stages[i].whole += s.k.clock() - start
	s.stages[i].kernel += s.k.total() - before
}

// runStep measures the step of a job.
func runStep(e Engine, j Job, r *Result, mark func(string)) {
	s := NewStep(e.Kernel, *j.Shape)
	r.Size, r.Shape, r.GFlop = j.Size, j.Shape, j.Shape.Flop()/1e9
	s.measure(e, j, r, mark)
}

// measure warms up, times steps, and takes some apart.
func (s *Step) measure(e Engine, j Job, r *Result, mark func(string)) {
	const firstLosses = 10
	step := func() {
		if x := s.Run(); len(r.Losses) < firstLosses {
			r.Losses = append(r.Losses, x)
		}
	}
	e.repeat(warmSteps, warmShare*j.seconds(), step, func(ms float64) {
		if r.FirstMS == 0 {
			r.FirstMS = ms
		}
	})
	mark(TimedStart)
	e.repeat(runSteps, j.seconds(), step, func(ms float64) { r.TimesMS = append(r.TimesMS, ms) })
	mark(TimedEnd)
	if j.Phases > 0 {
		r.PhasesMS, r.Phases, r.Stages = s.apart(e.Clock, j.Phases)
	}
}

// apart takes n steps with the clock read around every operation.
func (s *Step) apart(clock Clock, n int) (stepMS float64, phases []Phase, stages []Stage) {
	s.k.clock, s.k.rows, s.k.width = clock, attentionRows(s.b), s.m.W.Config.HeadDim()
	start := clock()
	for range n {
		s.Run()
	}
	took := clock() - start
	s.k.clock = nil
	return ms(took) / float64(n), s.k.report(took, n), report(s.stages, n)
}

// attentionRows is how many rows attention's matrices have, by which its products
// are told from the others; a batch of a single row has none to tell.
func attentionRows(b *seq.Batch) int {
	if b.B == 1 {
		return -1 // no matrix
	}
	return b.T
}

// The stages of a step.
const (
	forward = iota
	backward
	update
	stages
)

// A Stage is one of forward (with the loss), backward and update.
type Stage struct {
	Name   string  `json:"name"`
	MS     float64 `json:"ms"`
	RestMS float64 `json:"rest_ms"` // outside of the kernel: plain Go
}

type stageTime struct{ whole, kernel time.Duration }

func report(times [stages]stageTime, n int) []Stage {
	var out []Stage
	for i, name := range [stages]string{"forward", "backward", "update"} {
		t := times[i]
		out = append(out, Stage{name, ms(t.whole) / float64(n), ms(t.whole-t.kernel) / float64(n)})
	}
	return out
}
