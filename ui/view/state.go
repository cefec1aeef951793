// Package view is the page's state and everything derived from it, without a
// browser. [State.Apply] is the only way to change the state: each event is a
// small type in the file of what it concerns. What must be done in the world
// (sending, storing) is package ui's.
package view

import (
	"slices"

	"preflab/core/proto"
	"preflab/core/spec"
)

// Phase is how far the page has come.
type Phase int

// The phases, in order. A dead engine can be restarted, which wakes it again.
const (
	Waking Phase = iota // files and engine are on their way
	Live                // the engine holds an open model
	Dead                // the engine broke
)

// State is everything that the page shows.
type State struct {
	Phase    Phase
	Wake     Wake
	Welcome  proto.Welcome
	Ready    proto.Ready
	Link     Link // what the address says: method, world, taste, seed
	Spec     *spec.Spec
	Config   spec.Config
	Knobs    []Knob
	Seed     Field // the run's seed as typed
	Desk     Desk
	Run      Run
	Compare  Compare
	Rate     Rate
	Audit    Audit
	Best     Best
	Files    Files
	Race     Race
	Runs     Runs
	Boards   [2]Board // of the race, of the runs compared
	Prefs    Prefs
	Toast    Toast
	Notices  []string // standing remarks: what this browser lacks, links that were not readable
	Fault    *proto.Fault
	Help     bool // the list of keys is open
	Settings bool // the settings are open
	AllKnobs bool // the experts' among them too
	Chapter  bool // the method's chapter is open
	Fetch    Fetch
	Menu     string          // the chart whose menu is open, by slug
	Tables   map[string]bool // whether a chart shows its numbers, by slug, where it was asked on its own
	charts   []Chart         // of Spec: asked for often in every render
}

// Event is one change of the state.
type Event interface{ apply(s *State) }

// Apply changes the state by one event. Nothing else does.
func (s *State) Apply(e Event) { e.apply(s) }

// New returns the state of a page that has just been opened: waking, with an
// example on the table.
func New() *State {
	s := &State{Prefs: Prefs{Keys: true, Smooth: 0.6}}
	s.Link = Link{Method: First, World: "tales"}
	s.Compare.Temperature = Field{Text: "0.8"}
	s.Compare.Seed = Field{Text: "1"}
	return s
}

// Wake is the progress of the first download.
type Wake struct {
	Got, Total int    // bytes over all files
	Doing      string // a few words: "fetching the model"
	Failed     string // why it cannot go on, for people
}

// Share is the part that is done, from 0 to 1.
func (w Wake) Share() float64 {
	if w.Total <= 0 {
		return 0
	}
	return min(1, float64(w.Got)/float64(w.Total))
}

// WakeProgress reports the first download.
type WakeProgress struct{ Wake Wake }

func (e WakeProgress) apply(s *State) { s.Wake = e.Wake }

// Noticed adds a standing remark, once.
type Noticed struct{ Text string }

func (e Noticed) apply(s *State) {
	for _, n := range s.Notices {
		if n == e.Text {
			return
		}
	}
	s.Notices = append(s.Notices, e.Text)
}

// Withdrawn takes one standing remark back.
type Withdrawn struct{ Text string }

func (e Withdrawn) apply(s *State) {
	s.Notices = slices.DeleteFunc(s.Notices, func(n string) bool { return n == e.Text })
}

// NoticesRead takes the standing remarks away.
type NoticesRead struct{}

func (NoticesRead) apply(s *State) { s.Notices = nil }

// HelpToggled opens or closes the list of keys.
type HelpToggled struct{ Open bool }

func (e HelpToggled) apply(s *State) { s.Help = e.Open }

// Toast is a passing remark, perhaps with one thing to do about it.
type Toast struct {
	N      int // counts remarks, so that a timer can tell its own from a later one
	Text   string
	Action string // the words on its button; "" for none
}

// Toasted shows a remark; an empty one takes it away.
type Toasted struct{ Text, Action string }

func (e Toasted) apply(s *State) { s.Toast = Toast{N: s.Toast.N + 1, Text: e.Text, Action: e.Action} }

// Prefs are the visitor's, kept in storage but not in links.
type Prefs struct {
	Theme  string   `json:"theme"`          // "light", "dark" or "" for the system's
	Keys   bool     `json:"keys"`           // single-key shortcuts are on
	Smooth float64  `json:"smooth"`         // weight of the past in the charts' averages
	Table  bool     `json:"table"`          // charts show their numbers
	Log    bool     `json:"log,omitempty"`  // charts have a logarithmic y axis
	X      string   `json:"x,omitempty"`    // what charts run by, one of Axes; "" is "step"
	Read   []string `json:"read,omitempty"` // methods whose chapter was opened
}

// PrefsChanged replaces the preferences.
type PrefsChanged struct{ Prefs Prefs }

func (e PrefsChanged) apply(s *State) {
	if e.Prefs.Table != s.Prefs.Table {
		s.Tables = nil // all alike again
	}
	if e.Prefs.X != s.Prefs.X { // a place on the old axis is none on the new one
		for sheet := range AtHand + 1 {
			*s.cursor(sheet) = 0
		}
	}
	e.Prefs.Smooth = min(max(e.Prefs.Smooth, 0), MaxSmooth)
	s.Prefs = e.Prefs
}

// MaxSmooth bounds the averages: above it a run of a minute shows no movement.
const MaxSmooth = 0.98
