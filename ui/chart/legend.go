package chart

import (
	"strings"
	"unicode/utf8"
)

// Sizes of a legend, in pixels: its rows, the sample of a line, and a letter at 11
// pixels, on the wide side of what sans-serif fonts have.
const (
	legendRow    = 15
	legendSample = 26
	legendLetter = 6.2
)

// legendColumns is how many names stand beside each other, and how wide each is.
func (f *Figure) legendColumns() (n int, width float64) {
	longest := 0
	for _, s := range f.Series {
		longest = max(longest, utf8.RuneCountInString(s.Label))
	}
	width = legendSample + 6 + legendLetter*float64(longest) + 14 // the gap to the name, and to the next
	return max(1, int(float64(f.W-padLeft-padRight)/width)), width
}

// legendHeight is what a legend adds to the figure.
func (f *Figure) legendHeight() int {
	if !f.Legend || len(f.Series) == 0 {
		return 0
	}
	n, _ := f.legendColumns()
	return (len(f.Series)+n-1)/n*legendRow + 5
}

// legend names the series below the plot, where no line can be.
func (f *Figure) legend(b *strings.Builder) {
	n, width := f.legendColumns()
	for i, s := range f.Series {
		x, y := padLeft+width*float64(i%n), float64(f.H+legendRow*(i/n))+8
		f.line(b, "line", s.style(i), "M"+px(x)+" "+px(y)+"h"+px(legendSample))
		f.text(b, x+legendSample+6, y+4, "start", "", s.Label)
	}
}
