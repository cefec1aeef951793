package view

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
)

// A Record is one run as it is kept: what it was, and what came of it. Its
// weights lie beside it, as long as there is room for them.
type Record struct {
	ID      string           `json:"id"`
	Name    string           `json:"name"`
	Method  string           `json:"method"`
	World   string           `json:"world"`
	Query   string           `json:"query,omitempty"` // settings that differ from the defaults
	Seed    uint64           `json:"seed"`
	Taste   string           `json:"taste,omitempty"`
	Labels  string           `json:"labels"`   // HashLabels of the labels it learned from
	NLabels int              `json:"n_labels"` // how many of them train
	When    string           `json:"when"`     // RFC 3339, last changed
	State   string           `json:"state"`    // the engine's word: "finished", "paused", …
	Why     string           `json:"why,omitempty"`
	Step    int              `json:"step"`
	Trained int              `json:"trained,omitempty"` // numbers that were trained
	Seconds float64          `json:"seconds,omitempty"` // of training
	Race    bool             `json:"race,omitempty"`
	Columns []string         `json:"columns"` // the metrics' names, in the order of the rows' values
	Rows    []proto.Row      `json:"rows"`
	Rate    *proto.WinRated  `json:"rate,omitempty"`
	Answers []proto.Compared `json:"answers,omitempty"` // to the fixed openings
	Weights int              `json:"weights"`           // bytes in storage
	Dropped bool             `json:"dropped,omitempty"` // there were weights, and others needed the room
}

// Column finds a metric of the record, -1 if it has none of that name.
func (r *Record) Column(name string) int { return slices.Index(r.Columns, name) }

// Last is the last measured value of a metric, NaN if there is none.
func (r *Record) Last(name string) float64 {
	if m := r.Column(name); m >= 0 {
		for i := len(r.Rows) - 1; i >= 0; i-- {
			if v := value(r.Rows[i].Values, m); !math.IsNaN(v) {
				return v
			}
		}
	}
	return math.NaN()
}

// take adds the rows of a frame that are new.
func (r *Record) take(rows []proto.Row) {
	for _, row := range rows {
		if n := len(r.Rows); n == 0 || row.Step > r.Rows[n-1].Step {
			r.Rows = append(r.Rows, row)
		}
	}
}

// answer puts one comparison in its place.
func (r *Record) answer(c proto.Compared) {
	if c.Of > 0 && c.Of <= maxAnswers && len(r.Answers) != c.Of {
		r.Answers = make([]proto.Compared, c.Of)
	}
	if c.Index >= 0 && c.Index < len(r.Answers) {
		r.Answers[c.Index] = c
	}
}

// answered counts the comparisons that are there.
func (r *Record) answered() int {
	n := 0
	for i := range r.Answers {
		if r.Answers[i].Prompt != "" {
			n++
		}
	}
	return n
}

// Columns are the names of a method's metrics.
func Columns(sp *spec.Spec) []string {
	var names []string
	for _, m := range sp.Metrics {
		names = append(names, m.Name)
	}
	return names
}

// HashLabels is a short name for a set of labels: the same verdicts on the same
// pairs give the same, in whatever order they came.
func HashLabels(labels []pref.Label) string {
	if len(labels) == 0 {
		return ""
	}
	type entry struct{ ID, Verdict string }
	list := make([]entry, len(labels))
	for i := range labels {
		list[i] = entry{labels[i].ID, string(labels[i].Verdict)}
	}
	slices.SortFunc(list, func(a, b entry) int { return strings.Compare(a.ID, b.ID) })
	data, err := json.Marshal(list)
	if err != nil {
		panic("view: labels must marshal")
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:6])
}

// WeightsBudget is how many bytes of weights are kept: about a dozen runs of the
// model that the page ships.
const WeightsBudget = 120_000_000

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

// MainRecord describes the run at hand under an id.
func (s *State) MainRecord(id, when string) Record {
	f := &s.Run.Frame
	r := Record{
		ID: id, Method: s.Link.Method, World: s.Link.World, Query: s.Config.Query(), Seed: s.Link.Seed, Taste: s.Link.Taste,
		Labels: HashLabels(s.Desk.Labels), NLabels: s.Trains(), When: when,
		State: f.State, Why: f.Why, Step: f.Step, Trained: f.Trained, Seconds: s.Runs.Seconds,
		Columns: Columns(s.Spec), Rows: slices.Clip(s.Run.Rows),
	}
	if r.Trained == 0 {
		r.Trained = s.Ready.Params
	}
	if w := s.Rate.Last; w != nil && w.Done && w.Step == f.Step {
		r.Rate = w
	}
	if !s.Compare.Busy && s.Compare.Step == f.Step {
		r.Answers = s.Compare.Rows
	}
	if old := s.Record(id); old != nil {
		r.Name, r.Weights, r.Dropped = old.Name, old.Weights, old.Dropped
		if old.Step == r.Step { // measured before, and not moved since
			if r.Rate == nil {
				r.Rate = old.Rate
			}
			if r.Answers == nil {
				r.Answers = old.Answers
			}
		}
	}
	if r.Name == "" {
		r.Name = s.NextName(r.Method)
	}
	return r
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

// RunTimed adds to how long the run at hand has trained.
type RunTimed struct{ Seconds float64 }

func (e RunTimed) apply(s *State) { s.Runs.Seconds += e.Seconds }

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
