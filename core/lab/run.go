package lab

import (
	"fmt"
	"math"

	"preflab/core/loss"
	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/proto"
	"preflab/core/seq"
	"preflab/core/shard"
	"preflab/core/spec"
)

// The states of a run, as a Frame names them.
const (
	stateIdle     = "idle"
	stateTraining = "training"
	statePaused   = "paused"
	stateFinished = "finished"
	stateDiverged = "diverged"
	stateStarved  = "starved"
)

const (
	shards  = 4     // pieces of a step, whatever computes them
	klEvery = 5     // steps between two measurements of the distance
	klBound = 150.0 // nats: beyond it a story shares nothing with the first model's
	decay   = 0.0   // weight decay: a short run towards a taste wants none
)

// A run is one training: its settings, its optimiser, its place in the data and
// its log.
type run struct {
	method *method.Method
	cfg    spec.Config
	opt    *optim.AdamW
	data   source
	seed   uint64

	state  string
	step   int // steps taken
	target int // the step at which the run finishes
	tokens int64
	rows   []proto.Row
	sent   int    // rows that a Frame has carried
	why    string // it stopped by itself before its target

	now  *step     // the step that has begun
	kl   *distance // the measurement that has begun
	gsum *nn.Params
	gone *nn.Params
	ds   seq.Scores
}

// A source draws the examples of a step. Its state is saved with the run.
type source interface {
	// draw returns the shards of the next step; none when there is nothing to learn from.
	draw(s *Session, cfg spec.Config) []*seq.Batch
	// prepare does one piece of what must be done before draw, if anything.
	prepare(s *Session) (worked bool)
	marshal() savedSource
	unmarshal(savedSource) error
}

// A step in progress: its shards, how many are done, and what they measured.
type step struct {
	before savedSource // the source's state before the draw: what a save in mid-step keeps
	shards []*seq.Batch
	next   int
	report loss.Report
}

func newRun(s *Session, m *method.Method, cfg spec.Config, seed uint64) *run {
	c := s.ref.W.Config
	r := &run{
		method: m, cfg: cfg, seed: seed, state: stateIdle, target: values(cfg, "max_steps"),
		opt:  optim.New(c, 0.9, 0.999, 1e-8, decay, 0),
		gsum: nn.NewParams(c), gone: nn.NewParams(c),
	}
	if m.Pairs {
		r.data = newDeck(seed)
	} else {
		r.data = &demos{seed: seed}
	}
	return r
}

// set changes one setting.
func (r *run) set(c *proto.Set) error {
	if err := r.cfg.Set(c.Name, c.Value); err != nil {
		return err
	}
	if c.Name == "max_steps" {
		r.target = max(values(r.cfg, "max_steps"), r.step)
	}
	return nil
}

// train starts or goes on, for n more steps or to the target.
func (r *run) train(n int) {
	if r.state == stateDiverged {
		return
	}
	switch {
	case n > 0:
		r.target = r.step + n
	case r.step >= r.target:
		r.target = r.step + values(r.cfg, "max_steps")
	}
	r.state, r.why = stateTraining, ""
}

func (r *run) pause() {
	if r.state == stateTraining || r.state == stateStarved {
		r.state = statePaused
	}
}

// midway reports whether a step, or the measurement behind it, has begun.
func (r *run) midway() bool { return r.now != nil || r.kl != nil }

// advance does one piece of training, and reports whether there was one.
func (r *run) advance(s *Session) bool {
	switch {
	case r.now != nil:
		r.shard(s)
	case r.kl != nil:
		r.measure(s)
	case r.state != stateTraining:
		return false
	case r.data.prepare(s):
	default:
		return r.begin(s)
	}
	return true
}

// begin draws the next step.
func (r *run) begin(s *Session) bool {
	before := r.data.marshal()
	batches := r.data.draw(s, r.cfg)
	if len(batches) == 0 {
		r.state = stateStarved
		return false
	}
	r.now = &step{before: before, shards: batches, report: make(loss.Report, r.method.Reports)}
	return true
}

// shard computes one shard of the step, and after the last one steps.
func (r *run) shard(s *Session) {
	m, b := s.model, r.now.shards[r.now.next]
	sum := r.now.next == 0
	m.G = r.gone
	if sum {
		m.G = r.gsum
	}
	clear(m.G.Flat)
	sc := m.Forward(b)
	shard.Zero(&r.ds, sc)
	report := make(loss.Report, r.method.Reports)
	r.method.Loss(r.cfg)(b, sc, r.ds, report)
	m.Backward(r.ds)
	if !sum {
		s.k.Add(r.gsum.Flat, r.gone.Flat)
	}
	shard.Merge(r.now.report, report)
	r.tokens += int64(b.B * b.T)
	if r.now.next++; r.now.next == len(r.now.shards) {
		r.finish(s)
	}
}

// finish takes the optimiser's step, logs it, and decides what comes next.
func (r *run) finish(s *Session) {
	lr := r.cfg.Get("learning_rate") * optim.Warmup(r.step, values(r.cfg, "warmup_steps"))
	r.opt.Clip, r.opt.Eps = r.cfg.Get("max_grad_norm"), r.cfg.Get("adam_epsilon")
	norm := r.opt.Step(s.k, s.model.W, r.gsum, lr)
	value, _ := r.now.report[0].Value()
	if bad(norm) || bad(value) {
		r.now = nil
		r.diverge(fmt.Sprintf("the loss or its gradient is not a number at step %d; the weights of step %d are kept", r.step+1, r.step))
		return
	}
	s.model.Touch()
	r.step++
	row := proto.Row{Step: r.step, Values: make([]*float64, r.method.Metrics())}
	for i, m := range r.now.report {
		if v, ok := m.Value(); ok {
			row.Values[i] = &v
		}
	}
	row.Values[r.method.Reports+method.GradNorm] = &norm
	row.Values[r.method.Reports+method.LearningRate] = &lr
	r.rows = append(r.rows, row)
	r.now = nil
	if r.step%klEvery == 0 || r.step == 1 || r.step >= r.target {
		r.kl = newDistance(s, r.seed)
	} else {
		r.arrive()
	}
}

// arrive stops the run at its target.
func (r *run) arrive() {
	if r.step >= r.target && r.state == stateTraining {
		r.state = stateFinished
	}
}

func (r *run) diverge(why string) {
	r.state, r.why = stateDiverged, why
}

// measure does one piece of the distance, and logs it when it is there.
func (r *run) measure(s *Session) {
	kl, ok := r.kl.advance(s)
	if !ok {
		return
	}
	r.kl = nil
	r.rows[len(r.rows)-1].Values[r.method.Reports+method.KL] = &kl
	if bad(kl) || kl > klBound {
		r.diverge(fmt.Sprintf("the model is %.0f nats from the first one at step %d, past the bound of %.0f: lower the learning rate or raise beta", kl, r.step, klBound))
		return
	}
	if far := r.cfg.Get("target_kl"); kl >= far && r.state == stateTraining && r.step < r.target {
		r.state, r.why = stateFinished, fmt.Sprintf("at step %d the model was %.1f nats from the first one, as far as its settings let it go", r.step, kl)
		return
	}
	r.arrive()
}

func bad(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }
