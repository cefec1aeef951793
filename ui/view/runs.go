package view

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"preflab/core/spec"
)

// WeightsBudget is how many bytes of weights are kept: about a dozen runs of the
// model that the page ships.
const WeightsBudget = 120_000_000

// MaxRuns is how many runs are kept, with or without weights. A record is some tens
// of kilobytes, all are read at every visit, and nobody compares more by eye.
const MaxRuns = 200

// Runs is the list of runs and what is done with it.
type Runs struct {
	Open    bool
	List    []Record // newest first
	Loaded  bool     // the storage has answered
	Current string   // the record of the run at hand; "" until it is first kept
	Seconds float64  // that the run at hand has trained
	Ticked  []string // to compare, in the order ticked
	Compare bool     // they are being compared
	All     bool     // the whole list is shown
	Report  string   // what came of the last file
}

// runsShown is how much of a long list is shown at first.
const runsShown = 8

// RunsShown is the part of the list on the screen.
func (s *State) RunsShown() []Record {
	if l := s.Runs.List; !s.Runs.All && len(l) > runsShown {
		return l[:runsShown]
	}
	return s.Runs.List
}

// Record finds a kept run, nil if it is not there.
func (s *State) Record(id string) *Record {
	for i := range s.Runs.List {
		if s.Runs.List[i].ID == id && id != "" {
			return &s.Runs.List[i]
		}
	}
	return nil
}

// Ticked says whether a run is to be compared.
func (s *State) Ticked(id string) bool { return slices.Contains(s.Runs.Ticked, id) }

// UsedWeights is how many bytes of weights are kept.
func (s *State) UsedWeights() int {
	sum := 0
	for i := range s.Runs.List {
		sum += s.Runs.List[i].Weights
	}
	return sum
}

// Crowded names the runs whose weights must go, the oldest first, so that n more
// bytes fit for the run keep.
func (s *State) Crowded(keep string, n int) []string {
	used := n
	for i := range s.Runs.List {
		if s.Runs.List[i].ID != keep {
			used += s.Runs.List[i].Weights
		}
	}
	var out []string
	for i := len(s.Runs.List) - 1; i >= 0 && used > WeightsBudget; i-- {
		if r := &s.Runs.List[i]; r.ID != keep && r.Weights > 0 {
			out = append(out, r.ID)
			used -= r.Weights
		}
	}
	return out
}

// Surplus names the runs that must go so that MaxRuns are left: the oldest without
// weights, and then the oldest. The run at hand, the ticked ones and the one that is
// being kept stay.
func (s *State) Surplus(keep string) []string {
	var out []string
	left := len(s.Runs.List)
	drop := func(weights bool) {
		for i := len(s.Runs.List) - 1; i >= 0 && left > MaxRuns; i-- {
			r := &s.Runs.List[i]
			if r.ID != s.Runs.Current && r.ID != keep && !s.Ticked(r.ID) && (r.Weights > 0) == weights {
				out = append(out, r.ID)
				left--
			}
		}
	}
	drop(false)
	drop(true)
	return out
}

// MethodTitle is a method's name for people.
func (s *State) MethodTitle(method string) string {
	if sp := s.SpecOf(method); sp != nil {
		return sp.Title
	}
	return method
}

// SpecOf finds a method's declaration, nil if this engine has none.
func (s *State) SpecOf(method string) *spec.Spec {
	for i := range s.Welcome.Specs {
		if s.Welcome.Specs[i].Method == method {
			return &s.Welcome.Specs[i]
		}
	}
	return nil
}

// TasteTitle is a taste's name for people.
func (s *State) TasteTitle(name string) string {
	for _, t := range s.Tastes() {
		if t.Name == name {
			return t.Label
		}
	}
	return name
}

// NextName gives a run of a method the next free name: "DPO 3". Names in taken
// are given already, though not in the list.
func (s *State) NextName(method string, taken ...string) string {
	title, n := s.MethodTitle(method), 0
	see := func(name string) {
		if rest, ok := strings.CutPrefix(name, title+" "); ok {
			if k, err := strconv.Atoi(rest); err == nil && k > n && k < 1e6 {
				n = k
			}
		}
	}
	for i := range s.Runs.List {
		see(s.Runs.List[i].Name)
	}
	for _, name := range taken {
		see(name)
	}
	return fmt.Sprintf("%s %d", title, n+1)
}

