package view

import (
	"math"
	"slices"
	"strconv"

	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/chart"
)

// AtHand is the sheet of charts of the run at hand; a board's number is the sheet
// of its charts. The charts of a sheet share an axis and a crosshair.
const AtHand = 2

// The figures' size in CSS pixels; the page scales them to its columns.
const figureW, figureH = 320, 150

// A Plot is one chart: its lines, and how the visitor looks at them.
type Plot struct {
	Sheet  int
	Title  string
	Slug   string
	Head   string // the heading above it; "" for none
	Axis   string // one of Axes
	Lines  []Line
	Cursor float64 // the place under the crosshair; 0 for none
	XMax   float64 // the x axis reaches at least to here
	Smooth float64
	Log    bool
	note   string // what must be known of the axis
}

// A Line is one metric of one run.
type Line struct {
	Run    int    // the lines of one run have one number
	Of     string // the run's name; "" for the run at hand
	Label  string // what tells the line from the plot's others
	Name   string // of the metric, as in the log
	Mark   int    // as in chart.Series
	Rows   []proto.Row
	Column int
	X      []float64 // the rows' places
	Metric *spec.Metric
}

// Plot is chart i of a sheet.
func (s *State) Plot(sheet, i int) *Plot {
	p := &Plot{Sheet: sheet, Cursor: *s.cursor(sheet), Smooth: s.Prefs.Smooth, Log: s.Prefs.Log}
	if sheet == AtHand {
		s.plotAtHand(p, s.Charts()[i])
		return p
	}
	if names := s.Shared(sheet); i < len(names) { // the list may just have become shorter
		s.plotBoard(p, names[i])
	}
	return p
}

// plotAtHand fills in one of the method's charts.
func (s *State) plotAtHand(p *Plot, c Chart) {
	p.Title, p.Slug, p.Head = c.Title, chart.Slug(c.Title), c.Head
	if p.Axis, p.note = s.axis([][]proto.Row{s.Run.Rows}); p.Axis == Axes[0] {
		p.XMax = float64(max(s.Goal(), 10))
	}
	x := places(s.Run.Rows, p.Axis)
	for _, m := range c.Metrics {
		metric := &s.Spec.Metrics[m]
		p.Lines = append(p.Lines, Line{Label: metric.Label, Name: metric.Name, Rows: s.Run.Rows, Column: m, X: x, Metric: metric})
	}
}

// plotBoard fills in a metric that runs share.
func (s *State) plotBoard(p *Plot, name string) {
	p.Title, p.Slug = s.BoardTitle(p.Sheet, name), boardSlug(p.Sheet, name)
	var runs [][]proto.Row
	for _, e := range s.seen(p.Sheet) {
		runs = append(runs, e.Run.Rows)
	}
	if p.Axis, p.note = s.axis(runs); p.Axis == Axes[0] {
		p.XMax = 10
	}
	for _, e := range s.seen(p.Sheet) {
		if c := e.Run.Column(name); c >= 0 {
			p.Lines = append(p.Lines, Line{Run: e.Style, Of: e.Run.Name, Label: e.Run.Name, Name: name, Mark: e.Style + 1,
				Rows: e.Run.Rows, Column: c, X: places(e.Run.Rows, p.Axis), Metric: s.metric(e.Run.Method, name)})
		}
	}
}

// Figure draws the plot.
func (p *Plot) Figure() chart.Figure {
	f := chart.Figure{Title: p.Title, Slug: p.Slug, W: figureW, H: figureH, XMax: p.XMax, Log: p.Log, Cursor: math.NaN()}
	if p.Axis != Axes[0] {
		f.XName = p.Axis
	}
	if p.note != "" {
		f.Notes = []string{p.note}
	}
	if p.Axis == "labels" {
		if all := p.Places(); len(all) == 1 {
			f.Notes = []string{"every step at " + Plural(int(all[0]), "label")}
		}
	}
	if p.Cursor > 0 {
		f.Cursor = p.Cursor
	}
	for i := range p.Lines {
		l := &p.Lines[i]
		sr := l.series()
		smooth := p.Smooth
		if 2*len(sr.X) < len(l.Rows) {
			smooth = 0 // measured so seldom that an average would lag behind by dozens of steps
		}
		if l.Mark > 0 { // the single values of four runs would hide all averages
			sr.Y = chart.Average(sr.Y, smooth)
		} else if i == 0 {
			f.Smooth = smooth
		}
		f.Series = append(f.Series, sr)
		if l.Metric != nil && l.Run == p.Lines[0].Run {
			meaning(&f, l.Metric)
		}
	}
	if len(f.Series) == 0 {
		f.Series, f.Smooth = []chart.Series{{}}, p.Smooth
	}
	return f
}

// series are the line's measured values: some metrics have one only every few steps.
func (l *Line) series() chart.Series {
	sr := chart.Series{Name: l.Name, Label: l.Label, Mark: l.Mark}
	for i := range l.Rows {
		if v := l.value(i); !math.IsNaN(v) {
			sr.X, sr.Y = append(sr.X, l.X[i]), append(sr.Y, v)
		}
	}
	return sr
}

// value is the line's value at a row, NaN where it was not measured.
func (l *Line) value(row int) float64 { return value(l.Rows[row].Values, l.Column) }

// meaning adds a metric's baseline and its band of health, once.
func meaning(f *chart.Figure, m *spec.Metric) {
	if m.Baseline != nil {
		if l := (chart.Line{Y: *m.Baseline, Note: m.BaseNote}); !slices.Contains(f.Lines, l) {
			f.Lines = append(f.Lines, l)
		}
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

// SVG is the plot as a file, twice as large, with its lines named.
func (p *Plot) SVG() []byte {
	f := p.Figure()
	f.W, f.H, f.Cursor, f.Legend = 2*figureW, 2*figureH, math.NaN(), len(f.Series) > 1
	return []byte(f.Standalone())
}

// Key names all that the figure is drawn from, so that it is drawn again only when
// something has changed.
func (p *Plot) Key() string {
	b := append([]byte(p.Slug+p.Axis+p.note), ' ')
	for _, v := range []float64{p.Cursor, p.XMax, p.Smooth} {
		b = append(strconv.AppendFloat(b, v, 'g', -1, 64), ' ')
	}
	b = strconv.AppendBool(b, p.Log)
	for i := range p.Lines {
		l := &p.Lines[i]
		b = append(b, "\n"+l.Label+" "+l.Name+" "...)
		b = append(strconv.AppendInt(b, int64(l.Mark), 10), ' ')
		b = strconv.AppendInt(b, int64(len(l.Rows)), 10)
		if n := len(l.Rows); n > 0 { // another run may be as long
			for _, v := range []float64{l.X[n-1], l.value(0), l.value(n - 1)} {
				b = strconv.AppendFloat(append(b, ' '), v, 'g', -1, 64)
			}
		}
	}
	return string(b)
}
