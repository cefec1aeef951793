package ui

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vugu/vugu"

	"preflab/ui/chart"
	"preflab/ui/view"
)

// BoardView looks at several runs together: their figures over each other, a
// table, and their answers to one opening.
type BoardView struct {
	Board int
	S     *view.State
	Do    *App

	drawn map[string]drawn // by figure
}

// drawn is a figure with what it was drawn from: it is drawn again only when
// that has changed.
type drawn struct{ from, svg string }

// None says that there is nothing to look at.
func (c *BoardView) None() bool { return len(c.S.Entrants(c.Board)) == 0 }

// B is how the board is set.
func (c *BoardView) B() *view.Board { return &c.S.Boards[c.Board] }

// ID makes the ids of the board's parts: race-board, runs-table.
func (c *BoardView) ID(part string) string { return [2]string{"race-", "runs-"}[c.Board] + part }

// Entrants are the runs.
func (c *BoardView) Entrants() []view.Entrant { return c.S.Entrants(c.Board) }

// Pressed says that a run is in the figures.
func (c *BoardView) Pressed(e view.Entrant) string { return yes(!c.B().Hidden[e.Style]) }

// Swatch is a run's line and marker.
func (c *BoardView) Swatch(style int) string { return chart.Swatch(style) }

// Toggle shows or hides a run in the figures.
func (c *BoardView) Toggle(style int) {
	c.Do.apply(view.BoardToggled{Board: c.Board, Style: style})
}

// figure draws one figure, if what it is drawn from has changed.
func (c *BoardView) figure(name, from string, draw func() string) string {
	if c.drawn == nil {
		c.drawn = map[string]drawn{}
	}
	d := c.drawn[name]
	if from += fmt.Sprint(c.B().Hidden, c.B().Gold); d.from != from || d.svg == "" {
		d = drawn{from, draw()}
		c.drawn[name] = d
	}
	return d.svg
}

// rates names what the figures of win rates are drawn from.
func (c *BoardView) rates() string {
	var b strings.Builder
	for _, e := range c.Entrants() {
		if fmt.Fprintln(&b, e.Run.ID, e.Run.Name, e.Status); e.Run.Rate != nil {
			fmt.Fprint(&b, e.Run.Rate.N)
		}
	}
	return b.String()
}

// Bars are the win rates.
func (c *BoardView) Bars() string {
	return c.figure(" bars", c.rates(), func() string { g := c.S.BoardBars(c.Board); return g.SVG() })
}

// Points are the distances against what was won.
func (c *BoardView) Points() string {
	return c.figure(" points", c.rates(), func() string { g := c.S.BoardPoints(c.Board); return g.SVG() })
}

// Head names the table's columns, after the run.
func (c *BoardView) Head() []string { return view.BoardHead }

// BarsTitle names the taste and what a bar is.
func (c *BoardView) BarsTitle() string {
	taste := c.S.Link.Taste
	if es := c.Entrants(); len(es) > 0 {
		taste = es[0].Taste()
	}
	return "Win rate by “" + c.S.TasteTitle(taste) + "” (95 % interval)"
}

// GoldWord is what the frontier's button does.
func (c *BoardView) GoldWord() string {
	if c.B().Gold {
		return "Show the win rate"
	}
	return "Show the score"
}

// Gold turns the frontier's height between win rate and score.
func (c *BoardView) Gold() { c.Do.apply(view.BoardGold{Board: c.Board}) }

// MoreWord is what the button below the figures does.
func (c *BoardView) MoreWord() string {
	if c.B().More {
		return "Fewer charts"
	}
	return "More charts that they share"
}

// More draws all shared metrics, or only the distance.
func (c *BoardView) More() { c.Do.apply(view.BoardMore{Board: c.Board}) }

// Where says how far through the openings the answers are.
func (c *BoardView) Where() string {
	n := len(c.S.Openings(c.Board))
	return fmt.Sprintf("%d of %d", min(c.B().Opening+1, n), n)
}

// NoAnswers says that nothing was written yet.
func (c *BoardView) NoAnswers() bool { return len(c.S.Openings(c.Board)) == 0 }

// Openings are the choices of the select.
func (c *BoardView) Openings() []string {
	var out []string
	for i, o := range c.S.Openings(c.Board) {
		out = append(out, strconv.Itoa(i+1)+". "+view.Cut(o, 70))
	}
	return out
}

// Prompt is the chosen opening.
func (c *BoardView) Prompt() string { text, _ := c.S.Answers(c.Board); return text }

// Answers are what the runs write to it.
func (c *BoardView) Answers() []view.BoardAnswer { _, list := c.S.Answers(c.Board); return list }

// Step goes to another opening; Pick to one by its number.
func (c *BoardView) Step(by int) {
	c.Do.apply(view.BoardOpening{Board: c.Board, Opening: c.B().Opening + by})
}

// Pick goes to the opening with this number.
func (c *BoardView) Pick(text string) {
	if n, err := strconv.Atoi(text); err == nil {
		c.Do.apply(view.BoardOpening{Board: c.Board, Opening: n})
	}
}

// Scroll keeps the arrow keys that scroll the table from giving labels.
func (c *BoardView) Scroll(e vugu.DOMEvent) {
	switch e.PropString("key") {
	case "ArrowLeft", "ArrowRight", " ":
		e.StopPropagation()
	}
}

// Some makes sure that there is one run of text.
func (c *BoardView) Some(runs []view.Tinted) []view.Tinted { return some(runs) }
