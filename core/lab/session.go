// Package lab is the engine as a state machine: a [Session] takes commands,
// returns events, and computes only while its caller lets it. It owns no clock
// and starts no goroutine, so a page, a tool and a test drive the same thing to
// the same bits.
package lab

import (
	"fmt"

	"preflab/core/kernel"
	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/core/token"
	"preflab/core/world"
	"preflab/core/world/tales"
)

// Worlds lists the worlds in the order offered.
func Worlds() []world.World { return []world.World{tales.World{}} }

// A Session is one engine: at most one model, one run of training and one set of
// labels.
type Session struct {
	k      kernel.Kernel
	labels []pref.Label

	*opened
	run    *run
	reward *rewardModel // the last that was trained on the opened model; outlives its run
	jobs   []job

	crew crew  // engines that help this one
	hand *hand // what this one needs to help another; nil: it does not
}

// opened is what Open set up.
type opened struct {
	world world.World
	tok   *token.Tokenizer
	open  proto.Open
	hash  string     // of the weights as opened
	ref   *nn.Model  // the model as opened: frozen
	model *nn.Model  // the model in training
	pairs pairSource // what was drawn to label so far

	preferred map[pref.Pair][]float64 // what each taste prefers of a labelled pair; only looked up

	borrowed borrowed // pairs labelled by a taste

	refSampler, modelSampler, runSampler *nn.Sampler
}

// A job is a piece of work beside training. It does a little at a time and says
// when it is done. A job that reads the model in training holds training up, so
// that all it says is of one step.
type job interface {
	request() int
	holdsTraining() bool
	advance(s *Session) (events []proto.Event, done bool)
}

// New returns a session that computes with k.
func New(k kernel.Kernel) *Session { return &Session{k: k} }

// Handle carries out one command, or queues its work for [Session.Advance], and
// returns what there is to say at once.
func (s *Session) Handle(c proto.Command) []proto.Event {
	e, err := s.handle(c)
	if err != nil {
		e = []proto.Event{{Error: &proto.Error{Message: err.Error()}}}
	}
	for i := range e {
		e[i].ID = c.ID
	}
	return e
}

// done answers a command that has nothing more to say.
func done() []proto.Event { return []proto.Event{{Done: &proto.Empty{}}} }

func (s *Session) handle(c proto.Command) ([]proto.Event, error) {
	switch {
	case c.Hello != nil:
		return s.hello(c.Hello)
	case c.Open != nil:
		return s.openRun(c)
	case c.Labels != nil:
		s.labels = append([]pref.Label(nil), c.Labels.Labels...)
		s.noteLabels()
		return done(), nil
	case c.Label != nil:
		s.putLabel(*c.Label)
		s.noteLabels()
		return done(), nil
	case c.Unlabel != nil:
		return s.unlabel(c.Unlabel.ID)
	case c.Helper != nil:
		return nil, s.helper(c.Helper)
	case c.Gradient != nil:
		return nil, s.takeBack(c.Gradient, c.Blobs)
	case c.Errand != nil:
		return nil, s.sendOff(c.Errand, c.Blobs)
	}
	if s.opened == nil {
		return nil, fmt.Errorf("no model is open yet: send Open first")
	}
	return s.handleOpened(c)
}

// handleOpened carries out the commands that need a model.
func (s *Session) handleOpened(c proto.Command) ([]proto.Event, error) {
	switch {
	case c.Pairs != nil:
		return nil, s.askPairs(c.ID, c.Pairs)
	case c.Judge != nil:
		return s.judge(c.Judge)
	case c.Set != nil:
		return done(), s.run.set(s, c.Set)
	case c.Train != nil:
		if err := s.run.lacks(s); err != nil {
			return nil, err
		}
		s.run.train(c.Train.Steps)
		return done(), nil
	case c.Pause != nil:
		s.run.pause()
		return done(), nil
	case c.Reset != nil:
		return s.reset(c.Reset.Seed)
	case c.Poll != nil:
		return []proto.Event{{Frame: s.frame()}}, nil
	case c.Compare != nil:
		return nil, s.askCompare(c.ID, c.Compare)
	case c.WinRate != nil:
		return nil, s.askWinRate(c.ID, c.WinRate)
	case c.BestOf != nil:
		return nil, s.askBestOf(c.ID, c.BestOf)
	case c.Audit != nil:
		return nil, s.askAudit(c.ID, c.Audit)
	case c.Cancel != nil:
		s.cancel(c.Cancel.ID)
		return done(), nil
	case c.Save != nil:
		return []proto.Event{{Saved: &proto.Saved{Step: s.run.step}, Blobs: [][]byte{s.save()}}}, nil
	case c.Export != nil:
		return s.export(), nil
	}
	return nil, fmt.Errorf("the engine does not know this command; is the page from another version?")
}

