package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// A Bar is one estimate from 0 to 1 with its interval; NaN where there is none.
type Bar struct {
	Label        string
	Style        int
	V, Low, High float64
	Note         string // said where there is no estimate
}

// Bars is a figure of estimates under each other, each a marker on its interval,
// around the line at one half.
type Bars struct {
	Title, Slug string
	Rows        []Bar
	W           int
}

// The rows of Bars, in pixels: a line of text above each interval.
const (
	barRow  = 34
	barFoot = 20
	barSide = 12
)

// H is the figure's height.
func (g *Bars) H() int { return max(1, len(g.Rows))*barRow + barFoot }

// SVG draws the bars.
func (g *Bars) SVG() string {
	w := float64(g.W - 2*barSide)
	x := func(v float64) float64 { return barSide + w*min(1, max(0, v)) }
	foot := float64(g.H() - barFoot)
	var b strings.Builder
	open(&b, g.Slug, g.W, g.H(), g.Summary())
	f := Figure{}
	for _, v := range []float64{0, .25, .5, .75, 1} {
		class := "grid"
		if v == .5 {
			class = "base"
		}
		for i := range g.Rows { // not through the texts
			y := float64(i*barRow) + 24
			vline(&b, class, x(v), y-8, y+8)
		}
		anchor := "middle"
		if v == 0 {
			anchor = "start"
		} else if v == 1 {
			anchor = "end"
		}
		f.text(&b, x(v), foot+15, anchor, "", percent(v))
	}
	for i, r := range g.Rows {
		y := float64(i*barRow) + 24
		f.text(&b, barSide, y-10, "start", "", clip(r.Label, 30))
		if math.IsNaN(r.V) {
			f.text(&b, float64(g.W-barSide), y-10, "end", "note", clip(r.Note, 26))
			continue
		}
		f.text(&b, float64(g.W-barSide), y-10, "end", "value", percent(r.V)+" ("+percent(r.Low)+" to "+percent(r.High)+")")
		b.WriteString(`<line class="ival s` + strconv.Itoa(r.Style%Styles) + `" x1="` + px(x(r.Low)) + `" x2="` + px(x(r.High)) + `" y1="` + px(y) + `" y2="` + px(y) + `"/>`)
		marker(&b, r.Style, x(r.V), y, 4.6, "")
	}
	b.WriteString("</svg>")
	return b.String()
}

// Summary says the bars in a sentence.
func (g *Bars) Summary() string {
	var parts []string
	for _, r := range g.Rows {
		if !math.IsNaN(r.V) {
			parts = append(parts, r.Label+" "+percent(r.V)+", "+percent(r.Low)+" to "+percent(r.High))
		}
	}
	if len(parts) == 0 {
		return g.Title + ": nothing yet"
	}
	return g.Title + ": " + strings.Join(parts, "; ")
}

// open writes the head of a figure.
func open(b *strings.Builder, slug string, w, h int, summary string) {
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" data-chart="` + html.EscapeString(slug) + `" viewBox="0 0 ` + strconv.Itoa(w) + ` ` + strconv.Itoa(h) +
		`" role="img" aria-label="` + html.EscapeString(summary) + `">`)
}

func vline(b *strings.Builder, class string, x, y1, y2 float64) {
	at := px(x)
	b.WriteString(`<line class="` + class + `" x1="` + at + `" x2="` + at + `" y1="` + px(y1) + `" y2="` + px(y2) + `"/>`)
}

// clip shortens a label to about n characters.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
