package view

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"

	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/chart"
)

// Chart is a group of metrics that share one figure.
type Chart struct {
	Title   string
	Group   string // one of groups, or ""
	Head    string // the heading above the chart; "" where it is not the first of its group
	Metrics []int  // indices into the Spec's Metrics
}

// groups are the groups of charts in their order; charts of no group come last.
var groups = []string{"loss", "rewards", "policy", "value", "samples"}

// heads are the groups' headings.
var heads = map[string]string{"loss": "What is minimised", "rewards": "What is preferred", "policy": "The model", "value": "The value head", "samples": "The samples"}

// The figures' size in CSS pixels; the page scales them to its columns.
const figureW, figureH = 320, 150

// placeholder stands where the charts will be until the engine says which ones
// there are, so that nothing moves when it does.
var placeholder = []Chart{{Title: "Loss", Group: "loss"}, {Title: "Rewards", Group: "rewards"}, {Title: "Margin", Group: "rewards"},
	{Title: "Accuracy", Group: "rewards"}, {Title: "Log-probabilities", Group: "policy"}, {Title: "KL to the reference", Group: "policy"}}

// Charts are the method's charts: metrics that share one, in the Spec's order
// within their group.
func (s *State) Charts() []Chart {
	if s.Spec == nil {
		return grouped(slices.Clone(placeholder))
	}
	return s.charts
}

// chartsOf groups a method's metrics by their charts.
func chartsOf(sp *spec.Spec) []Chart {
	var out []Chart
next:
	for i, m := range sp.Metrics {
		if m.Chart == "" {
			continue
		}
		for k := range out {
			if out[k].Title == m.Chart {
				out[k].Metrics = append(out[k].Metrics, i)
				continue next
			}
		}
		out = append(out, Chart{Title: m.Chart, Group: m.Group, Metrics: []int{i}})
	}
	return grouped(out)
}

// grouped sorts charts by their groups and heads the first of each.
func grouped(charts []Chart) []Chart {
	rank := func(c Chart) int {
		if i := slices.Index(groups, c.Group); i >= 0 {
			return i
		}
		return len(groups)
	}
	slices.SortStableFunc(charts, func(a, b Chart) int { return rank(a) - rank(b) })
	for i := range charts {
		if i == 0 || rank(charts[i]) != rank(charts[i-1]) {
			charts[i].Head = heads[charts[i].Group]
		}
	}
	if n := len(charts); n > 0 && rank(charts[0]) < len(groups) && rank(charts[n-1]) == len(groups) {
		for i := range charts {
			if rank(charts[i]) == len(groups) {
				charts[i].Head = "Besides"
				break
			}
		}
	}
	return charts
}

// Axes are what charts can run by.
var Axes = []string{"step", "labels", "tokens", "seconds"}

// Axis is what the charts run by: what was chosen, or steps where that of some
// row is not known; note then says so.
func (s *State) Axis() (axis, note string) {
	axis = s.Prefs.X
	if !slices.Contains(Axes[1:], axis) {
		return Axes[0], ""
	}
	for _, v := range places(s.Run.Rows, axis) {
		if math.IsNaN(v) {
			return Axes[0], "by step: the " + axis + " of older steps are not known"
		}
	}
	return axis, ""
}

// places are the rows' places on an axis, NaN where they are not known: seconds
// from the first one on that nobody timed.
func places(rows []proto.Row, axis string) []float64 {
	x := make([]float64, len(rows))
	spent := 0.0
	for i := range rows {
		r := &rows[i]
		if spent += r.Took; r.Took == 0 {
			spent = math.NaN()
		}
		switch {
		case axis == "seconds":
			x[i] = spent
		case axis == Axes[0]:
			x[i] = float64(r.Step)
		case r.Tokens == 0:
			x[i] = math.NaN()
		case axis == "tokens":
			x[i] = float64(r.Tokens)
		default:
			x[i] = float64(r.Labels)
		}
	}
	return x
}

// StepAt is the step of the row that is nearest to a place on the charts' axis.
func (s *State) StepAt(x float64) int {
	axis, _ := s.Axis()
	step, near := 0, math.Inf(1)
	for i, at := range places(s.Run.Rows, axis) {
		if d := math.Abs(at - x); d < near {
			near, step = d, s.Run.Rows[i].Step
		}
	}
	return step
}

