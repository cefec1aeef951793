package lab

import (
	"fmt"
	"math"
	"slices"

	"preflab/core/loss"
	"preflab/core/method"
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
	policy *net // nil: a reward model alone is trained
	value  *net // the reward model or the critic; nil for methods without
	data   source
	seed   uint64
	alone  bool // no crew computes for it

	state  string
	step   int // steps taken
	target int // the step at which the run finishes
	tokens int64
	rows   []proto.Row
	sent   int    // rows that a Frame has carried
	why    string // it stopped by itself before its target

	now *step     // the step that has begun
	kl  *distance // the measurement that has begun
	ds  seq.Scores
}

// A source draws the examples of a step. Its state is saved with the run.
type source interface {
	// draw returns the shards of the next step; none when there is nothing to learn from.
	draw(s *Session, r *run) []*seq.Batch
	// prepare does one piece of what must be done before draw, if anything.
	prepare(s *Session, r *run) (worked bool)
	// busy reports whether it is writing with the model in training: nobody else may then.
	busy() bool
	// doing says what prepare is at, in a few words; "" when it has nothing to do.
	doing() string
	// extra returns the method's further metrics, if the step just taken has any.
	extra(s *Session, r *run) []float64
	marshal() savedSource
	unmarshal(*Session, *run, savedSource) error
}

// A step in progress: its shards, how many are done, and what they measured.
type step struct {
	before savedSource // the source's state before the draw: what a save in mid-step keeps
	shards []*seq.Batch
	next   int
	labels int // that train, when it was drawn
	report loss.Report
	cfg    spec.Config // as it was when the step began

	number int         // of this step in the engine's life
	owner  []int       // who computes each shard: a helper's index, or alone
	back   []*gradient // what helpers sent back, until its turn
}

func newRun(s *Session, m *method.Method, cfg spec.Config, seed uint64) *run {
	r := &run{method: m, cfg: cfg, seed: seed, state: stateIdle, target: values(cfg, "max_steps")}
	if m.Spec.Policy {
		r.policy = newNet(s.model)
	}
	if m.Value {
		layers := 0
		if cfg.Spec.Has("layers") {
			layers = values(cfg, "layers")
		}
		r.value = valueNet(s.k, s.ref.W, layers)
	}
	switch m.Data {
	case method.Demos:
		r.data = &demos{seed: seed}
	case method.Rollouts, method.Online:
		r.data = &rolling{seed: seed}
	default:
		r.data = newDeck(seed)
	}
	return r
}

// nets are those in training, the policy's first.
func (r *run) nets() (out []*net) {
	for _, n := range []*net{r.policy, r.value} {
		if n != nil {
			out = append(out, n)
		}
	}
	return out
}

