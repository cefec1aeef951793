package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/chart"
)

// Board is how several runs are looked at together.
type Board struct {
	Hidden  [MaxLanes]bool // taken out of the figures in the legend
	Opening int            // whose answers are shown
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

// BoardFigure draws one shared metric over the steps.
func (s *State) BoardFigure(board int, name string) chart.Figure {
	f := chart.Figure{Title: s.BoardTitle(board, name), Slug: boardSlug(board, name), W: figureW, H: figureH, XMax: 10, Cursor: math.NaN()}
	for _, e := range s.seen(board) {
		c := e.Run.Column(name)
		if c < 0 {
			continue
		}
		sr := chart.Series{Name: name, Label: e.Run.Name, Mark: e.Style + 1}
		for _, r := range e.Run.Rows {
			if v := value(r.Values, c); !math.IsNaN(v) {
				sr.X, sr.Y = append(sr.X, float64(r.Step)), append(sr.Y, v)
			}
		}
		if 2*len(sr.X) >= len(e.Run.Rows) { // measured often enough to be smoothed
			sr.Y = chart.Average(sr.Y, s.Prefs.Smooth)
		}
		f.Series = append(f.Series, sr)
		if m := s.metric(e.Run.Method, name); m != nil && m.Baseline != nil && len(f.Lines) == 0 {
			f.Lines = []chart.Line{{Y: *m.Baseline, Note: m.BaseNote}}
		}
	}
	if len(f.Series) == 0 {
		f.Series = []chart.Series{{}}
	}
	return f
}

func boardSlug(board int, name string) string {
	return [2]string{"race-", "runs-"}[board] + chart.Slug(name)
}

// BoardTitle heads the chart of a shared metric.
func (s *State) BoardTitle(board int, name string) string {
	if name == "kl" {
		return "Distance from the first model (KL, nats)"
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

// BoardBars are the win rates with their intervals.
func (s *State) BoardBars(board int) chart.Bars {
	g := chart.Bars{Title: "Win rate", Slug: boardSlug(board, "win-rate"), W: figureW}
	for _, e := range s.seen(board) {
		b := chart.Bar{Label: e.Run.Name, Style: e.Style, V: math.NaN(), Note: "not measured"}
		if w := e.Run.Rate; w != nil && w.N > 0 {
			b.V, b.Low, b.High = w.WinRate, w.Low, w.High
		} else if e.Status != "" {
			b.Note = e.Status
		}
		g.Rows = append(g.Rows, b)
	}
	return g
}

// BoardPoints is the price of what was won: the distance against the win rate, or
// the mean score.
func (s *State) BoardPoints(board int) chart.Points {
	g := chart.Points{Title: "Frontier", Slug: boardSlug(board, "frontier"), W: figureW, H: 190,
		XLabel: "KL of an answer, nats →", YLabel: "↑ win rate"}
	gold := s.Boards[board].Gold
	if gold {
		g.YLabel = "↑ mean score by the taste"
	} else {
		g.Lines = []chart.Line{{Y: 0.5}}
	}
	for _, e := range s.seen(board) {
		w := e.Run.Rate
		if w == nil || w.N == 0 {
			continue
		}
		p := chart.Point{Label: e.Run.Name, Style: e.Style, X: w.KL, Y: w.WinRate, Low: w.Low, High: w.High}
		if gold {
			p.Y, p.Low, p.High = w.ScoreNew, math.NaN(), math.NaN()
		}
		g.Points = append(g.Points, p)
	}
	return g
}

// BoardHead names the columns of a board's table, after the run's name.
var BoardHead = []string{"win rate", "KL", "score", "length", "well-formed", "seconds", "steps", "trained"}

// Cells are one run's row of the table.
func (e *Entrant) Cells() []string {
	none := "–"
	out := []string{none, none, none, none, none, none, strconv.Itoa(e.Run.Step), none}
	if w := e.Run.Rate; w != nil && w.N > 0 {
		out[0] = fmt.Sprintf("%s (%s to %s)", Percent(w.WinRate), Percent(w.Low), Percent(w.High))
		out[1], out[2], out[3], out[4] = Number(w.KL), Number(w.ScoreNew), strconv.FormatFloat(w.Length, 'f', 1, 64), Percent(w.WellFormed)
		if w.N < w.Of {
			out[0] += fmt.Sprintf(" after %d", w.N)
		}
	} else if v := e.Run.Last("kl"); !math.IsNaN(v) {
		out[1] = Number(v)
	}
	if e.Run.Seconds > 0 {
		out[5] = strconv.FormatFloat(e.Run.Seconds, 'f', 1, 64)
	}
	if e.Run.Trained > 0 {
		out[7] = Count(e.Run.Trained)
	}
	return out
}

// Openings are the openings that any run of a board has answered, in their order.
func (s *State) Openings(board int) []string {
	var out []string
	for _, e := range s.Entrants(board) {
		for _, a := range e.Run.Answers {
			if a.Prompt != "" && !slices.Contains(out, a.Prompt) {
				out = append(out, a.Prompt)
			}
		}
	}
	return out
}

// BoardAnswer is one run's answer to an opening.
type BoardAnswer struct {
	Style int // -1: the model that they began with
	Head  string
	Runs  []Tinted
}

// Answers are what the runs of a board write to the chosen opening, after what
// the first of them wrote before training.
func (s *State) Answers(board int) (opening string, out []BoardAnswer) {
	all := s.Openings(board)
	if len(all) == 0 {
		return "", nil
	}
	opening = all[min(s.Boards[board].Opening, len(all)-1)]
	for _, e := range s.Entrants(board) {
		a := e.answer(opening)
		if a == nil {
			out = append(out, BoardAnswer{Style: e.Style, Head: e.Run.Name, Runs: []Tinted{{Text: "(not written yet)"}}})
			continue
		}
		if len(out) == 0 || out[0].Style >= 0 {
			out = append([]BoardAnswer{{Style: -1, Head: "Before", Runs: []Tinted{{Text: Plain(a.Before)}}}}, out...)
		}
		out = append(out, BoardAnswer{Style: e.Style, Head: e.Run.Name, Runs: Tint(a.After)})
	}
	return Cut(opening, MaxOwn), out
}

func (e *Entrant) answer(opening string) *proto.Compared {
	for i := range e.Run.Answers {
		if e.Run.Answers[i].Prompt == opening {
			return &e.Run.Answers[i]
		}
	}
	return nil
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

// BoardOpening chooses the opening whose answers are shown.
type BoardOpening struct{ Board, Opening int }

func (e BoardOpening) apply(s *State) {
	if n := len(s.Openings(e.Board)); n > 0 {
		s.Boards[e.Board].Opening = (e.Opening%n + n) % n
	}
}

// BoardGold turns the frontier's height between win rate and score.
type BoardGold struct{ Board int }

func (e BoardGold) apply(s *State) { s.Boards[e.Board].Gold = !s.Boards[e.Board].Gold }

// BoardMore draws all shared metrics, or only the distance.
type BoardMore struct{ Board int }

func (e BoardMore) apply(s *State) { s.Boards[e.Board].More = !s.Boards[e.Board].More }
