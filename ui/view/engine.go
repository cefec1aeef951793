package view

import "preflab/core/proto"

// Told is one event of the engine that changes what is shown, with the host's
// clock. Compared and win-rate rows come through their own events, because only
// package ui knows which request they answer.
type Told struct {
	Event proto.Event
	Now   float64
}

func (e Told) apply(s *State) {
	ev := &e.Event
	switch {
	case ev.Hello != nil:
		s.Welcome = *ev.Hello
	case ev.Ready != nil:
		s.ready(ev.Ready)
	case ev.Pair != nil:
		s.pair(ev.Pair, e.Now)
	case ev.Judged != nil:
		s.judged(ev.Judged)
	case ev.Frame != nil:
		first := s.Run.Frame.Step == 0
		s.Runs.Seconds += s.Run.frame(ev.Frame, e.Now)
		if first {
			s.noteBegan()
		}
	case ev.Fault != nil:
		s.fail(ev.Fault)
	}
}

// ready opens the page for work at the step where the engine stands.
func (s *State) ready(r *proto.Ready) {
	s.Phase, s.Ready, s.Fault = Live, *r, nil
	s.Run.Frame.Step, s.Run.Frame.State = r.Step, "idle"
	s.Run.Resumed, s.Run.Wanted, s.Run.Clock = r.Resumed, false, nil
	if r.Step > 0 {
		s.Run.Frame.State = "paused"
	}
	for n := len(s.Run.Rows); n > 0 && s.Run.Rows[n-1].Step > r.Step; n-- {
		s.Runs.Seconds -= s.Run.Rows[n-1].Took
		s.Run.Rows = s.Run.Rows[:n-1] // steps that the broken engine took after its last save
	}
	if r.Step == 0 {
		s.Run.Began = nil
	}
}

// pair puts a fresh pair at the end of the queue.
func (s *State) pair(p *proto.NewPair, now float64) {
	d := &s.Desk
	d.Asked = max(0, d.Asked-1)
	for _, q := range d.Queue {
		if q.ID == p.ID {
			return
		}
	}
	d.Queue = append(d.Queue, *p)
	if len(d.Queue) == 1 {
		d.ShownAt = now
	}
}

// judged keeps a taste's verdicts, if it is still the chosen one.
func (s *State) judged(j *proto.Judged) {
	a := &s.Desk.Auto
	a.Asked = false
	if j.Taste != a.Taste {
		return
	}
	if a.Scores == nil {
		a.Scores = map[string]proto.Scored{}
	}
	for _, sc := range j.Scores {
		a.Scores[sc.PairID] = sc
	}
}

// fail stops everything that only an engine can do; labels and pairs in hand stay.
func (s *State) fail(f *proto.Fault) {
	s.Phase, s.Fault = Dead, f
	s.Desk.Asked, s.Desk.Auto.On, s.Desk.Auto.Show = 0, false, false
	s.Run.Wanted, s.Run.Clock = false, nil
	s.Compare.Busy, s.Compare.OwnBusy, s.Rate.Busy = false, false, false
	s.Audit.Busy, s.Best.Busy = false, false
	s.Fetch = Fetch{}
}

// Restarting says that a fresh engine is on its way.
type Restarting struct{}

func (Restarting) apply(s *State) {
	s.Phase, s.Fault = Waking, nil
	s.Wake = Wake{Doing: "restarting the engine"}
}
