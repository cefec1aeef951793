package ui

import (
	"fmt"

	"preflab/ui/view"
)

// TrainView is the run: its buttons, settings and charts.
type TrainView struct {
	S  *view.State
	Do *App
}

// TrainWord is what the main button does.
func (c *TrainView) TrainWord() string {
	if c.S.Run.Frame.Step > 0 {
		return "Train on"
	}
	return "Train"
}

// Sheet is that of the run's charts.
func (c *TrainView) Sheet() int { return view.AtHand }

// NoReset says that there is nothing to go back from.
func (c *TrainView) NoReset() bool {
	return c.S.Phase != view.Live
}

// Fill is the length of the progress bar.
func (c *TrainView) Fill() string { return width(c.S.Done()) }

// Of says where the run will end.
func (c *TrainView) Of() string {
	if t := c.S.Goal(); t > 0 {
		return fmt.Sprintf(" of %d", t)
	}
	return ""
}

// TrainClick and PauseClick move the focus on, because the button that was
// pressed is not there any more.
func (a *App) TrainClick() {
	a.Train()
	if a.S.Training() {
		a.host.Focus("pause")
	}
}

// PauseClick is TrainClick the other way.
func (a *App) PauseClick() {
	a.Pause()
	a.host.Focus("train")
}