// Figure draws chart i from the run's rows.
func (s *State) Figure(i int) chart.Figure {
	c := s.Charts()[i]
	axis, note := s.Axis()
	xs := places(s.Run.Rows, axis)
	f := chart.Figure{Title: c.Title, Slug: chart.Slug(c.Title), W: figureW, H: figureH,
		Smooth: s.Prefs.Smooth, Log: s.Prefs.Log, Cursor: math.NaN()}
	if axis == Axes[0] {
		f.XMax = float64(max(s.Goal(), 10))
	} else {
		f.XName = axis
	}
	if note != "" {
		f.Notes = []string{note}
	}
	if row := s.at(); s.Run.Cursor > 0 && row >= 0 {
		f.Cursor = xs[row]
	}
	for _, m := range c.Metrics {
		metric := &s.Spec.Metrics[m]
		sr := chart.Series{Name: metric.Name, Label: metric.Label}
		for k, r := range s.Run.Rows {
			if v := value(r.Values, m); !math.IsNaN(v) { // some are measured only every few steps
				sr.X = append(sr.X, xs[k])
				sr.Y = append(sr.Y, v)
			}
		}
		f.Series = append(f.Series, sr)
		meaning(&f, metric)
	}
	if len(c.Metrics) == 0 {
		f.Series = []chart.Series{{}}
	}
	if 2*len(f.Series[0].X) < len(s.Run.Rows) {
		f.Smooth = 0 // measured so seldom that an average would lag behind by dozens of steps
	}
	return f
}

// meaning adds a metric's baseline and its band of health, once.
func meaning(f *chart.Figure, m *spec.Metric) {
	if m.Baseline != nil {
		f.Lines = append(f.Lines, chart.Line{Y: *m.Baseline, Note: m.BaseNote})
	}
	if m.Low == nil && m.High == nil {
		return
	}
	b := chart.Band{Low: math.Inf(-1), High: math.Inf(1)}
	if m.Low != nil {
		b.Low = *m.Low
	}
	if m.High != nil {
		b.High = *m.High
	}
	if !slices.Contains(f.Bands, b) {
		f.Bands = append(f.Bands, b)
	}
}

// ChartSVG is chart i as a file, twice as large.
func (s *State) ChartSVG(i int) []byte {
	f := s.Figure(i)
	f.W, f.H, f.Cursor = 2*figureW, 2*figureH, math.NaN()
	return []byte(f.Standalone())
}

// ChartCSV is chart i's numbers at every step, with what is known of when it was.
func (s *State) ChartCSV(i int) []byte {
	c := s.Charts()[i]
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := []string{"step", "seconds", "tokens", "labels"}
	for _, m := range c.Metrics {
		head = append(head, s.Spec.Metrics[m].Name)
	}
	w.Write(head) // a bytes.Buffer does not fail
	seconds, tokens, labels := places(s.Run.Rows, "seconds"), places(s.Run.Rows, "tokens"), places(s.Run.Rows, "labels")
	for k, r := range s.Run.Rows {
		row := []string{strconv.Itoa(r.Step), plain(math.Round(1000*seconds[k]) / 1000), plain(tokens[k]), plain(labels[k])}
		for _, m := range c.Metrics {
			row = append(row, plain(value(r.Values, m)))
		}
		w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}

// plain writes a number so that it is read back as the same; nothing for what is
// not known.
func plain(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// MenuToggled opens a chart's menu, or closes it; "" closes whichever is open.
type MenuToggled struct{ Title string }

func (e MenuToggled) apply(s *State) {
	if s.Menu == e.Title {
		e.Title = ""
	}
	s.Menu = e.Title
}

// TableToggled shows or hides one chart's numbers.
type TableToggled struct{ Title string }

func (e TableToggled) apply(s *State) {
	if s.Tables == nil {
		s.Tables = map[string]bool{}
	}
	shown, own := s.Tables[e.Title]
	s.Tables[e.Title] = !shown && (own || !s.Prefs.Table)
}

// ShowsTable says whether chart i shows its numbers.
func (s *State) ShowsTable(i int) bool {
	if shown, own := s.Tables[s.Charts()[i].Title]; own {
		return shown
	}
	return s.Prefs.Table
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
