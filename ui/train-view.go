package ui

import (
	"fmt"
	"strconv"

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

// SettingsWord names the settings that were changed, so that a closed drawer
// hides nothing.
func (c *TrainView) SettingsWord() string {
	n := 0
	for i := range c.S.Knobs {
		if c.S.Changed(i) {
			n++
		}
	}
	if n == 0 {
		return "Settings"
	}
	return fmt.Sprintf("Settings (%d changed)", n)
}

// SeedHelp explains the seed, or says what is wrong with it.
func (c *TrainView) SeedHelp() string {
	if c.S.Seed.Error != "" {
		return c.S.Seed.Error
	}
	return "The same seed and the same labels give the same weights, bit for bit. A new one takes effect at the next Reset."
}

// Summary is the method in a sentence.
func (c *TrainView) Summary() string {
	if c.S.Spec == nil {
		return ""
	}
	return c.S.Spec.Summary
}

// SmoothPos is the slider's position.
func (c *TrainView) SmoothPos() string { return strconv.Itoa(int(100*c.S.Prefs.Smooth + 0.5)) }

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

// SettingsToggle opens or closes the settings.
func (a *App) SettingsToggle() { a.apply(view.SettingsToggled{}) }

// SmoothType takes the smoothing slider's position.
func (a *App) SmoothType(text string) {
	if n, err := strconv.Atoi(text); err == nil {
		p := a.S.Prefs
		p.Smooth = float64(n) / 100
		a.SetPrefs(p)
	}
}

// TablesToggle shows or hides the numbers behind the charts.
func (a *App) TablesToggle() {
	p := a.S.Prefs
	p.Table = !p.Table
	a.SetPrefs(p)
}
