package view

import (
	"bytes"
	"encoding/csv"
	"math"
	"slices"
	"strconv"
)

// CSV is the plot's numbers at every step, with when it was as far as that is
// known; runs stand below each other, by name.
func (p *Plot) CSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := []string{"step", "seconds", "tokens", "labels"}
	named := len(p.Lines) > 0 && p.Lines[0].Of != ""
	if named {
		head = append([]string{"run"}, head...)
	}
	for i := range p.Lines {
		if p.Lines[i].Run == p.Lines[0].Run {
			head = append(head, p.Lines[i].Name)
		}
	}
	w.Write(head) // a bytes.Buffer does not fail
	for first := 0; first < len(p.Lines); {
		end := first + 1
		for end < len(p.Lines) && p.Lines[end].Run == p.Lines[first].Run {
			end++
		}
		writeRun(w, p.Lines[first:end])
		first = end
	}
	w.Flush()
	return b.Bytes()
}

// writeRun writes the lines of one run.
func writeRun(w *csv.Writer, lines []Line) {
	rows := lines[0].Rows
	seconds, tokens, labels := places(rows, "seconds"), places(rows, "tokens"), places(rows, "labels")
	for k := range rows {
		var record []string
		if lines[0].Of != "" {
			record = []string{lines[0].Of}
		}
		record = append(record, strconv.Itoa(rows[k].Step), plain(math.Round(1000*seconds[k])/1000), plain(tokens[k]), plain(labels[k]))
		for i := range lines {
			record = append(record, plain(lines[i].value(k)))
		}
		w.Write(record)
	}
}

// plain writes a number so that it is read back as the same; nothing for what is
// not known.
func plain(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// tableRows bounds the table: the eye takes no more, and the page must redraw it.
const tableRows = 16

// TableHead names the columns of the plot's table.
func (p *Plot) TableHead() []string {
	out := []string{p.Axis}
	for i := range p.Lines {
		out = append(out, p.Lines[i].Label)
	}
	return out
}

// TableRows are the plot's numbers at places spread over all at which something was
// measured, the last among them.
func (p *Plot) TableRows() [][]string {
	var all []float64
	for i := range p.Lines {
		all = append(all, p.Lines[i].series().X...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	n := len(all)
	out := make([][]string, min(n, tableRows))
	for j := range out {
		x := all[n-1-(len(out)-1-j)*n/len(out)]
		out[j] = []string{placeNumber(p.Axis, x)}
		for i := range p.Lines {
			text := "–"
			if v := p.Lines[i].at(x); !math.IsNaN(v) {
				text = Number(v)
			}
			out[j] = append(out[j], text)
		}
	}
	return out
}

// value reads one metric of a row; NaN where it was not measured.
func value(values []*float64, m int) float64 {
	if m >= len(values) || values[m] == nil {
		return math.NaN()
	}
	return *values[m]
}

// MenuToggled opens a chart's menu, by slug, or closes it; "" closes whichever is open.
type MenuToggled struct{ Slug string }

func (e MenuToggled) apply(s *State) {
	if s.Menu == e.Slug {
		e.Slug = ""
	}
	s.Menu = e.Slug
}

// TableToggled shows or hides one chart's numbers.
type TableToggled struct{ Slug string }

func (e TableToggled) apply(s *State) {
	if s.Tables == nil {
		s.Tables = map[string]bool{}
	}
	s.Tables[e.Slug] = !s.ShowsTable(e.Slug)
}

// ShowsTable says whether a chart shows its numbers.
func (s *State) ShowsTable(slug string) bool {
	if shown, own := s.Tables[slug]; own {
		return shown
	}
	return s.Prefs.Table
}