// set changes one setting.
func (r *run) set(s *Session, c *proto.Set) error {
	before := slices.Clone(r.cfg.Values)
	fresh := r.step == 0 && r.now == nil
	if c.Name == "marker" && !fresh {
		return fmt.Errorf("the model has begun to learn these markers: reset the run to choose others")
	}
	if err := r.cfg.Set(c.Name, c.Value); err != nil {
		return err
	}
	if err := r.lacks(s); err != nil && r.state == stateTraining {
		copy(r.cfg.Values, before)
		return err
	}
	if c.Name == "layers" && fresh {
		r.value = valueNet(s.k, s.ref.W, values(r.cfg, "layers"))
	}
	if c.Name == "marker" {
		copy(s.model.W.Flat, s.ref.W.Flat)
		r.quietMarkers(s)
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

// lacks says what the run cannot begin without, and how to come by it.
func (r *run) lacks(s *Session) error {
	byTaste := r.method.Spec.Reward && !byModel(r.cfg)
	if !byTaste && wanted(r.cfg) == 0 {
		return nil
	}
	if _, err := s.taste(s.open.Taste); s.open.Taste == "" || err != nil {
		return fmt.Errorf("the settings ask for a taste to score answers or label borrowed pairs, and none is chosen: choose one")
	}
	return nil
}

func (r *run) pause() {
	if r.state == stateTraining || r.state == stateStarved {
		r.state = statePaused
	}
}

// midway reports whether a step, the measurement behind it or a roll-out before it
// has begun.
func (r *run) midway() bool { return r.now != nil || r.kl != nil || r.data.busy() }

// advance does one piece of training, and reports whether there was one.
func (r *run) advance(s *Session) bool {
	switch {
	case r.now != nil:
		return r.shard(s)
	case r.kl != nil:
		r.measure(s)
	case r.state != stateTraining && !r.data.busy():
		return false
	case r.data.prepare(s, r):
	case r.state != stateTraining: // the roll-out was the last thing to finish
		return false
	default:
		return r.begin(s)
	}
	return true
}

// begin draws the next step.
func (r *run) begin(s *Session) bool {
	before := r.data.marshal()
	batches := r.data.draw(s, r)
	if len(batches) == 0 {
		r.state = stateStarved
		return false
	}
	r.now = &step{before: before, shards: batches, labels: s.training(), report: make(loss.Report, r.method.Reports), cfg: r.cfg}
	r.now.cfg.Values = slices.Clone(r.cfg.Values)
	s.crew.share(r)
	return true
}

// shard adds the gradient of the step's next shard, and after the last one steps. It
// reports whether there was something to do: a helper may still be at it.
func (r *run) shard(s *Session) bool {
	n := r.now
	b, back, first := n.shards[n.next], n.back[n.next], n.next == 0
	if back == nil && n.owner[n.next] != alone {
		return false
	}
	nets := r.nets()
	for _, net := range nets {
		net.target(first)
	}
	report := make(loss.Report, r.method.Reports)
	if back != nil {
		for i, net := range nets {
			readFloats(net.m.G.Flat, back.parts[i])
		}
		report, n.back[n.next] = back.report, nil
	} else {
		backward(b, r.policy.model(), r.value.model(), r.method.Loss(n.cfg), &r.ds, report)
	}
	if !first {
		for _, net := range nets {
			s.k.Add(net.sum.Flat, net.gone.Flat)
		}
	}
	shard.Merge(n.report, report)
	r.tokens += int64(b.B * b.T)
	if n.next++; n.next == len(n.shards) {
		r.finish(s)
	}
	return true
}

// finish takes the optimiser's step, logs it, and decides what comes next.
func (r *run) finish(s *Session) {
	value, _ := r.now.report[0].Value()
	norm, rate, ok := r.update(s)
	if !ok || bad(value) {
		r.now = nil
		r.diverge(fmt.Sprintf("the loss or its gradient is not a number at step %d; the weights of step %d are kept", r.step+1, r.step))
		return
	}
	r.step++
	r.rows = append(r.rows, r.row(s, norm, rate))
	r.now = nil
	if r.due() {
		r.kl = r.newDistance(s)
	} else {
		r.arrive()
	}
}

// update moves every net in training, or none if one's gradient is not a number.
func (r *run) update(s *Session) (norm, rate float64, ok bool) {
	cfg := r.now.cfg
	warm := optim.Warmup(r.step, values(cfg, "warmup_steps"))
	rate = cfg.Get("learning_rate") * warm
	if r.policy == nil {
		norm = r.value.step(s.k, cfg, rate)
		return norm, rate, !bad(norm)
	}
	if r.value != nil && bad(optim.Norm(s.k, r.value.sum.Flat)) {
		return 0, rate, false
	}
	norm = r.policy.step(s.k, cfg, rate)
	if r.value != nil && !bad(norm) {
		r.value.step(s.k, cfg, cfg.Get("value_learning_rate")*warm)
	}
	return norm, rate, !bad(norm)
}

// row is the log of the step that was just taken.
func (r *run) row(s *Session, norm, rate float64) proto.Row {
	row := proto.Row{Step: r.step, Values: make([]*float64, r.method.Metrics()), Tokens: r.tokens, Labels: r.now.labels}
	for i, m := range r.now.report {
		if v, ok := m.Value(); ok {
			row.Values[i] = &v
		}
	}
	for i, v := range r.data.extra(s, r) {
		row.Values[r.method.Reports+i] = &v
	}
	row.Values[r.method.Shared()+method.GradNorm] = &norm
	row.Values[r.method.Shared()+method.LearningRate] = &rate
	return row
}

// looked reports whether this step is one after which the run is measured.
func (r *run) looked() bool { return r.step%klEvery == 0 || r.step == 1 || r.step >= r.target }

// due reports whether the distance is measured after this step.
func (r *run) due() bool { return r.policy != nil && r.looked() }

// measureAgain begins the measurement that a save in its middle left out.
func (r *run) measureAgain(s *Session) {
	if n := len(r.rows); n > 0 && r.state == statePaused && r.due() && r.rows[n-1].Values[r.method.Shared()+method.KL] == nil {
		r.kl = r.newDistance(s)
	}
}

// arrive stops the run at its target.
func (r *run) arrive() {
	if r.step >= r.target && r.open() {
		r.state = stateFinished
	}
}

// open reports whether the run would go on: one that was paused while its last step
// was being measured ends all the same.
func (r *run) open() bool { return r.state == stateTraining || r.state == statePaused }

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
	if !bad(kl) { // JSON has no word for it
		r.rows[len(r.rows)-1].Values[r.method.Shared()+method.KL] = &kl
	}
	if bad(kl) || kl > klBound {
		r.diverge(fmt.Sprintf("the model is %.0f nats from the first one at step %d, past the bound of %.0f: lower the learning rate or raise beta", kl, r.step, klBound))
		return
	}
	if far := r.cfg.Get("target_kl"); kl >= far && r.open() && r.step < r.target {
		r.state, r.why = stateFinished, fmt.Sprintf("at step %d the model was %.1f nats from the first one, as far as its settings let it go", r.step, kl)
		return
	}
	r.arrive()
}

func bad(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }
