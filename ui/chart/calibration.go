package chart

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// A Bin is a group of predictions: what they said on average, how often it was so,
// and how many there are.
type Bin struct {
	Said, Was float64
	N         int
}

// A Calibration shows what was said against what was: on the diagonal, who says
// "70 %" is right seven times in ten.
type Calibration struct {
	Bins []Bin
	W, H int // in CSS pixels
}

// frame spans from 0 to 1 both ways.
func (c *Calibration) frame() frame {
	return frame{x1: 1, y1: 1, w: float64(c.W - padLeft - padRight), h: float64(c.H - padTop - padBottom)}
}

// SVG draws the figure: the diagonal, and a dot for each bin whose area is its
// number of predictions.
func (c *Calibration) SVG() string { return c.svg("") }

// Standalone draws it with colours of its own, for a file.
func (c *Calibration) Standalone() string { return c.svg(standaloneStyle) }

func (c *Calibration) svg(style string) string {
	fr := c.frame()
	f := Figure{W: c.W, H: c.H} // for its pens
	var b strings.Builder
	head(&b, "calibration", c.W, c.H, c.Summary(), style)
	for i := range 5 {
		v := float64(i) / 4
		f.hline(&b, fr, "grid", v)
		f.text(&b, padLeft-6, fr.y(v)+4, "end", "", label(v))
		if i > 0 {
			f.text(&b, fr.x(v), float64(c.H-5), "middle", "", label(v))
		}
	}
	b.WriteString(`<line class="base" x1="` + px(fr.x(0)) + `" y1="` + px(fr.y(0)) + `" x2="` + px(fr.x(1)) + `" y2="` + px(fr.y(1)) + `"/>`)
	f.text(&b, padLeft+4, padTop+12, "start", "note", "was")
	f.text(&b, float64(c.W-padRight), padTop+fr.h-5, "end", "note", "said")
	c.dots(&b, fr)
	b.WriteString("</svg>")
	return b.String()
}

// dots draws the bins that hold anything, joined in their order.
func (c *Calibration) dots(b *strings.Builder, fr frame) {
	most := 0
	var x, y []float64
	for _, bin := range c.Bins {
		if bin.N > 0 {
			most = max(most, bin.N)
			x, y = append(x, bin.Said), append(y, bin.Was)
		}
	}
	b.WriteString(`<path class="line s0" d="` + fr.path(x, y) + `"/>`)
	for _, bin := range c.Bins {
		if bin.N == 0 {
			continue
		}
		r := 2 + 4*math.Sqrt(float64(bin.N)/float64(most))
		b.WriteString(`<circle class="bin" cx="` + px(fr.x(bin.Said)) + `" cy="` + px(fr.y(bin.Was)) + `" r="` + px(r) + `"><title>` +
			html.EscapeString(bin.words()) + `</title></circle>`)
	}
}

func (b Bin) words() string {
	return "said " + percent(b.Said) + ", was " + percent(b.Was) + " of " + strconv.Itoa(b.N)
}

// Summary says the figure in a sentence.
func (c *Calibration) Summary() string {
	var parts []string
	for _, bin := range c.Bins {
		if bin.N > 0 {
			parts = append(parts, bin.words())
		}
	}
	if len(parts) == 0 {
		return "Calibration: nothing yet"
	}
	return "Calibration: " + strings.Join(parts, "; ")
}

func percent(v float64) string { return strconv.Itoa(int(math.Round(100*v))) + " %" }
