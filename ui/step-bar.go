package ui

import (
	"fmt"
	"strconv"

	"preflab/ui/view"
)

// StepBar is the path of three moves, with how far each has come.
type StepBar struct {
	S  *view.State
	Do *App
}

// Class marks the move that is on, for the style sheet.
func (c *StepBar) Class(move int) string {
	if c.S.Move() == move {
		return "step now"
	}
	return "step"
}

// LabelWord is the count of labels until it is worth it.
func (c *StepBar) LabelWord() string {
	if n := c.S.Trains(); n < view.Enough {
		return fmt.Sprintf("%d of %d", n, view.Enough)
	}
	return strconv.Itoa(c.S.Trains())
}

// TrainWord is where the run is.
func (c *StepBar) TrainWord() string {
	if f := &c.S.Run.Frame; f.Step > 0 {
		return fmt.Sprintf("step %d", f.Step)
	}
	return c.S.StateWord()
}

// CompareWord says how old the comparison is.
func (c *StepBar) CompareWord() string {
	switch {
	case c.S.Compare.Busy:
		return "writing"
	case c.S.Compare.Step > 0:
		return fmt.Sprintf("at step %d", c.S.Compare.Step)
	}
	return "before, after"
}

// LabelFill, TrainFill and CompareFill are the lengths of the meters.
func (c *StepBar) LabelFill() string { return width(float64(c.S.Trains()) / view.Enough) }

// TrainFill is the share of the run that is done.
func (c *StepBar) TrainFill() string { return width(c.S.Done()) }

// CompareFill is full when the comparison is as new as the run.
func (c *StepBar) CompareFill() string {
	if s := c.S; s.Compare.Step > 0 && s.Run.Frame.Step > 0 {
		return width(float64(s.Compare.Step) / float64(s.Run.Frame.Step))
	}
	return width(0)
}

// width is a meter's style for a share from 0 to 1.
func width(share float64) string {
	return "width:" + strconv.FormatFloat(100*min(1, max(0, share)), 'f', 1, 64) + "%"
}
