package view

// Move is which of the three moves is on: 1 label, 2 train, 3 compare.
func (s *State) Move() int {
	switch {
	case s.Training():
		return 2
	case s.Run.Frame.Step > 0:
		return 3
	case s.Trains() >= Enough:
		return 2
	}
	return 1
}

// Share is the part of the run that is done.
func (r *Run) Share() float64 {
	if r.Frame.Target <= 0 {
		return 0
	}
	return min(1, float64(r.Frame.Step)/float64(r.Frame.Target))
}

// SettingsToggled opens or closes the settings.
type SettingsToggled struct{}

func (SettingsToggled) apply(s *State) { s.Settings = !s.Settings }

// ThemeWord names the theme.
func (s *State) ThemeWord() string {
	if s.Prefs.Theme == "" {
		return "system"
	}
	return s.Prefs.Theme
}
