package view

import (
	"fmt"
	"math"

	"preflab/core/proto"
)

// Run is the training run as far as the page has heard of it.
type Run struct {
	Frame   proto.Frame // the last, without its rows
	Rows    []proto.Row // every step's metrics
	Began   []float64   // the settings in force at the first step; nil before it, or unknown
	Clock   []tick      // recent frames, for the speed
	Cursor  float64     // the place under the charts' crosshair; 0 for none
	Saved   int         // the step of the last run in storage
	Wanted  bool        // training was asked for and no frame has said so yet
	Resumed bool
}

// tick is when the run was where.
type tick struct {
	at     float64 // ms
	step   int
	tokens int64
}

// speedWindow is how far back the speed looks, in milliseconds: long enough to
// be steady, short enough to follow a tab that slows down.
const speedWindow = 6000

// frame takes a Frame over, and returns how many seconds its new steps took.
func (r *Run) frame(f *proto.Frame, now float64) (took float64) {
	if f.Step < r.Frame.Step {
		r.Clock = nil
	}
	for _, row := range f.Rows {
		if n := len(r.Rows); n > 0 && row.Step <= r.Rows[n-1].Step {
			continue // told twice, as after a restart
		}
		r.Rows = append(r.Rows, row)
		took += row.Took
	}
	r.Frame = *f
	r.Frame.Rows = nil
	r.Wanted = false
	if f.State != "training" {
		r.Clock = nil
		return took
	}
	r.Clock = append(r.Clock, tick{now, f.Step, f.Tokens})
	for len(r.Clock) > 2 && now-r.Clock[0].at > speedWindow {
		r.Clock = r.Clock[1:]
	}
	return took
}

// Speed returns tokens and steps a second over the last seconds; ok is false
// until there is something to measure.
func (r *Run) Speed() (tokens, steps float64, ok bool) {
	if len(r.Clock) < 2 {
		return 0, 0, false
	}
	a, b := r.Clock[0], r.Clock[len(r.Clock)-1]
	dt := (b.at - a.at) / 1000
	if dt < 0.5 || b.step == a.step {
		return 0, 0, false
	}
	return float64(b.tokens-a.tokens) / dt, float64(b.step-a.step) / dt, true
}

// Pace says the speed and the time left in words; "" while unknown.
func (r *Run) Pace() string {
	tokens, steps, ok := r.Speed()
	if !ok {
		return ""
	}
	left := float64(r.Frame.Target-r.Frame.Step) / steps
	pace := fmt.Sprintf("%s tokens/s · %.1f steps/s · %s left", Count(int(math.Round(tokens))), steps, Span(left))
	if r.Frame.Hands > 1 {
		pace += fmt.Sprintf(" · on %d cores", r.Frame.Hands)
	}
	return pace
}

// Training says whether steps are being taken.
func (s *State) Training() bool {
	return s.Phase == Live && (s.Run.Frame.State == "training" || s.Run.Wanted)
}

// Diverged says whether the run left its bounds.
func (s *State) Diverged() bool { return s.Run.Frame.State == "diverged" }

// CanTrain says whether Train would do something.
func (s *State) CanTrain() bool {
	return s.Phase == Live && !s.Training() && !s.Diverged() && s.Fed()
}

// Status says in a sentence how the run stands and what to do next.
func (s *State) Status() string {
	f := &s.Run.Frame
	switch {
	case s.Phase == Dead:
		return "The engine has stopped."
	case s.Wake.Failed != "":
		return "Without a model there is nothing to train."
	case s.Phase == Waking:
		return "The model is waking up."
	case s.Fetch.Method != "":
		return fmt.Sprintf("Fetching the model that %s begins with: %s of %s.", s.Title(s.Fetch.Method), Megabytes(s.Fetch.Got), Megabytes(s.Fetch.Total))
	case f.State == "diverged":
		return "Training ran away: " + f.Why + ". The last good weights are kept. Reset, then try " + s.tamer() + "."
	case s.Training():
		return s.trainingWords()
	case !s.Fed():
		return s.needWords()
	case f.State == "starved":
		return "No label to train on: choose a better answer in at least one pair."
	case f.State == "finished" && f.Why != "":
		return "Finished: " + f.Why + ". " + s.next()
	case f.State == "finished" && f.Step >= s.Goal():
		return "Finished after " + Plural(f.Step, "step") + ". " + s.next()
	case f.Step > 0:
		return fmt.Sprintf("Paused at step %d of %d.", f.Step, s.Goal())
	case !s.NeedsLabels():
		return "Ready: " + s.Spec.Title + " needs no labels."
	case s.Trains() < Enough && s.borrows() == 0:
		return fmt.Sprintf("Ready. With %d more it will be worth it.", Enough-s.Trains())
	}
	return "Ready to train on " + s.fuel() + "."
}

