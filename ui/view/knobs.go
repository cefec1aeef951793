package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"preflab/core/spec"
)

// Field is a text that the visitor types, and what is wrong with it.
type Field struct {
	Text  string
	Error string
}

// Knob is one of the method's settings as the page shows it.
type Knob struct {
	Param spec.Param
	Field
}

// knobSteps is the slider's resolution: finer than a pixel of its track.
const knobSteps = 400

// Pos is the slider's position for the setting's value, from 0 to knobSteps.
func (k Knob) Pos(v float64) int {
	lo, hi := k.Param.Min, k.Param.Max
	if k.Param.Log && lo > 0 {
		lo, hi, v = math.Log(lo), math.Log(hi), math.Log(v)
	}
	if hi <= lo {
		return 0
	}
	return int(math.Round(knobSteps * min(1, max(0, (v-lo)/(hi-lo)))))
}

// At is the value at a slider's position, with as many digits as the position tells.
func (k Knob) At(pos int) float64 {
	lo, hi := k.Param.Min, k.Param.Max
	t := float64(pos) / knobSteps
	v := lo + t*(hi-lo)
	if k.Param.Log && lo > 0 {
		v = math.Exp(math.Log(lo) + t*(math.Log(hi)-math.Log(lo)))
	}
	if k.Param.Integer {
		return k.Param.Clamp(math.Round(v))
	}
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 2, 64), 64)
	return k.Param.Clamp(v)
}

// Range says in words what may be typed.
func (k Knob) Range() string {
	if k.Param.Choices != nil {
		return strings.Join(k.Param.Choices, " or ")
	}
	return fmt.Sprintf("%v to %v", k.Param.Min, k.Param.Max)
}

// Steps is the slider's last position.
func (Knob) Steps() int { return knobSteps }

// Changed says whether the setting differs from its default.
func (s *State) Changed(i int) bool {
	return i < len(s.Config.Values) && s.Config.Values[i] != s.Knobs[i].Param.Default
}

// Moved says whether the setting differs from the one in force at the run's first step.
func (s *State) Moved(i int) bool {
	return i < len(s.Run.Began) && i < len(s.Config.Values) && s.Config.Values[i] != s.Run.Began[i]
}

// noteBegan keeps the settings in force at the run's first step, when that is seen:
// of a run that was restored without them they are not known.
func (s *State) noteBegan() {
	if s.Run.Began == nil && s.Run.Frame.Step > 0 {
		s.Run.Began = slices.Clone(s.Config.Values)
	}
}

// Shown lists the settings that the drawer shows: all, or those for everybody and
// whatever was changed or is wrong.
func (s *State) Shown() (shown []int) {
	for i, k := range s.Knobs {
		if !k.Param.More || s.AllKnobs || s.Changed(i) || k.Error != "" {
			shown = append(shown, i)
		}
	}
	return shown
}

// SettingsWord names what was changed, so that a closed drawer hides nothing.
func (s *State) SettingsWord() string {
	text, n := "Settings", 0
	var moved []string
	for i, k := range s.Knobs {
		if s.Changed(i) {
			n++
		}
		if s.Moved(i) {
			moved = append(moved, k.Param.Label)
		}
	}
	if n > 0 {
		text = fmt.Sprintf("Settings (%d changed)", n)
	}
	if more := len(moved) - 2; more > 0 {
		moved = append(moved[:2], fmt.Sprintf("%d more", more))
	}
	if len(moved) > 0 {
		text += " ● since step 1: " + strings.Join(moved, ", ")
	}
	return text
}

// SpecChosen draws the controls of a method with the given settings.
type SpecChosen struct{ Config spec.Config }

func (e SpecChosen) apply(s *State) {
	if s.Spec != nil && s.Spec.Base != e.Config.Spec.Base { // another model to begin with: what the old one wrote is gone
		s.Compare.Rows, s.Compare.Own, s.Compare.Step = nil, nil, 0
	}
	s.Spec, s.Config = e.Config.Spec, e.Config
	s.Link.Method = s.Spec.Method
	s.Knobs = make([]Knob, len(s.Spec.Params))
	for i, p := range s.Spec.Params {
		s.Knobs[i] = Knob{Param: p, Field: Field{Text: p.Format(s.Config.Values[i])}}
	}
	s.charts = chartsOf(s.Spec)
	s.Compare.Marker = ""
	if slices.Contains(s.Spec.Markers, "good") { // what such a model is for
		s.Compare.Marker = "good"
	}
}

// KnobTyped is a text typed for a setting. A text out of range stays on the
// screen with a sentence; the setting keeps its last good value.
type KnobTyped struct {
	I    int
	Text string
}

func (e KnobTyped) apply(s *State) {
	k := &s.Knobs[e.I]
	k.Text, k.Error = e.Text, ""
	v, err := k.Param.Parse(e.Text)
	if err != nil {
		k.Error = fmt.Sprintf("%s must be %s", k.Param.Label, k.Range())
		if k.Param.Integer {
			k.Error += ", a whole number"
		}
		k.Error += "."
		return
	}
	s.Config.Values[e.I] = v
}

// SeedTyped is a text typed for the run's seed.
type SeedTyped struct{ Text string }

func (e SeedTyped) apply(s *State) {
	n, err := ParseSeed(e.Text)
	s.Seed = Field{Text: e.Text, Error: err}
	if err == "" {
		s.Link.Seed = n
	}
}

// ParseSeed reads a seed; the second result is what is wrong with it.
func ParseSeed(text string) (uint64, string) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n == 0 || n > MaxSeed {
		return 0, fmt.Sprintf("The seed must be a whole number from 1 to %d.", uint64(MaxSeed))
	}
	return n, ""
}
