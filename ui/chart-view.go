package ui

import (
	"github.com/vugu/vugu"

	"preflab/ui/chart"
	"preflab/ui/view"
)

// ChartView is one chart of a run or of several: the figure, a legend with the
// values under the crosshair, and the numbers behind it.
type ChartView struct {
	Sheet int // whose chart: view.AtHand or a board
	I     int
	S     *view.State
	Do    *App

	p     *view.Plot
	drawn string // the key of what the figure below was drawn from
	svg   string // a figure is drawn again only when something in it has changed
}

// Compute looks the chart up once for all parts of a build.
func (c *ChartView) Compute() { c.p = c.S.Plot(c.Sheet, c.I) }

// P is the chart.
func (c *ChartView) P() *view.Plot { return c.p }

// ID is the chart's id: chart-loss.
func (c *ChartView) ID() string { return c.Part("chart") }

// Part is the id of one of the chart's parts.
func (c *ChartView) Part(name string) string { return name + "-" + c.p.Slug }

// Open says whether the chart's menu is open.
func (c *ChartView) Open() bool { return c.S.Menu != "" && c.S.Menu == c.p.Slug }

// Table says whether the chart shows its numbers.
func (c *ChartView) Table() bool { return c.S.ShowsTable(c.p.Slug) }

// MenuLabel names the button that opens the menu.
func (c *ChartView) MenuLabel() string { return c.p.Title + ": numbers and files" }

// SVG is the figure. It is our own drawing from numbers, with its texts escaped:
// the only raw markup of the page.
func (c *ChartView) SVG() string {
	if key := c.p.Key(); key != c.drawn || c.svg == "" {
		fig := c.p.Figure()
		c.drawn, c.svg = key, fig.SVG()
	}
	return c.svg
}

// Swatch is the legend entry's class, which carries the line's colour and dashes.
func (c *ChartView) Swatch(style int) string { return "entry s" + string(rune('0'+style%chart.Styles)) }

// PadLabel says how the crosshair is moved.
func (c *ChartView) PadLabel() string {
	return c.p.Title + ": arrow keys move through the steps. " + c.p.Words()
}

// Move puts the crosshair under the pointer.
func (c *ChartView) Move(e vugu.DOMEvent) {
	if w := e.PropFloat64("target", "clientWidth"); w > 0 {
		fig := c.p.Figure()
		c.Do.Cursor(c.Sheet, c.p.Nearest(fig.XAt(e.PropFloat64("offsetX")/w)))
	}
}

// Key moves the crosshair by the arrow keys, which are then not the labels'.
func (c *ChartView) Key(e vugu.DOMEvent) {
	x, ok := c.p.Moved(e.PropString("key"))
	if !ok {
		return
	}
	e.PreventDefault()
	e.StopPropagation()
	c.Do.Cursor(c.Sheet, x)
	c.Do.host.Announce(c.S.Plot(c.Sheet, c.I).Words())
}

// Cursor moves the crosshair of all charts of a sheet.
func (a *App) Cursor(sheet int, x float64) { a.apply(view.CursorMoved{Sheet: sheet, X: x}) }

// MenuToggle opens or closes a chart's menu.
func (a *App) MenuToggle(slug string) { a.apply(view.MenuToggled{Slug: slug}) }

// TableToggle shows or hides one chart's numbers.
func (a *App) TableToggle(slug string) { a.apply(view.TableToggled{Slug: slug}) }

// ChartCSV saves one chart's numbers.
func (a *App) ChartCSV(p *view.Plot) { a.saveChart(p.Slug+".csv", "text/csv", p.CSV()) }

// ChartSVG saves one chart as a picture.
func (a *App) ChartSVG(p *view.Plot) { a.saveChart(p.Slug+".svg", "image/svg+xml", p.SVG()) }

func (a *App) saveChart(name, mime string, data []byte) {
	a.host.Download("preflab-"+name, mime, data)
	a.host.Announce("Saved preflab-" + name + ".")
	a.apply(view.MenuToggled{})
}
