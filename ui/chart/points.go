package chart

import (
	"math"
	"strings"
)

// A Point is one measurement of two things; Low and High bound Y and are NaN
// where nothing bounds it.
type Point struct {
	Label     string
	Style     int
	X, Y      float64
	Low, High float64
}

// Points is a figure of measurements: one thing to the right, the other up.
type Points struct {
	Title, Slug    string
	XLabel, YLabel string
	Points         []Point
	Lines          []Line
	W, H           int
}

// pointsTop leaves room for the name of the vertical axis.
const pointsTop, pointsBottom = 22, 36

// SVG draws the points.
func (g *Points) SVG() string {
	f := Figure{W: g.W, H: g.H, Lines: g.Lines, XMax: 1}
	var all Series
	for _, p := range g.Points {
		for _, y := range []float64{p.Y, p.Low, p.High} {
			all.X, all.Y = append(all.X, 1.08*p.X), append(all.Y, y)
		}
	}
	f.Series = []Series{all}
	fr := f.frame()
	fr.x0 = -0.05 * fr.x1 // a point at nothing stands clear of the numbers
	fr.h = float64(g.H - pointsTop - pointsBottom)
	y := func(v float64) float64 { return pointsTop + fr.h*(fr.y1-v)/(fr.y1-fr.y0) }

	var b strings.Builder
	open(&b, g.Slug, g.W, g.H, g.Summary())
	hline := func(class string, v float64) {
		b.WriteString(`<line class="` + class + `" x1="` + px(padLeft) + `" x2="` + px(float64(g.W-padRight)) + `" y1="` + px(y(v)) + `" y2="` + px(y(v)) + `"/>`)
	}
	for _, v := range ticks(fr.y0, fr.y1, 4) {
		hline("grid", v)
		f.text(&b, padLeft-6, y(v)+4, "end", "", label(v))
	}
	for _, v := range ticks(0, fr.x1, 5) {
		f.text(&b, fr.x(v), float64(g.H-pointsBottom+15), "middle", "", label(v))
	}
	f.text(&b, 2, 12, "start", "note", g.YLabel)
	f.text(&b, float64(g.W-padRight), float64(g.H-5), "end", "note", g.XLabel)
	for _, l := range g.Lines {
		hline("base", l.Y)
	}
	for _, p := range g.Points {
		if !math.IsNaN(p.Low) && !math.IsNaN(p.High) {
			vline(&b, "whisker s"+string(rune('0'+p.Style%Styles)), fr.x(p.X), y(p.High), y(p.Low))
		}
	}
	for _, p := range g.Points {
		marker(&b, p.Style, fr.x(p.X), y(p.Y), 5.4, p.Label+": "+g.XLabel+" "+short(p.X)+", "+g.YLabel+" "+short(p.Y))
	}
	b.WriteString("</svg>")
	return b.String()
}

// Summary says the points in a sentence.
func (g *Points) Summary() string {
	var parts []string
	for _, p := range g.Points {
		parts = append(parts, p.Label+" at "+short(p.X)+", "+short(p.Y))
	}
	if len(parts) == 0 {
		return g.Title + ": nothing yet"
	}
	return g.Title + ", " + g.XLabel + " against " + g.YLabel + ": " + strings.Join(parts, "; ")
}
