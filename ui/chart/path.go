package chart

import (
	"math"
	"strconv"
)

// column is what is kept of the points that share one column of pixels: the
// lowest and the highest, in the order in which they came.
type column struct{ a, b float64 }

// add takes one more value in.
func (c *column) add(v float64) {
	lo, hi := min(c.a, c.b), max(c.a, c.b)
	switch {
	case v < lo:
		c.a, c.b = hi, v
	case v > hi:
		c.a, c.b = lo, v
	}
}

// path draws a series as SVG path data. Points are decimated to pixel columns,
// of which the lowest and highest are kept: no spike is lost, and the length is
// bounded by the width whatever the length of the run. NaN leaves a gap.
func (f frame) path(x, y []float64) string {
	var out []byte
	var col column
	at, drawing, open := math.NaN(), false, false
	flush := func() {
		if !open {
			return
		}
		out = f.point(out, at, col.a, drawing)
		if col.b != col.a {
			out = f.point(out, at, col.b, true)
		}
		open, drawing = false, true
	}
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			flush()
			drawing = false
			continue
		}
		px := math.Round(f.x(x[i]))
		if open && px == at {
			col.add(v)
			continue
		}
		flush()
		at, open = px, true
		col = column{v, v}
	}
	flush()
	if len(out) > 0 && drawing {
		out = append(out, "l0 0"...) // a lone point shows as a dot: line caps are round
	}
	return string(out)
}

// point appends one vertex at pixel column px.
func (f frame) point(out []byte, px, v float64, drawing bool) []byte {
	if drawing {
		out = append(out, 'L')
	} else {
		out = append(out, 'M')
	}
	out = num(out, px)
	out = append(out, ' ')
	return num(out, f.y(v))
}

// num appends a coordinate with one decimal.
func num(out []byte, v float64) []byte {
	return strconv.AppendFloat(out, math.Round(v*10)/10, 'f', -1, 64)
}
