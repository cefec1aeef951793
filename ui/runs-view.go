package ui

import (
	"fmt"

	"preflab/ui/view"
)

// RunsView is the list of runs. Closed, it holds nothing.
type RunsView struct {
	S      *view.State
	Do     *App
	Labels string // the hash of the labels at hand
}

// Compute hashes the labels once for all rows, before each build.
func (c *RunsView) Compute() {
	if c.S.Runs.Open {
		c.Labels = view.HashLabels(c.S.Desk.Labels)
	}
}

// Board is that of the ticked runs.
func (c *RunsView) Board() int { return view.RunsBoard }

// Word is what the panel's button does.
func (c *RunsView) Word() string {
	switch n := len(c.S.Runs.List); {
	case c.S.Runs.Open:
		return "Hide"
	case n > 0:
		return "Show " + view.Plural(n, "run")
	}
	return "Show the list"
}

// CompareWord is what the button for the ticked runs does.
func (c *RunsView) CompareWord() string {
	if c.S.Runs.Compare {
		return "End the comparison"
	}
	return fmt.Sprintf("Compare ticked (%d)", len(c.S.Runs.Ticked))
}

// Room says how much storage the weights take, and how many runs there may be.
func (c *RunsView) Room() string {
	return fmt.Sprintf("Weights kept: %s of %s. Where there is no more room the oldest go; their records stay. Runs kept: %d of %d; beyond that the oldest without weights go.",
		view.Megabytes(c.S.UsedWeights()), view.Megabytes(view.WeightsBudget), len(c.S.Runs.List), view.MaxRuns)
}

// Fill is the length of the bar of used storage.
func (c *RunsView) Fill() string { return width(float64(c.S.UsedWeights()) / view.WeightsBudget) }

// Empty is said while there is no run.
func (c *RunsView) Empty() string {
	if !c.S.Runs.Loaded {
		return "Looking for runs in this browser …"
	}
	return "No run yet. A run enters when it pauses, finishes or is reset; the lanes of a race enter when they end."
}

// AllWord is what the button under a long list does.
func (c *RunsView) AllWord() string {
	if c.S.Runs.All {
		return "Show the newest"
	}
	return fmt.Sprintf("Show all %d", len(c.S.Runs.List))
}

// Short says that the whole list is shown anyway.
func (c *RunsView) Short() bool { return !c.S.Runs.All && len(c.S.RunsShown()) == len(c.S.Runs.List) }
