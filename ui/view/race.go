package view

import (
	"fmt"
	"slices"
	"strings"

	"preflab/core/proto"
	"preflab/core/spec"
)

// MaxLanes is how many runs race, or are compared, at once: as many as figures
// can tell apart.
const MaxLanes = 4

// Stage is how far a lane has come.
type Stage int

// The stages of a lane, in order; the last three are ends.
const (
	LaneIdle      Stage = iota // proposed
	LaneWaiting                // for a free core
	LaneOpening                // its model is fetched and opened
	LaneTraining               // steps are taken
	LaneStopping               // the visitor has had enough: its weights are being fetched
	LaneMeasuring              // its answers are written and judged
	LaneDone
	LaneStopped
	LaneFailed
)

// Running says whether the stage needs an engine.
func (g Stage) Running() bool { return g >= LaneOpening && g <= LaneMeasuring }

// Busy says whether the lane is on its way or waits to be.
func (g Stage) Busy() bool { return g >= LaneWaiting && g <= LaneMeasuring }

// Lane is one run of a race.
type Lane struct {
	Method   string // as chosen for the next race
	Settings Field  // overrides as typed: "beta=0.5 learning_rate=0.004"
	Stage    Stage
	Why      string      // it failed or stopped
	Frame    proto.Frame // the last, without rows
	Run      Record      // what runs, and what has come of it; no ID before the first race
}

// Race is several runs on the same labels, seed and openings.
type Race struct {
	Open   bool
	Lanes  []Lane
	AtOnce int // lanes that run at the same time
	Labels int // that the race at hand learns from
}

// proposal are the methods of a first race, as far as the engine has them: what
// is taught most, and what it is measured against.
var proposal = []string{"dpo", "ppo", "coh", "sft_chosen"}

// second is the setting under which DPO runs against itself where there is
// nothing else to race.
const second = "beta=0.5"

// Racers are the methods that can race: those whose model writes.
func (s *State) Racers() []*spec.Spec {
	var out []*spec.Spec
	for i := range s.Welcome.Specs {
		if s.Welcome.Specs[i].Policy {
			out = append(out, &s.Welcome.Specs[i])
		}
	}
	return out
}

// Racing says whether any lane is on its way.
func (s *State) Racing() bool {
	return slices.ContainsFunc(s.Race.Lanes, func(l Lane) bool { return l.Stage.Busy() })
}

// CanRace says whether Race would do something; if not, why.
func (s *State) CanRace() (bool, string) {
	switch {
	case s.Racing():
		return false, ""
	case len(s.Welcome.Specs) == 0:
		return false, "The engine is waking up."
	case len(s.Race.Lanes) == 0:
		return false, "Add a lane first."
	}
	for i := range s.Race.Lanes {
		l := &s.Race.Lanes[i]
		if l.Settings.Error != "" {
			return false, fmt.Sprintf("Lane %d: %s", i+1, l.Settings.Error)
		}
		if sp := s.SpecOf(l.Method); sp != nil && sp.Labels && s.Trains() == 0 {
			return false, "Label a few pairs first: " + sp.Title + " learns from them."
		}
	}
	return true, ""
}

// ParseSettings reads settings as they are typed for a lane, "beta=0.5
// learning_rate=0.004", strictly: the error says what is allowed.
func ParseSettings(sp *spec.Spec, text string) (spec.Config, error) {
	c := sp.Default()
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == '&' || r == ';' || r == '\t' || r == '\n' }) {
		name, val, ok := strings.Cut(word, "=")
		if !ok {
			return c, fmt.Errorf("%q is no setting: write name=value, as in %s", Cut(word, 40), example1(sp))
		}
		if err := c.Set(name, val); err != nil {
			return c, err
		}
	}
	return c, nil
}

// example1 is a setting of the method as one would type it.
func example1(sp *spec.Spec) string {
	if len(sp.Params) == 0 {
		return "beta=0.5"
	}
	return sp.Params[0].Name + "=" + sp.Params[0].Format(sp.Params[0].Default)
}

// check notes what is wrong with a lane's settings.
func (s *State) checkLane(l *Lane) {
	l.Settings.Error = ""
	sp := s.SpecOf(l.Method)
	if sp == nil {
		l.Settings.Error = "There is no such method here."
		return
	}
	if _, err := ParseSettings(sp, l.Settings.Text); err != nil {
		l.Settings.Error = Cut(err.Error(), 300)
	}
}

// StageWords says where a lane is, in a few words.
func (l *Lane) StageWords() string {
	f := &l.Frame
	switch l.Stage {
	case LaneWaiting:
		return "waiting for a free core"
	case LaneOpening:
		return "opening the model"
	case LaneTraining:
		if f.Doing != "" && f.Doing != "training" {
			return fmt.Sprintf("step %d of %d: %s", f.Step, f.Target, f.Doing)
		}
		if f.Target == 0 {
			return "preparing"
		}
		return fmt.Sprintf("training %d of %d", f.Step, f.Target)
	case LaneStopping:
		return "stopping"
	case LaneMeasuring:
		if w := l.Run.Rate; w != nil {
			return fmt.Sprintf("measuring %d of %d", w.N, w.Of)
		}
		return fmt.Sprintf("writing %d of %d", l.Run.answered(), max(len(l.Run.Answers), l.Run.answered()))
	case LaneDone:
		if l.Run.Why != "" {
			return fmt.Sprintf("done after %s: %s", Plural(l.Run.Step, "step"), l.Run.Why)
		}
		return "done after " + Plural(l.Run.Step, "step")
	case LaneStopped:
		return fmt.Sprintf("stopped at step %d", l.Run.Step)
	case LaneFailed:
		return l.Why
	}
	return ""
}

