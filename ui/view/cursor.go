package view

import (
	"math"
	"slices"
)

// Places are the places of all rows of the plot, in order, each once.
func (p *Plot) Places() []float64 {
	var out []float64
	for i := range p.Lines {
		if i > 0 && p.Lines[i].Run == p.Lines[i-1].Run {
			continue // the same rows
		}
		out = append(out, p.Lines[i].X...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Nearest is the place of a row that is nearest to x; 0 if there is no row.
func (p *Plot) Nearest(x float64) float64 {
	best, near := 0.0, math.Inf(1)
	for _, at := range p.Places() {
		if d := math.Abs(at - x); d < near {
			best, near = at, d
		}
	}
	return best
}

// Moved is where the crosshair goes by a key: to the next row or the one before,
// or to either end. It begins at the end.
func (p *Plot) Moved(key string) (x float64, ok bool) {
	all := p.Places()
	n := len(all)
	if n == 0 {
		return 0, false
	}
	at := n - 1
	if p.Cursor > 0 {
		at, _ = slices.BinarySearch(all, p.Cursor)
	}
	switch key {
	case "ArrowLeft":
		at--
	case "ArrowRight":
		at++
	case "Home":
		at = 0
	case "End":
		at = n - 1
	default:
		return 0, false
	}
	return all[min(max(at, 0), n-1)], true
}

// at is the line's value as last measured at or before x. It is NaN before the
// first one and beyond the line's end.
func (l *Line) at(x float64) float64 {
	n := len(l.X)
	if n == 0 || x > l.X[n-1] {
		return math.NaN()
	}
	row, _ := slices.BinarySearch(l.X, math.Nextafter(x, math.Inf(1)))
	return l.last(row - 1)
}

// last is the line's value as last measured at or before a row.
func (l *Line) last(row int) float64 {
	for ; row >= 0; row-- {
		if v := l.value(row); !math.IsNaN(v) {
			return v
		}
	}
	return math.NaN()
}

// Entry is a name and its value.
type Entry struct{ Label, Value string }

// LegendEntry names a line of a chart, with the style that it has there.
type LegendEntry struct {
	Entry
	Style int
}

// Legend names the plot's lines with their values under the crosshair, or the last.
func (p *Plot) Legend() []LegendEntry {
	var out []LegendEntry
	for i := range p.Lines {
		l := &p.Lines[i]
		e, v := LegendEntry{Entry{Label: l.Label}, i}, l.last(len(l.Rows)-1)
		if l.Mark > 0 {
			e.Style = l.Mark - 1
		}
		if p.Cursor > 0 {
			v = l.at(p.Cursor)
		}
		if !math.IsNaN(v) {
			e.Value = Number(v)
		}
		out = append(out, e)
	}
	return out
}

// Words says the values under the crosshair.
func (p *Plot) Words() string {
	x, some := p.Cursor, false
	for i := range p.Lines {
		if n := len(p.Lines[i].X); n > 0 {
			some = true
			if p.Cursor == 0 {
				x = max(x, p.Lines[i].X[n-1])
			}
		}
	}
	if !some {
		return "No step yet."
	}
	text := placeWords(p.Axis, x)
	for _, e := range p.Legend() {
		if e.Value != "" {
			text += ", " + e.Label + " " + e.Value
		}
	}
	return text + "."
}

// cursor is where a sheet's crosshair is kept.
func (s *State) cursor(sheet int) *float64 {
	if sheet == AtHand {
		return &s.Run.Cursor
	}
	return &s.Boards[sheet].Cursor
}

// CursorMoved puts a sheet's crosshair on a place; 0 takes it away.
type CursorMoved struct {
	Sheet int
	X     float64
}

func (e CursorMoved) apply(s *State) { *s.cursor(e.Sheet) = e.X }
