// Package chart turns series of numbers into SVG: pure geometry, the same for
// the page, for reports and for the golden tests. Colours come from the style
// sheet of the document around it (classes s0, s1, … and base, axis, cursor), or
// from a few lines inside when it stands alone.
package chart

import (
	"math"
	"strings"
)

// A Series is one line: Y over X, where NaN means "not measured". X ascends.
type Series struct {
	Name  string // as in the log
	Label string // for people
	X, Y  []float64
	Mark  int // 1 to Styles: the style and marker it keeps wherever it stands; 0: the style of its place, no marker
}

// style is the number of the series' style, when it is the ith of its figure.
func (s *Series) style(i int) int {
	if s.Mark > 0 {
		return s.Mark - 1
	}
	return i
}

// A Line is a horizontal mark that gives values their meaning.
type Line struct {
	Y    float64
	Note string
}

// A Band is where the values of a healthy run lie; an infinite end is open.
type Band struct{ Low, High float64 }

// A Figure is one chart.
type Figure struct {
	Title  string
	Slug   string // data-chart: see [Slug]
	Series []Series
	Lines  []Line
	Bands  []Band
	Smooth float64  // weight of the past in the averages, 0 to draw only the values
	Log    bool     // the y axis is logarithmic, if all values are above 0
	XName  string   // what x counts; "" for steps
	Notes  []string // what the reader must know, written into the plot
	Legend bool     // the series are named below the plot, beyond H: for a file, which has no page around it
	Cursor float64  // x under the crosshair, NaN for none
	XMax   float64  // the x axis reaches at least to here
	W, H   int      // in CSS pixels
}

// Margins of the plot inside the figure, in pixels: room for the numbers.
const (
	padLeft, padRight = 40, 8
	padTop, padBottom = 8, 20
)

// frame maps values to pixels.
type frame struct {
	x0, x1, y0, y1 float64 // values at the edges; on a logarithmic axis y0 and y1 are logarithms
	w, h           float64 // pixels inside the margins
	log            bool
}

func (f frame) x(v float64) float64 { return padLeft + f.w*(v-f.x0)/(f.x1-f.x0) }
func (f frame) y(v float64) float64 {
	if f.log {
		v = math.Log10(v)
	}
	return padTop + f.h*(f.y1-v)/(f.y1-f.y0)
}

// shows says whether a mark at v can be drawn.
func (f frame) shows(v float64) bool { return !f.log || v > 0 }

// frame finds the ranges: all finite values and all baselines are inside. Bands
// are not, because a wide one would press the lines flat.
func (f *Figure) frame() frame {
	fr := frame{w: float64(f.W - padLeft - padRight), h: float64(f.H - padTop - padBottom), x1: f.XMax, log: f.Log && !f.LogFails()}
	lo, hi := math.Inf(1), math.Inf(-1)
	see := func(v float64) {
		if !math.IsNaN(v) && !math.IsInf(v, 0) && fr.shows(v) {
			if fr.log {
				v = math.Log10(v)
			}
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	for _, s := range f.Series {
		for i, v := range s.Y {
			see(v)
			fr.x1 = max(fr.x1, s.X[i])
		}
	}
	for _, l := range f.Lines {
		see(l.Y)
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	if hi-lo < 1e-9*max(1, math.Abs(hi)) {
		lo, hi = lo-0.5, hi+0.5 // one value: put it in the middle
	}
	pad := 0.06 * (hi - lo)
	fr.y0, fr.y1 = lo-pad, hi+pad
	fr.x1 = max(fr.x1, 1)
	return fr
}

// LogFails says whether some value has no place on a logarithmic axis.
func (f *Figure) LogFails() bool {
	for _, s := range f.Series {
		for _, v := range s.Y {
			if v <= 0 {
				return true
			}
		}
	}
	return false
}

// XAt returns the x value at a share of the figure's width, as a pointer gives it.
func (f *Figure) XAt(share float64) float64 {
	fr := f.frame()
	px := share*float64(f.W) - padLeft
	return fr.x0 + (fr.x1-fr.x0)*min(1, max(0, px/fr.w))
}

// Slug turns a title into a word for ids: "KL to the reference" becomes
// "kl-to-the-reference".
func Slug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(title) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}
