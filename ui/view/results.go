package view

import (
	"fmt"
	"math"
	"strconv"

	"preflab/ui/chart"
)

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