// next says what to do with a finished run.
func (s *State) next() string {
	if s.Spec != nil && !s.Spec.Policy {
		return "See below what it likes, or train on."
	}
	return "Compare below, or train on."
}

// tamer is what may keep a run from running away.
func (s *State) tamer() string {
	if _, has := s.setting("beta"); has {
		return "a smaller learning rate or a larger beta"
	}
	return "a smaller learning rate"
}

// trainingWords says what is being done.
func (s *State) trainingWords() string {
	f := &s.Run.Frame
	switch {
	case f.Doing != "":
		return fmt.Sprintf("Before step %d: %s …", f.Step+1, Cut(f.Doing, 200))
	case s.Spec != nil && s.Spec.Reward:
		return "Training on its own answers. You can go on labelling."
	case !s.NeedsLabels():
		return "Training. You can go on labelling."
	}
	return "Training on " + s.fuel() + ". You can go on labelling."
}

// fuel is what is trained on.
func (s *State) fuel() string {
	text := Plural(max(s.Run.Frame.Labels, s.Trains()), "label")
	if n := s.borrows(); n > 0 {
		text += fmt.Sprintf(" and %d borrowed", n)
	}
	return text
}

// needWords says that labels are missing, and what makes them.
func (s *State) needWords() string {
	switch {
	case s.Spec == nil || s.Spec.Method == First:
		return "Label a few pairs first: training learns from them."
	case s.Spec.Reward:
		return s.Spec.Title + " needs labels, for its reward model: pick the better ending in a few pairs, or let a rule label."
	}
	return s.Spec.Title + " needs labels: pick the better ending in a few pairs, or let a rule label."
}

// StateWord is the run's state in one word.
func (s *State) StateWord() string {
	switch {
	case s.Phase == Dead:
		return "stopped"
	case s.Phase == Waking:
		return "waking"
	case s.Training():
		return "training"
	case s.Run.Frame.State == "":
		return "idle"
	}
	return s.Run.Frame.State
}

// TrainAsked notes that steps were asked for, so that the buttons change at once.
type TrainAsked struct{}

func (TrainAsked) apply(s *State) { s.Run.Wanted = true }

// PauseAsked notes that a pause was asked for.
type PauseAsked struct{}

func (PauseAsked) apply(s *State) {
	s.Run.Wanted = false
	if s.Run.Frame.State == "training" {
		s.Run.Frame.State = "paused"
	}
}

// RunCleared forgets the run's course: it begins again.
type RunCleared struct{}

func (RunCleared) apply(s *State) {
	s.Run = Run{}
	s.Rate, s.Audit, s.Best = Rate{}, Audit{}, Best{}
	s.Runs.Current, s.Runs.Seconds = "", 0
}

// RunRestored brings back the course of a run that was saved.
type RunRestored struct {
	Rows  []proto.Row
	Began []float64 // the settings at its first step
}

func (e RunRestored) apply(s *State) {
	s.Run.Rows, s.Run.Began = e.Rows, nil
	if s.Spec != nil && len(e.Began) == len(s.Spec.Params) {
		s.Run.Began = e.Began
	}
}

// RunStored notes at which step the run in storage stands.
type RunStored struct{ Step int }

func (e RunStored) apply(s *State) { s.Run.Saved = e.Step }
