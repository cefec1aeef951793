package ui

import (
	"strconv"

	"preflab/ui/chart"
	"preflab/ui/view"
)

// LaneView is one lane of a race: its method and settings, how far it is, and
// the buttons that end or remove it.
type LaneView struct {
	I  int
	S  *view.State
	Do *App
}

// L is the lane; an empty one where it has just been removed.
func (c *LaneView) L() *view.Lane {
	if c.I < len(c.S.Race.Lanes) {
		return &c.S.Race.Lanes[c.I]
	}
	return &view.Lane{}
}

// ID makes the ids of the lane's parts.
func (c *LaneView) ID(part string) string { return "lane-" + strconv.Itoa(c.I+1) + "-" + part }

// Say names the lane's parts for those who cannot see where they stand.
func (c *LaneView) Say(part string) string { return part + " lane " + strconv.Itoa(c.I+1) }

// Swatch is the lane's line and marker.
func (c *LaneView) Swatch() string { return chart.Swatch(c.I) }

// Example shows how settings are typed.
func (c *LaneView) Example() string {
	sp := c.S.SpecOf(c.L().Method)
	if sp == nil || len(sp.Params) < 2 {
		return "settings as they are"
	}
	p := sp.Params[0]
	return p.Name + "=" + p.Format(p.Default)
}

// Words says where the lane is.
func (c *LaneView) Words() string {
	if w := c.L().StageWords(); w != "" {
		return w
	}
	return "ready"
}

// WordsClass is loud for a lane that failed.
func (c *LaneView) WordsClass() string {
	if c.L().Stage == view.LaneFailed {
		return "lane-words wrong"
	}
	return "lane-words"
}

// Fill is the length of the progress bar.
func (c *LaneView) Fill() string { return width(c.L().Share()) }