// Advance computes while more returns true, asking it before each piece of work
// (a shard of a step, a position of a sample), and reports whether nothing is
// left to do.
func (s *Session) Advance(more func() bool) (events []proto.Event, idle bool) {
	for more() {
		holds := len(s.jobs) > 0 && s.jobs[0].holdsTraining()
		worked := false
		if len(s.jobs) > 0 && !(holds && s.run.midway()) {
			worked = true
			events = append(events, s.work()...)
		}
		if s.opened != nil && (!holds || s.run.midway()) && s.run.advance(s) {
			worked = true
			if len(s.crew.outbox) > 0 { // at once: helpers shall not wait for what is computed here
				events = append(events, s.crew.outbox...)
				s.crew.outbox = nil
				return events, false
			}
		}
		if s.hand.busy() {
			worked = true
			events = append(events, s.hand.advance())
		}
		if !worked {
			return events, true
		}
	}
	return events, false
}

// work does one piece of the first job.
func (s *Session) work() []proto.Event {
	j := s.jobs[0]
	events, finished := j.advance(s)
	for i := range events {
		events[i].ID = j.request()
	}
	if finished {
		s.jobs = s.jobs[1:]
	}
	return events
}

// enqueue adds a job.
func (s *Session) enqueue(j job) { s.jobs = append(s.jobs, j) }

// cancel drops the jobs of a request.
func (s *Session) cancel(id int) {
	kept := s.jobs[:0]
	for _, j := range s.jobs {
		if j.request() != id {
			kept = append(kept, j)
		}
	}
	s.jobs = kept
}

// hello greets, and says what there is.
func (s *Session) hello(h *proto.Hello) ([]proto.Event, error) {
	if h.Version != proto.Version {
		return nil, fmt.Errorf("this engine speaks protocol %d and the page %d: reload the page", proto.Version, h.Version)
	}
	w := &proto.Welcome{Version: proto.Version, Kernel: s.k.Name()}
	for _, m := range method.All() {
		w.Specs = append(w.Specs, m.Spec)
	}
	for _, x := range Worlds() {
		d := proto.World{Name: x.Name(), Title: x.Title()}
		for _, t := range x.Tastes() {
			d.Tastes = append(d.Tastes, proto.Taste{Name: t.Name, Label: t.Label})
		}
		w.Worlds = append(w.Worlds, d)
	}
	return []proto.Event{{Hello: w}}, nil
}

// putLabel adds or replaces one label.
func (s *Session) putLabel(l pref.Label) {
	for i := range s.labels {
		if s.labels[i].ID == l.ID {
			s.labels[i] = l
			return
		}
	}
	s.labels = append(s.labels, l)
}

func (s *Session) unlabel(id string) ([]proto.Event, error) {
	for i := range s.labels {
		if s.labels[i].ID == id {
			s.labels = append(s.labels[:i], s.labels[i+1:]...)
			return done(), nil
		}
	}
	return nil, fmt.Errorf("there is no label %q to take back", id)
}

// noteLabels moves the source of pairs past those that were labelled, so that a
// restart does not show them again.
func (s *Session) noteLabels() {
	if s.opened != nil {
		for i := range s.labels {
			s.pairs.skip(s.labels[i].Pair.ID)
		}
	}
}

// frame says where the run is.
func (s *Session) frame() *proto.Frame {
	r := s.run
	ready := len(r.rows)
	if r.kl != nil {
		ready-- // the last row still lacks its distance
	}
	f := &proto.Frame{
		State: r.state, Step: r.step, Target: r.target, Tokens: r.tokens,
		Queue: len(s.jobs), Rows: r.rows[r.sent:ready], Why: r.why,
		Labels: s.training(), Borrowed: min(wanted(r.cfg), len(s.borrowed.labels)), Hands: s.crew.hands(),
	}
	for _, n := range r.nets() {
		f.Trained += n.count()
	}
	if r.state == stateTraining {
		f.Doing = r.data.doing()
	}
	if s.reward != nil {
		f.Reward = &s.reward.info
	}
	r.sent = ready
	return f
}

// training counts the labels that train.
func (s *Session) training() (n int) {
	for i := range s.labels {
		if _, trains := s.labels[i].Q(); trains {
			n++
		}
	}
	return n
}

// Progress says how many steps the run at hand has taken, and whether more are being
// taken, which a job that holds training up prevents: for a caller with a clock, which
// the engine has not.
func (s *Session) Progress() (steps int, training bool) {
	if s.run == nil {
		return 0, false
	}
	held := len(s.jobs) > 0 && s.jobs[0].holdsTraining()
	return s.run.step, s.run.midway() || s.run.state == stateTraining && !held
}

// values looks a setting up.
func values(c spec.Config, name string) int { return int(c.Get(name)) }
