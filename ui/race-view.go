package ui

import (
	"fmt"

	"preflab/ui/view"
)

// RaceView sets a race up and shows how it goes. Closed, it holds nothing.
type RaceView struct {
	S  *view.State
	Do *App
}

// Board is the race's.
func (c *RaceView) Board() int { return view.RaceBoard }

// Word is what the panel's button does.
func (c *RaceView) Word() string {
	if c.S.Race.Open {
		return "Hide"
	}
	return "Set up a race"
}

// Off says that no race can start now; Why says what is missing.
func (c *RaceView) Off() bool { ok, _ := c.S.CanRace(); return !ok }

// Why is what is missing for a race, "" if nothing is.
func (c *RaceView) Why() string { _, why := c.S.CanRace(); return why }

// Full says that no lane can be added.
func (c *RaceView) Full() bool {
	return len(c.S.Race.Lanes) >= view.MaxLanes || c.S.Racing() || len(c.S.Racers()) == 0
}

// Terms are what all lanes share.
func (c *RaceView) Terms() string {
	text := fmt.Sprintf("The same for all: %s, seed %d, eight openings", view.Plural(c.S.Trains(), "label"), c.S.Link.Seed)
	if t := c.S.Taste(); t != "" {
		text += ", the win rate by the taste “" + t + "”"
	}
	if free := c.S.Race.AtOnce; free < len(c.S.Race.Lanes) {
		text += fmt.Sprintf(". This machine has %s to spare, so %d at a time", view.Plural(free, "core"), free)
	}
	return text + "."
}
