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

// Goal is the step at which the run will be done: the engine's target, or the
// settings' when the engine was only asked for a single step.
func (s *State) Goal() int {
	f := &s.Run.Frame
	if s.Training() || f.Step < f.Target {
		return f.Target
	}
	for i, k := range s.Knobs {
		if k.Param.Name == "max_steps" {
			return max(f.Step, int(s.Config.Values[i]))
		}
	}
	return f.Target
}

// Done is the share of the run that is done.
func (s *State) Done() float64 {
	if g := s.Goal(); g > 0 {
		return min(1, float64(s.Run.Frame.Step)/float64(g))
	}
	return 0
}

// KnobsUnfolded shows the experts' settings, or folds them away.
type KnobsUnfolded struct{}

func (KnobsUnfolded) apply(s *State) { s.AllKnobs = !s.AllKnobs }

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