// Share is how much of a lane is done, from 0 to 1: training is two thirds of it.
func (l *Lane) Share() float64 {
	switch {
	case l.Stage == LaneDone:
		return 1
	case l.Stage == LaneMeasuring && l.Run.Rate != nil && l.Run.Rate.Of > 0:
		return .7 + .3*float64(l.Run.Rate.N)/float64(l.Run.Rate.Of)
	case l.Stage == LaneMeasuring:
		return .67
	case l.Frame.Target > 0:
		return .66 * min(1, float64(l.Frame.Step)/float64(l.Frame.Target))
	}
	return 0
}

// RaceToggled opens or closes the race, and proposes lanes at the first time.
type RaceToggled struct{ AtOnce int }

func (e RaceToggled) apply(s *State) {
	s.Race.AtOnce = e.AtOnce
	s.Race.Open = !s.Race.Open
	if len(s.Race.Lanes) == 0 {
		s.propose()
	}
}

// propose fills the lanes of a first race.
func (s *State) propose() {
	racers := s.Racers()
	for _, m := range proposal {
		if slices.ContainsFunc(racers, func(sp *spec.Spec) bool { return sp.Method == m }) {
			s.Race.Lanes = append(s.Race.Lanes, Lane{Method: m})
		}
	}
	if len(s.Race.Lanes) == 1 {
		l := Lane{Method: s.Race.Lanes[0].Method, Settings: Field{Text: second}}
		if s.checkLane(&l); l.Settings.Error == "" {
			s.Race.Lanes = append(s.Race.Lanes, l)
		}
	}
	if len(s.Race.Lanes) == 0 && len(racers) > 0 {
		s.Race.Lanes = []Lane{{Method: racers[0].Method}}
	}
}

// LaneAdded adds a lane.
type LaneAdded struct{}

func (LaneAdded) apply(s *State) {
	racers := s.Racers()
	if len(s.Race.Lanes) >= MaxLanes || len(racers) == 0 || s.Racing() {
		return
	}
	pick := racers[0].Method
	for i := len(racers) - 1; i >= 0; i-- { // one that does not race yet
		if !slices.ContainsFunc(s.Race.Lanes, func(l Lane) bool { return l.Method == racers[i].Method }) {
			pick = racers[i].Method
		}
	}
	s.Race.Lanes = append(s.Race.Lanes, Lane{Method: pick})
}

// LaneRemoved takes a lane away.
type LaneRemoved struct{ I int }

func (e LaneRemoved) apply(s *State) {
	if e.I < len(s.Race.Lanes) && !s.Racing() {
		s.Race.Lanes = slices.Delete(slices.Clone(s.Race.Lanes), e.I, e.I+1)
		s.Boards[RaceBoard].Hidden, s.Boards[RaceBoard].Cursor = [MaxLanes]bool{}, 0
	}
}

// LaneMethod chooses a lane's method.
type LaneMethod struct {
	I      int
	Method string
}

func (e LaneMethod) apply(s *State) {
	if l := s.lane(e.I); l != nil && !l.Stage.Busy() {
		l.Method, l.Stage = e.Method, LaneIdle
		s.checkLane(l)
	}
}

// LaneTyped is a text typed for a lane's settings.
type LaneTyped struct {
	I    int
	Text string
}

func (e LaneTyped) apply(s *State) {
	if l := s.lane(e.I); l != nil && !l.Stage.Busy() {
		l.Settings.Text, l.Stage = Cut(e.Text, 400), LaneIdle
		s.checkLane(l)
	}
}

func (s *State) lane(i int) *Lane {
	if i < 0 || i >= len(s.Race.Lanes) {
		return nil
	}
	return &s.Race.Lanes[i]
}

// RaceBegan puts all lanes at the start.
type RaceBegan struct {
	Runs   []Record // one for each lane
	Labels int
}

func (e RaceBegan) apply(s *State) {
	s.Race.Labels, s.Boards[RaceBoard].Cursor = e.Labels, 0
	for i := range s.Race.Lanes {
		l := &s.Race.Lanes[i]
		l.Stage, l.Why, l.Frame, l.Run = LaneWaiting, "", proto.Frame{}, e.Runs[i]
	}
}

// LaneStaged moves a lane on, or ends it with a reason.
type LaneStaged struct {
	I     int
	Stage Stage
	Why   string
}

func (e LaneStaged) apply(s *State) {
	if l := s.lane(e.I); l != nil {
		l.Stage, l.Why = e.Stage, Cut(e.Why, 400)
	}
}

// LaneTold is one event of a lane's engine.
type LaneTold struct {
	I     int
	Event proto.Event
}

func (e LaneTold) apply(s *State) {
	l := s.lane(e.I)
	if l == nil {
		return
	}
	r := &l.Run
	switch ev := &e.Event; {
	case ev.Frame != nil:
		f := ev.Frame
		r.take(f.Rows)
		r.State, r.Why, r.Step = f.State, f.Why, f.Step
		if f.Trained > 0 {
			r.Trained = f.Trained
		}
		l.Frame = *f
		l.Frame.Rows = nil
	case ev.Ready != nil:
		if r.Trained == 0 {
			r.Trained = ev.Ready.Params
		}
	case ev.Compared != nil:
		r.answer(*ev.Compared)
	case ev.WinRate != nil:
		r.Rate = ev.WinRate
	}
}