// RunsToggled opens or closes the list.
type RunsToggled struct{}

func (RunsToggled) apply(s *State) { s.Runs.Open = !s.Runs.Open }

// RunsLoaded takes over what storage has; what the page has kept meanwhile is newer.
type RunsLoaded struct{ List []Record }

func (e RunsLoaded) apply(s *State) {
	for _, r := range e.List {
		if r.State == "training" {
			r.State = "paused" // its page was closed meanwhile
		}
		if now := s.Record(r.ID); now != nil {
			if now.Name = r.Name; now.Weights == 0 {
				now.Weights, now.Dropped = r.Weights, r.Dropped
			}
			continue
		}
		s.Runs.List = append(s.Runs.List, r)
	}
	s.Runs.Loaded = true
	s.sortRuns()
}

func (s *State) sortRuns() {
	slices.SortStableFunc(s.Runs.List, func(a, b Record) int { return strings.Compare(b.When, a.When) })
}

// RunKept adds a run to the list, or replaces what was known of it.
type RunKept struct{ Record Record }

func (e RunKept) apply(s *State) {
	if old := s.Record(e.Record.ID); old != nil {
		*old = e.Record
	} else {
		s.Runs.List = append([]Record{e.Record}, s.Runs.List...)
	}
	s.sortRuns()
}

// RunWeights says how many bytes of a run's weights are in storage now.
type RunWeights struct {
	ID      string
	Bytes   int
	Dropped bool
}

func (e RunWeights) apply(s *State) {
	if r := s.Record(e.ID); r != nil {
		r.Weights, r.Dropped = e.Bytes, e.Dropped
	}
}

// RunCurrent says which record the run at hand is, and for how long it has trained.
type RunCurrent struct {
	ID      string
	Seconds float64
}

func (e RunCurrent) apply(s *State) { s.Runs.Current, s.Runs.Seconds = e.ID, e.Seconds }

// maxName bounds a run's name, in bytes.
const maxName = 80

// RunRenamed is a name as typed.
type RunRenamed struct{ ID, Name string }

func (e RunRenamed) apply(s *State) {
	if r := s.Record(e.ID); r != nil {
		r.Name = strings.TrimSuffix(Cut(e.Name, maxName), "…")
	}
}

// RunGone takes a run off the list.
type RunGone struct{ ID string }

func (e RunGone) apply(s *State) {
	s.Runs.List = slices.DeleteFunc(s.Runs.List, func(r Record) bool { return r.ID == e.ID })
	s.Runs.Ticked = slices.DeleteFunc(s.Runs.Ticked, func(id string) bool { return id == e.ID })
	s.Runs.Compare = s.Runs.Compare && len(s.Runs.Ticked) > 0
	if s.Runs.Current == e.ID {
		s.Runs.Current = ""
	}
}

// RunTicked marks a run for comparison, or unmarks it; of four the first goes
// when a fifth comes.
type RunTicked struct{ ID string }

func (e RunTicked) apply(s *State) {
	t := &s.Runs.Ticked
	if i := slices.Index(*t, e.ID); i >= 0 {
		*t = slices.Delete(slices.Clone(*t), i, i+1)
		s.Runs.Compare = s.Runs.Compare && len(*t) > 0
		return
	}
	if *t = append(slices.Clone(*t), e.ID); len(*t) > MaxLanes {
		*t = (*t)[1:]
	}
}

// RunsCompared shows or hides the comparison of the ticked runs.
type RunsCompared struct{ On bool }

func (e RunsCompared) apply(s *State) { s.Runs.Compare = e.On && len(s.Runs.Ticked) > 0 }

// RunsAll shows the whole list, or its beginning.
type RunsAll struct{}

func (RunsAll) apply(s *State) { s.Runs.All = !s.Runs.All }

// RunReported says what came of a run's file.
type RunReported struct{ Text string }

func (e RunReported) apply(s *State) { s.Runs.Report = Cut(e.Text, 400) }
