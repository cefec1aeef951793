package ui

import (
	"strconv"

	"preflab/ui/view"
)

// KnobView is one setting, drawn from its declaration: a number that can be
// typed, a slider, a line of help.
type KnobView struct {
	I  int
	S  *view.State
	Do *App
}

// K is the setting.
func (c *KnobView) K() *view.Knob { return &c.S.Knobs[c.I] }

// ID is the number field's, SliderID and HelpID those of its companions.
func (c *KnobView) ID() string { return "knob-" + c.K().Param.Name }

// SliderID is the slider's id.
func (c *KnobView) SliderID() string { return c.ID() + "-slider" }

// HelpID is the id of the line of help.
func (c *KnobView) HelpID() string { return c.ID() + "-help" }

// Mark says in a word or two that the setting is not as it was: since the run's
// first step, or not at its default.
func (c *KnobView) Mark() string {
	k := c.K()
	switch {
	case c.S.Moved(c.I):
		return "● " + k.Param.Format(c.S.Run.Began[c.I]) + " at step 1"
	case c.S.Changed(c.I):
		return "not the default, " + k.Param.Format(k.Param.Default)
	}
	return ""
}

// Pos is the slider's position.
func (c *KnobView) Pos() string { return strconv.Itoa(c.K().Pos(c.S.Config.Values[c.I])) }

// Help explains the setting, or says what is wrong with what was typed.
func (c *KnobView) Help() string {
	k := c.K()
	if k.Error != "" {
		return k.Error
	}
	if k.Param.Choices != nil {
		return k.Param.Help // the choices are in sight
	}
	return k.Param.Help + " (" + k.Range() + ")"
}

// HelpClass is loud for an error.
func (c *KnobView) HelpClass() string {
	if c.K().Error != "" {
		return "help wrong"
	}
	return "help"
}

// Slide takes the slider's position.
func (c *KnobView) Slide(text string) {
	if pos, err := strconv.Atoi(text); err == nil {
		c.Do.Slide(c.I, pos)
	}
}
