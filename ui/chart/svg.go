package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// SVG draws the figure: axes, baselines, raw values faded, averages in front,
// the crosshair. Every text is escaped.
func (f *Figure) SVG() string { return f.svg("") }

// Standalone draws the figure with colours of its own, for a file.
func (f *Figure) Standalone() string { return f.svg(standaloneStyle) }

// styles is how many lines can be told apart; the page never draws more than four.
const styles = 8

const standaloneStyle = `<style>text{font:11px system-ui,sans-serif;fill:#555}.grid{stroke:#ddd}.base{stroke:#777;stroke-dasharray:5 4}.band{fill:#0b6e63;opacity:.09}.bin{fill:#0b6e63}` +
	`path{fill:none;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}.raw{opacity:.3;stroke-width:1}` +
	`.s0{stroke:#0b6e63}.s1{stroke:#b4491f;stroke-dasharray:6 3}.s2{stroke:#5b4fa2;stroke-dasharray:2 3}.s3{stroke:#777}.s4{stroke:#a0671c;stroke-dasharray:9 3 2 3}.s5{stroke:#2b6cb0}.s6{stroke:#8a2d5b;stroke-dasharray:1 3}.s7{stroke:#222;stroke-dasharray:10 4}.cursor{stroke:#333}.mark{stroke-dasharray:none;stroke-width:1}.mark.s0{fill:#0b6e63}.mark.s1{fill:#b4491f}.mark.s2{fill:#5b4fa2}.mark.s3{fill:#777}</style>`

func (f *Figure) svg(style string) string {
	fr := f.frame()
	var b strings.Builder
	head(&b, f.Slug, f.W, f.H+f.legendHeight(), f.Summary(), style)
	for _, band := range f.Bands {
		f.band(&b, fr, band)
	}
	f.axes(&b, fr)
	for _, l := range f.Lines {
		if !fr.shows(l.Y) {
			continue
		}
		f.hline(&b, fr, "base", l.Y)
		if l.Note != "" {
			f.text(&b, float64(f.W-padRight), fr.y(l.Y)-4, "end", "note", l.Note)
		}
	}
	smooth := f.Smooth > 0
	for i, s := range f.Series {
		if smooth {
			f.line(&b, "raw", s.style(i), fr.path(s.X, s.Y))
		}
	}
	for i, s := range f.Series {
		y := s.Y
		if smooth {
			y = Average(y, f.Smooth)
		}
		f.line(&b, "line", s.style(i), fr.path(s.X, y))
		if s.Mark > 0 {
			f.marks(&b, fr, s.Mark-1, s.X, y)
		}
	}
	f.crosshair(&b, fr)
	if f.Legend {
		f.legend(&b)
	}
	f.notes(&b)
	b.WriteString("</svg>")
	return b.String()
}

// head opens a figure that is said in a sentence for those who do not see it.
func head(b *strings.Builder, slug string, w, h int, summary, style string) {
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" data-chart="` + html.EscapeString(slug) + `" viewBox="0 0 ` +
		strconv.Itoa(w) + ` ` + strconv.Itoa(h) + `" role="img" aria-label="` + html.EscapeString(summary) + `">`)
	b.WriteString(style)
}

// band shades where healthy values lie, as far as it is inside the plot, and says
// so at the edge that is inside.
func (f *Figure) band(b *strings.Builder, fr frame, band Band) {
	edge := func(v, open float64) float64 {
		if math.IsInf(v, 0) || !fr.shows(v) {
			return open
		}
		return min(max(fr.y(v), padTop), padTop+fr.h)
	}
	top, bottom := edge(band.High, padTop), edge(band.Low, padTop+fr.h)
	if bottom > top {
		b.WriteString(`<rect class="band" x="` + px(padLeft) + `" width="` + px(fr.w) + `" y="` + px(top) + `" height="` + px(bottom-top) + `"/>`)
	}
	at := bottom - 4
	if top > padTop || bottom >= padTop+fr.h {
		at = top + 11
	}
	f.text(b, padLeft+4, min(at, padTop+fr.h-4), "start", "note", band.Words())
}

