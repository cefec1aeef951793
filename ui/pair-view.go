package ui

import (
	"fmt"

	"preflab/core/proto"
	"preflab/ui/view"
)

// PairView is one opening continued by both models, every token tinted by how
// its likelihood has changed.
type PairView struct{ Row proto.Compared }

// Prompt is the opening.
func (c *PairView) Prompt() string { return view.Cut(c.Row.Prompt, view.MaxOwn) }

// Before is the continuation by the model as it was. There is always at least
// one run: Vugu leaves the children of an emptied element standing.
func (c *PairView) Before() []view.Tinted { return some(view.Tint(c.Row.Before)) }

// Tuned is the continuation by the tuned model.
func (c *PairView) Tuned() []view.Tinted { return some(view.Tint(c.Row.After)) }

// After heads the tuned side.
func (c *PairView) After() string {
	if c.Row.Step == 0 {
		return "After (not trained yet)"
	}
	return fmt.Sprintf("After %s", view.Plural(c.Row.Step, "step"))
}

// some makes sure that there is one run.
func some(runs []view.Tinted) []view.Tinted {
	if len(runs) == 0 {
		return []view.Tinted{{Text: "(nothing: it stopped at once)"}}
	}
	return runs
}
