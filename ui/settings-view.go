package ui

import (
	"fmt"
	"strconv"

	"preflab/ui/view"
)

// SettingsView is the drawer of settings. Closed, it holds nothing: Vugu renders
// every element anew ten times a second while the model trains.
type SettingsView struct {
	S  *view.State
	Do *App
}

// SeedHelp explains the seed, or says what is wrong with it.
func (c *SettingsView) SeedHelp() string {
	if c.S.Seed.Error != "" {
		return c.S.Seed.Error
	}
	return "The same seed and the same labels give the same weights, bit for bit. A new one takes effect at the next Reset."
}

// MoreWord unfolds the settings for experts, or folds them away.
func (c *SettingsView) MoreWord() string {
	if c.S.AllKnobs {
		return "Fewer settings"
	}
	return fmt.Sprintf("%d more settings", len(c.S.Knobs)-len(c.S.Shown()))
}

// NoMore says that nothing is folded away.
func (c *SettingsView) NoMore() bool { return !c.S.AllKnobs && len(c.S.Shown()) == len(c.S.Knobs) }

// MoreToggle unfolds or folds them.
func (a *App) MoreToggle() { a.apply(view.KnobsUnfolded{}) }

// SmoothPos is the slider's position.
func (c *SettingsView) SmoothPos() string { return strconv.Itoa(int(100*c.S.Prefs.Smooth + 0.5)) }

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