// Words says where a healthy run lies.
func (b Band) Words() string {
	switch {
	case math.IsInf(b.Low, -1):
		return "healthy below " + short(b.High)
	case math.IsInf(b.High, 1):
		return "healthy above " + short(b.Low)
	}
	return "healthy from " + short(b.Low) + " to " + short(b.High)
}

// notLog is said where a logarithmic axis was asked for and cannot be had.
const notLog = "linear: some values are not above 0"

// notes writes what must be known into the lower left corner, and what x counts
// into the right one.
func (f *Figure) notes(b *strings.Builder) {
	notes := append([]string(nil), f.Notes...)
	if f.Log && f.LogFails() {
		notes = append(notes, notLog)
	}
	y := float64(f.H - padBottom - 5)
	for i := range notes {
		f.text(b, padLeft+4, y-float64(12*(len(notes)-1-i)), "start", "note", notes[i])
	}
	if f.XName != "" {
		f.text(b, float64(f.W-padRight), y, "end", "note", f.XName)
	}
}

// axes draws the grid and its numbers.
func (f *Figure) axes(b *strings.Builder, fr frame) {
	for _, v := range fr.yTicks() {
		f.hline(b, fr, "grid", v)
		f.text(b, padLeft-6, fr.y(v)+4, "end", "", label(v))
	}
	for _, v := range ticks(fr.x0, fr.x1, 5) {
		if v == math.Trunc(v) {
			f.text(b, fr.x(v), float64(f.H-5), "middle", "", count(v))
		}
	}
}

// crosshair marks the cursor's step.
func (f *Figure) crosshair(b *strings.Builder, fr frame) {
	if math.IsNaN(f.Cursor) || f.Cursor <= 0 {
		return
	}
	x := px(fr.x(f.Cursor))
	b.WriteString(`<line class="cursor" x1="` + x + `" x2="` + x + `" y1="` + px(padTop) + `" y2="` + px(padTop+fr.h) + `"/>`)
}

func (f *Figure) line(b *strings.Builder, class string, i int, d string) {
	b.WriteString(`<path class="` + class + ` s` + strconv.Itoa(i%styles) + `" d="` + d + `"/>`)
}

func (f *Figure) hline(b *strings.Builder, fr frame, class string, y float64) {
	at := px(fr.y(y))
	b.WriteString(`<line class="` + class + `" x1="` + px(padLeft) + `" x2="` + px(float64(f.W-padRight)) + `" y1="` + at + `" y2="` + at + `"/>`)
}

func (f *Figure) text(b *strings.Builder, x, y float64, anchor, class, s string) {
	b.WriteString(`<text class="` + class + `" text-anchor="` + anchor + `" x="` + px(x) + `" y="` + px(y) + `">` + html.EscapeString(s) + `</text>`)
}

// px writes a coordinate.
func px(v float64) string { return string(num(nil, v)) }

// Summary says the figure in a sentence, for those who do not see it.
func (f *Figure) Summary() string {
	var parts []string
	for _, s := range f.Series {
		first, last, n := math.NaN(), math.NaN(), 0
		for _, v := range s.Y {
			if math.IsNaN(v) {
				continue
			}
			if n++; n == 1 {
				first = v
			}
			last = v
		}
		if n > 0 {
			parts = append(parts, s.Label+" from "+short(first)+" to "+short(last))
		}
	}
	if len(parts) == 0 {
		return f.Title + ": nothing yet"
	}
	for _, band := range f.Bands {
		parts = append(parts, band.Words())
	}
	return f.Title + ": " + strings.Join(parts, "; ")
}

// short writes a value with three significant digits.
func short(v float64) string { return strconv.FormatFloat(v, 'g', 3, 64) }
