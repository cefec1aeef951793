package view

import (
	"fmt"
	"math"

	"preflab/ui/chart"
)

// Chart is a group of metrics that share one figure.
type Chart struct {
	Title   string
	Metrics []int // indices into the Spec's Metrics
}

// The figures' size in CSS pixels; the page scales them to its columns.
const figureW, figureH = 320, 150

// placeholder stands where the charts will be until the engine says which ones
// there are, so that nothing moves when it does.
var placeholder = []Chart{{Title: "Loss"}, {Title: "Rewards"}, {Title: "Margin"}, {Title: "Accuracy"}, {Title: "Log-probabilities"}, {Title: "KL to the reference"}}

// Charts groups the method's metrics by their charts, in the Spec's order.
func (s *State) Charts() []Chart {
	if s.Spec == nil {
		return placeholder
	}
	var out []Chart
next:
	for i, m := range s.Spec.Metrics {
		if m.Chart == "" {
			continue
		}
		for k := range out {
			if out[k].Title == m.Chart {
				out[k].Metrics = append(out[k].Metrics, i)
				continue next
			}
		}
		out = append(out, Chart{m.Chart, []int{i}})
	}
	return out
}

// Figure draws chart i from the run's rows.
func (s *State) Figure(i int) chart.Figure {
	c := s.Charts()[i]
	f := chart.Figure{Title: c.Title, Slug: chart.Slug(c.Title), W: figureW, H: figureH,
		Smooth: s.Prefs.Smooth, XMax: float64(max(s.Goal(), 10)), Cursor: math.NaN()}
	if s.Run.Cursor > 0 {
		f.Cursor = float64(s.Run.Cursor)
	}
	for _, m := range c.Metrics {
		metric := s.Spec.Metrics[m]
		sr := chart.Series{Name: metric.Name, Label: metric.Label}
		for _, r := range s.Run.Rows {
			if v := value(r.Values, m); !math.IsNaN(v) { // some are measured only every few steps
				sr.X = append(sr.X, float64(r.Step))
				sr.Y = append(sr.Y, v)
			}
		}
		f.Series = append(f.Series, sr)
		if metric.Baseline != nil {
			f.Lines = append(f.Lines, chart.Line{Y: *metric.Baseline, Note: metric.BaseNote})
		}
	}
	if len(c.Metrics) == 0 {
		f.Series = []chart.Series{{}}
	}
	if 2*len(f.Series[0].X) < len(s.Run.Rows) {
		f.Smooth = 0 // measured so seldom that an average would lag behind by dozens of steps
	}
	return f
}

// value reads one metric of a row; NaN where it was not measured.
func value(values []*float64, m int) float64 {
	if m >= len(values) || values[m] == nil {
		return math.NaN()
	}
	return *values[m]
}

// at finds the row under the cursor, or the last one.
func (s *State) at() int {
	n := len(s.Run.Rows)
	if s.Run.Cursor > 0 {
		for i := n - 1; i >= 0; i-- {
			if s.Run.Rows[i].Step <= s.Run.Cursor {
				return i
			}
		}
	}
	return n - 1
}

// Entry is one line of a legend.
type Entry struct{ Label, Value string }

// Legend names chart i's lines with their values at the cursor, or the last.
func (s *State) Legend(i int) []Entry {
	var out []Entry
	row := s.at()
	for _, m := range s.Charts()[i].Metrics {
		e := Entry{Label: s.Spec.Metrics[m].Label}
		if v := s.lastValue(row, m); !math.IsNaN(v) {
			e.Value = Number(v)
		}
		out = append(out, e)
	}
	return out
}

// lastValue is metric m at a row, or at the last row before it that has one: some
// metrics are measured only now and then.
func (s *State) lastValue(row, m int) float64 {
	for ; row >= 0; row-- {
		if v := value(s.Run.Rows[row].Values, m); !math.IsNaN(v) {
			return v
		}
	}
	return math.NaN()
}

// CursorWords says chart i's values at the cursor.
func (s *State) CursorWords(i int) string {
	row := s.at()
	if row < 0 {
		return "No step yet."
	}
	text := fmt.Sprintf("Step %d", s.Run.Rows[row].Step)
	for _, l := range s.Legend(i) {
		text += ", " + l.Label + " " + l.Value
	}
	return text + "."
}

// tableRows bounds the table: the eye takes no more, and the page must redraw it.
const tableRows = 16

// TableHead names the columns of chart i's table, after the step.
func (s *State) TableHead(i int) []string {
	var out []string
	for _, m := range s.Charts()[i].Metrics {
		out = append(out, s.Spec.Metrics[m].Label)
	}
	return out
}

// TableRows are chart i's numbers at steps spread over the run, the last among
// them.
func (s *State) TableRows(i int) [][]string {
	n := len(s.Run.Rows)
	k := min(n, tableRows)
	out := make([][]string, k)
	for j := range out {
		row := n - 1 - (k-1-j)*n/k
		r := s.Run.Rows[row]
		out[j] = []string{fmt.Sprint(r.Step)}
		for _, m := range s.Charts()[i].Metrics {
			text := "–"
			if v := value(r.Values, m); !math.IsNaN(v) {
				text = Number(v)
			}
			out[j] = append(out[j], text)
		}
	}
	return out
}
