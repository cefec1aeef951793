package view

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"
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
	Began   *string          `json:"began,omitempty"` // those that differed at its first step; nil in older records
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

// take adds the rows of a frame that are new, and the time that they took.
func (r *Record) take(rows []proto.Row) {
	for _, row := range rows {
		if n := len(r.Rows); n == 0 || row.Step > r.Rows[n-1].Step {
			r.Rows = append(r.Rows, row)
			r.Seconds += row.Took
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

// MainRecord describes the run at hand under an id.
func (s *State) MainRecord(id, when string) Record {
	f := &s.Run.Frame
	r := Record{
		ID: id, Method: s.Link.Method, World: s.Link.World, Query: s.Config.Query(), Seed: s.Link.Seed, Taste: s.Link.Taste,
		Labels: HashLabels(s.Desk.Labels), NLabels: s.Trains(), When: when,
		State: f.State, Why: f.Why, Step: f.Step, Trained: f.Trained, Seconds: s.Runs.Seconds,
		Columns: Columns(s.Spec), Rows: slices.Clip(s.Run.Rows),
	}
	if len(s.Run.Began) == len(s.Spec.Params) {
		began := spec.Config{Spec: s.Spec, Values: s.Run.Began}.Query()
		r.Began = &began
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
