package ui

import (
	"github.com/vugu/vugu"

	"preflab/ui/chart"
	"preflab/ui/view"
)

// ChartView is one chart of the run: the figure, a legend with the values under
// the crosshair, and the numbers behind it.
type ChartView struct {
	I  int
	S  *view.State
	Do *App

	drawn key    // what the figure below was drawn from
	svg   string // a figure is drawn again only when something in it has changed
}

// key is what a figure depends on.
type key struct {
	spec                 any
	rows, cursor, target int
	smooth               float64
	log                  bool
	x                    string
}

// Chart is the group of metrics that share the figure.
func (c *ChartView) Chart() view.Chart { return c.S.Charts()[c.I] }

// ID is the chart's id: chart-loss.
func (c *ChartView) ID() string { return "chart-" + chart.Slug(c.Chart().Title) }

// Part is the id of one of the chart's buttons.
func (c *ChartView) Part(name string) string { return name + "-" + chart.Slug(c.Chart().Title) }

// Open says whether the chart's menu is open.
func (c *ChartView) Open() bool { return c.S.Menu == c.Chart().Title }

// MenuLabel names the button that opens it.
func (c *ChartView) MenuLabel() string { return c.Chart().Title + ": numbers and files" }

// SVG is the figure. It is our own drawing from numbers, with its texts escaped:
// the only raw markup of the page.
func (c *ChartView) SVG() string {
	r := &c.S.Run
	k := key{c.S.Spec, len(r.Rows), r.Cursor, r.Frame.Target, c.S.Prefs.Smooth, c.S.Prefs.Log, c.S.Prefs.X}
	if k != c.drawn || c.svg == "" {
		fig := c.S.Figure(c.I)
		c.drawn, c.svg = k, fig.SVG()
	}
	return c.svg
}

// Legend names the lines with their values at the cursor, or the last ones.
func (c *ChartView) Legend() []view.Entry { return c.S.Legend(c.I) }

// Swatch is the legend entry's class, which carries the line's colour and dashes.
func (c *ChartView) Swatch(k int) string { return "entry s" + string(rune('0'+k%4)) }

// PadLabel says how the crosshair is moved.
func (c *ChartView) PadLabel() string {
	return c.Chart().Title + ": arrow keys move through the steps. " + c.S.CursorWords(c.I)
}

// Move puts the crosshair under the pointer.
func (c *ChartView) Move(e vugu.DOMEvent) {
	if w := e.PropFloat64("target", "clientWidth"); w > 0 {
		fig := c.S.Figure(c.I)
		c.Do.Cursor(c.S.StepAt(fig.XAt(e.PropFloat64("offsetX") / w)))
	}
}

// Key moves the crosshair by the arrow keys, which are then not the labels'.
func (c *ChartView) Key(e vugu.DOMEvent) {
	r := &c.S.Run
	n := len(r.Rows)
	if n == 0 {
		return
	}
	at := r.Cursor
	if at == 0 {
		at = r.Rows[n-1].Step
	}
	switch e.PropString("key") {
	case "ArrowLeft":
		at--
	case "ArrowRight":
		at++
	case "Home":
		at = r.Rows[0].Step
	case "End":
		at = r.Rows[n-1].Step
	default:
		return
	}
	e.PreventDefault()
	e.StopPropagation()
	c.Do.Cursor(max(1, at))
	c.Do.host.Announce(c.S.CursorWords(c.I))
}

// Head is the table's first row.
func (c *ChartView) Head() []string { return c.S.TableHead(c.I) }

// TableRows is the table's body.
func (c *ChartView) TableRows() [][]string { return c.S.TableRows(c.I) }

// Cursor moves the crosshair of all charts.
func (a *App) Cursor(step int) { a.apply(view.CursorMoved{Step: step}) }

// MenuToggle opens or closes a chart's menu.
func (a *App) MenuToggle(title string) { a.apply(view.MenuToggled{Title: title}) }

// TableToggle shows or hides one chart's numbers.
func (a *App) TableToggle(title string) { a.apply(view.TableToggled{Title: title}) }

// ChartCSV saves one chart's numbers.
func (a *App) ChartCSV(i int) {
	a.saveChart(i, ".csv", "text/csv", a.S.ChartCSV(i))
}

// ChartSVG saves one chart as a picture.
func (a *App) ChartSVG(i int) {
	a.saveChart(i, ".svg", "image/svg+xml", a.S.ChartSVG(i))
}

func (a *App) saveChart(i int, ext, mime string, data []byte) {
	name := "preflab-" + chart.Slug(a.S.Charts()[i].Title) + ext
	a.host.Download(name, mime, data)
	a.host.Announce("Saved " + name + ".")
	a.apply(view.MenuToggled{})
}
