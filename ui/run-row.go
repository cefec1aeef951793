package ui

import (
	"fmt"
	"strconv"
	"strings"

	"preflab/ui/view"
)

// RunRow is one run of the list.
type RunRow struct {
	I      int
	Labels string // the hash of the labels at hand
	S      *view.State
	Do     *App
}

// R is the run; an empty one where it has just been deleted.
func (c *RunRow) R() *view.Record {
	if l := c.S.RunsShown(); c.I < len(l) {
		return &l[c.I]
	}
	return &view.Record{}
}

// Part makes the ids of the row's parts.
func (c *RunRow) Part(part string) string { return "run-" + part + "-" + strconv.Itoa(c.I+1) }

// Say names a part of the row with the run.
func (c *RunRow) Say(part string) string { return part + " " + c.R().Name }

// At hand says that this is the run in training above.
func (c *RunRow) AtHand() bool { return c.R().ID != "" && c.R().ID == c.S.Runs.Current }

// Meta is what the run was.
func (c *RunRow) Meta() string {
	r := c.R()
	parts := []string{c.S.MethodTitle(r.Method)}
	if r.Query != "" {
		parts = append(parts, view.Spaced(r.Query))
	}
	labels := view.Plural(r.NLabels, "label")
	if r.Labels == c.Labels {
		labels += " (these)"
	}
	return strings.Join(append(parts, fmt.Sprintf("seed %d", r.Seed), labels, when(r.When)), " · ")
}

// Result is what came of it.
func (c *RunRow) Result() string {
	r := c.R()
	text := view.Plural(r.Step, "step")
	if r.State == "diverged" {
		text += ", ran away"
	}
	if w := r.Rate; w != nil {
		text += fmt.Sprintf(", win rate %s (%s to %s) by “%s”", view.Percent(w.WinRate), view.Percent(w.Low), view.Percent(w.High), c.S.TasteTitle(w.Taste))
	}
	switch {
	case r.Weights > 0:
		text += ", " + view.Megabytes(r.Weights)
	case r.Dropped:
		text += ", weights dropped"
	default:
		text += ", no weights"
	}
	return text
}

// when is a time as people write it, without the seconds.
func when(rfc string) string {
	if len(rfc) < 16 || rfc[10] != 'T' {
		return rfc
	}
	return rfc[:10] + " " + rfc[11:16]
}

// OpenWord is what the first button does.
func (c *RunRow) OpenWord() string {
	switch {
	case c.AtHand():
		return "At hand"
	case c.R().Weights > 0:
		return "Go on"
	}
	return "Run again"
}

// Off says that the run cannot be opened now.
func (c *RunRow) Off() bool { return c.S.Phase != view.Live }
