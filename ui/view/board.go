package view

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"preflab/core/spec"
	"preflab/ui/chart"
)

// Board is how several runs are looked at together.
type Board struct {
	Hidden  [MaxLanes]bool // taken out of the figures in the legend
	Opening int            // whose answers are shown
	Cursor  float64        // the place under the charts' crosshair; 0 for none
	Gold    bool           // the frontier's height is the score, not the win rate
	More    bool           // all shared metrics are drawn
}

// The boards.
const (
	RaceBoard = iota
	RunsBoard
)

// Entrant is one run on a board.
type Entrant struct {
	Style  int // of its lines and markers
	Run    *Record
	Status string // where it is, for one that races
}

// Name is the entrant's name with what sets it apart.
func (e *Entrant) Name() string { return e.Run.Name }

// Detail is the entrant's settings, as they would be typed.
func (e *Entrant) Detail() string { return Spaced(e.Run.Query) }

// Spaced writes a query as it would be typed for a lane.
func Spaced(query string) string {
	b := []byte(query)
	for i := range b {
		if b[i] == '&' {
			b[i] = ' '
		}
	}
	return Cut(string(b), 200)
}

// Entrants are the runs of a board.
func (s *State) Entrants(board int) []Entrant {
	var out []Entrant
	if board == RaceBoard {
		for i := range s.Race.Lanes {
			if l := &s.Race.Lanes[i]; l.Run.ID != "" {
				out = append(out, Entrant{Style: i, Run: &l.Run, Status: l.StageWords()})
			}
		}
		return out
	}
	if s.Runs.Compare {
		for _, id := range s.Runs.Ticked {
			if r := s.Record(id); r != nil {
				out = append(out, Entrant{Style: len(out), Run: r})
			}
		}
	}
	return out
}

// seen are the entrants that the figures show.
func (s *State) seen(board int) []Entrant {
	var out []Entrant
	for _, e := range s.Entrants(board) {
		if !s.Boards[board].Hidden[e.Style] {
			out = append(out, e)
		}
	}
	return out
}

// metric finds a metric's declaration by a method's name and its own.
func (s *State) metric(method, name string) *spec.Metric {
	if sp := s.SpecOf(method); sp != nil {
		for i := range sp.Metrics {
			if sp.Metrics[i].Name == name {
				return &sp.Metrics[i]
			}
		}
	}
	return nil
}

// Shared are the metrics that a board draws over each other: the distance, and
// those that at least two of its runs have under one name. Losses of different
// methods are of different things.
func (s *State) Shared(board int) []string {
	out := []string{"kl"}
	es := s.seen(board)
	if len(es) == 0 || !s.Boards[board].More {
		return out
	}
	one := true
	for _, e := range es {
		one = one && e.Run.Method == es[0].Run.Method
	}
	for _, e := range es {
		for _, name := range e.Run.Columns {
			m := s.metric(e.Run.Method, name)
			if m == nil || m.Chart == "" || name == "loss" && !one || slices.Contains(out, name) {
				continue
			}
			n := 0
			for _, o := range es {
				if o.Run.Column(name) >= 0 {
					n++
				}
			}
			if n >= min(2, len(es)) {
				out = append(out, name)
			}
		}
	}
	return out
}

func boardSlug(board int, name string) string {
	return [2]string{"race-", "runs-"}[board] + chart.Slug(name)
}

// BoardTitle heads the chart of a shared metric.
func (s *State) BoardTitle(board int, name string) string {
	if name == "kl" {
		return "KL from the first model, nats"
	}
	for _, e := range s.seen(board) {
		if m := s.metric(e.Run.Method, name); m != nil {
			return capital(m.Label)
		}
	}
	return name
}

// capital begins a text as a heading begins.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// BoardWarning says what keeps the runs of a board from being a fair comparison;
// "" if nothing does.
func (s *State) BoardWarning(board int) string {
	es := s.Entrants(board)
	var labels, taste, seed, model bool
	for _, e := range es {
		first := es[0].Run
		labels = labels || e.Run.Labels != first.Labels
		model = model || s.base(e.Run) != s.base(first)
		seed = seed || e.Run.Seed != first.Seed
		taste = taste || e.Taste() != es[0].Taste()
	}
	text := ""
	add := func(yes bool, what string) {
		if yes && text == "" {
			text = "Not a fair race: these runs had different " + what
		} else if yes {
			text += ", " + what
		}
	}
	add(labels, "labels")
	add(seed, "seeds")
	add(taste, "tastes")
	add(model, "first models, against which each is measured")
	if text != "" {
		text += "."
	}
	return text
}

// base says whether a run began with the base model.
func (s *State) base(r *Record) bool {
	sp := s.SpecOf(r.Method)
	return sp != nil && sp.Base
}

// Taste is the taste by which the run was measured, or would be.
func (e *Entrant) Taste() string {
	if e.Run.Rate != nil {
		return e.Run.Rate.Taste
	}
	return e.Run.Taste
}

// BoardToggled shows or hides one run in a board's figures.
type BoardToggled struct{ Board, Style int }

func (e BoardToggled) apply(s *State) {
	h := &s.Boards[e.Board].Hidden[e.Style%MaxLanes]
	*h = !*h
}

// BoardGold turns the frontier's height between win rate and score.
type BoardGold struct{ Board int }

func (e BoardGold) apply(s *State) { s.Boards[e.Board].Gold = !s.Boards[e.Board].Gold }

// BoardMore draws all shared metrics, or only the distance.
type BoardMore struct{ Board int }

func (e BoardMore) apply(s *State) { s.Boards[e.Board].More = !s.Boards[e.Board].More }
