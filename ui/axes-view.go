package ui

import "preflab/ui/view"

// AxesView chooses how all charts are looked at: it stands in the settings and below
// the charts of several runs.
type AxesView struct {
	Prefix string // of its parts' ids
	S      *view.State
	Do     *App
}

// ID makes the ids of the parts: chart-x, race-log.
func (c *AxesView) ID(part string) string { return c.Prefix + part }

// Axes are what the charts can run by.
func (c *AxesView) Axes() []string { return view.Axes }

// Axis is the choice among them.
func (c *AxesView) Axis() string {
	if c.S.Prefs.X == "" {
		return view.Axes[0]
	}
	return c.S.Prefs.X
}

// TablesToggle shows or hides the numbers behind the charts.
func (a *App) TablesToggle() {
	p := a.S.Prefs
	p.Table = !p.Table
	a.SetPrefs(p)
}

// AxisChoose takes what the charts run by.
func (a *App) AxisChoose(x string) {
	p := a.S.Prefs
	p.X = x
	a.SetPrefs(p)
}

// LogToggle switches between logarithmic and linear charts.
func (a *App) LogToggle() {
	p := a.S.Prefs
	p.Log = !p.Log
	a.SetPrefs(p)
}
