package ui

import (
	"fmt"

	"github.com/vugu/vugu"

	"preflab/core/proto"
	"preflab/ui/view"
)

// CompareView is the model before and after, from the same openings and seed.
type CompareView struct {
	S  *view.State
	Do *App
}

// Rows are the comparisons, the visitor's own opening first.
func (c *CompareView) Rows() []proto.Compared {
	var rows []proto.Compared
	if o := c.S.Compare.Own; o != nil {
		rows = append(rows, *o)
	}
	for _, r := range c.S.Compare.Rows {
		if r.Prompt != "" { // not here yet
			rows = append(rows, r)
		}
	}
	return rows
}

// Hint says what is seen and how old it is.
func (c *CompareView) Hint() string {
	s := c.S
	switch {
	case s.Spec != nil && !s.Spec.Policy:
		return "This method trains a judge, not a writer: both sides are the model you began with."
	case s.Compare.Busy && s.Run.Frame.Step > 0:
		return fmt.Sprintf("Writing again at step %d …", s.Run.Frame.Step)
	case s.Compare.Step > 0:
		return fmt.Sprintf("The same openings and the same dice: the model you began with, and yours after %d steps.", s.Compare.Step)
	}
	return "The same openings and the same dice, before and after. Until you train, both are one."
}

// Markers are what the tuned model can be asked for.
func (c *CompareView) Markers() []string { return c.S.Method().Markers }

// Empty is said while there is no comparison.
func (c *CompareView) Empty() string {
	switch c.S.Phase {
	case view.Live:
		return "The model is writing …"
	case view.Dead:
		return "Restart the engine to compare."
	}
	return "Eight openings will be continued here, as soon as the model is awake."
}

// Off says that nothing can be sampled now.
func (c *CompareView) Off() bool { return c.S.Phase != view.Live || c.S.Compare.Busy }

// OwnOff says that the own opening cannot be continued now.
func (c *CompareView) OwnOff() bool {
	return c.S.Phase != view.Live || c.S.Compare.OwnBusy || c.S.Compare.OwnText == ""
}

// OwnWord is what the button does.
func (c *CompareView) OwnWord() string {
	if c.S.Compare.OwnBusy {
		return "Writing …"
	}
	return "Continue it"
}

// Wrong is what is wrong with the sampling settings.
func (c *CompareView) Wrong() string {
	if e := c.S.Compare.Temperature.Error; e != "" {
		return e
	}
	return c.S.Compare.Seed.Error
}

// OwnKey continues the opening on Enter.
func (c *CompareView) OwnKey(e vugu.DOMEvent) {
	if e.PropString("key") == "Enter" && !e.PropBool("ctrlKey") && !e.PropBool("metaKey") && !c.OwnOff() {
		c.Do.OwnRun()
	}
}

// OwnType takes the own opening as typed.
func (a *App) OwnType(text string) { a.apply(view.OwnTyped{Text: text}) }
