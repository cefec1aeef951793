package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// Styles is how many lines a figure can tell apart: by colour, by dash and by
// marker, so that no one of the three is needed.
const Styles = 4

// marksOnLine is about how many markers a line carries: enough to follow it
// through a crossing, too few to hide it.
const marksOnLine = 5

// mark is the outline of marker number style around a point: a disc, a square, a
// triangle, a diamond.
func mark(style int, x, y, r float64) string {
	p := func(dx, dy float64) string { return px(x+dx*r) + " " + px(y+dy*r) }
	switch style % Styles {
	case 0:
		d := px(r)
		return "M" + p(-1, 0) + "a" + d + " " + d + " 0 1 0 " + px(2*r) + " 0a" + d + " " + d + " 0 1 0 " + px(-2*r) + " 0z"
	case 1:
		return "M" + p(-.9, -.9) + "L" + p(.9, -.9) + "L" + p(.9, .9) + "L" + p(-.9, .9) + "z"
	case 2:
		return "M" + p(0, -1.1) + "L" + p(1.1, .9) + "L" + p(-1.1, .9) + "z"
	}
	return "M" + p(0, -1.3) + "L" + p(1.3, 0) + "L" + p(0, 1.3) + "L" + p(-1.3, 0) + "z"
}

// Swatch is a short line with its marker, for legends beside the figures.
func Swatch(style int) string {
	s := strconv.Itoa(style % Styles)
	return `<svg xmlns="http://www.w3.org/2000/svg" class="swatch" viewBox="0 0 34 14" aria-hidden="true"><path class="line s` + s +
		`" d="M2 7L32 7"/><path class="mark s` + s + `" d="` + mark(style, 17, 7, 4.2) + `"/></svg>`
}

// marker draws one marker.
func marker(b *strings.Builder, style int, x, y, r float64, title string) {
	b.WriteString(`<path class="mark s` + strconv.Itoa(style%Styles) + `" d="` + mark(style, x, y, r) + `"`)
	if title == "" {
		b.WriteString(`/>`)
		return
	}
	b.WriteString(`><title>` + html.EscapeString(title) + `</title></path>`)
}

// marks puts markers on a line: the last point has one, the others lie apart,
// each style in another place, so that lines that coincide can still be told.
func (f *Figure) marks(b *strings.Builder, fr frame, style int, x, y []float64) {
	var at []int
	for i, v := range y {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			at = append(at, i)
		}
	}
	n := len(at)
	put := func(i int) { marker(b, style, fr.x(x[at[i]]), fr.y(y[at[i]]), 3.2, "") }
	for k := 0; n <= 2*marksOnLine && k < n-1; k++ { // so few that each is shown
		put(k)
	}
	for k := range marksOnLine - 1 {
		if i := (n*k)/marksOnLine + n*style/(marksOnLine*Styles) + n/(2*marksOnLine*Styles); i > 0 && i < n-1 && n > 2*marksOnLine {
			put(i)
		}
	}
	if n > 0 {
		put(n - 1)
	}
}
