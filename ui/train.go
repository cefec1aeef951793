package ui

import (
	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/view"
)

// Train starts training or goes on with it.
func (a *App) Train() {
	if !a.S.CanTrain() {
		a.remark(a.S.Status())
		return
	}
	left := max(0, a.S.Goal()-a.S.Run.Frame.Step) // 0: as many again as the settings say
	a.apply(view.TrainAsked{})
	a.send(proto.Command{Train: &proto.Train{Steps: left}})
	a.pollNow()
	a.host.Announce("Training.")
}

// Pause stops after the step under way.
func (a *App) Pause() {
	a.send(proto.Command{Pause: &proto.Empty{}})
	a.pollNow()
}

// TrainToggle is the key's: start or pause.
func (a *App) TrainToggle() {
	if a.S.Training() {
		a.Pause()
		return
	}
	a.Train()
}

// Step takes one step.
func (a *App) Step() {
	if !a.S.CanTrain() {
		a.remark(a.S.Status())
		return
	}
	a.apply(view.TrainAsked{})
	a.send(proto.Command{Train: &proto.Train{Steps: 1}})
	a.pollNow()
}

// undoneReset is the run as it was before a reset.
type undoneReset struct {
	rows []proto.Row
	run  []byte // nil until the engine has answered
}

// Reset begins again from the model as opened; the labels stay. The run is
// saved before, so that a slip can be taken back without having been asked
// "are you sure?".
func (a *App) Reset() {
	if a.S.Phase != view.Live {
		return
	}
	step := a.S.Run.Frame.Step
	if step > 0 {
		a.undo = &undoneReset{rows: a.S.Run.Rows}
		a.req.keep = a.send(proto.Command{Save: &proto.Empty{}})
	}
	if a.S.Rate.Busy {
		a.send(proto.Command{Cancel: &proto.Cancel{ID: a.req.rate}})
	}
	a.send(proto.Command{Reset: &proto.Reset{Seed: a.S.Link.Seed}})
	a.apply(view.RunCleared{})
	if step > 0 {
		a.say("Back to the model as it was. Your labels stay.", "Undo", a.undoReset)
	}
}

// undoReset opens the run from before the reset again.
func (a *App) undoReset() {
	u := a.undo
	a.undo = nil
	if u == nil || u.run == nil || a.S.Phase != view.Live {
		return
	}
	a.apply(view.RunRestored{Rows: u.rows})
	a.run = u.run
	a.openWith(u.run)
}

// Knob takes a text typed for a setting; one that is in range takes effect at
// the next step.
func (a *App) Knob(i int, text string) {
	a.apply(view.KnobTyped{I: i, Text: text})
	k := &a.S.Knobs[i]
	if k.Error != "" {
		return
	}
	if a.S.Phase == view.Live {
		a.send(proto.Command{Set: &proto.Set{Name: k.Param.Name, Value: k.Param.Format(a.S.Config.Values[i])}})
		a.pollNow()
	}
	a.keepSettings()
}

// Slide takes a slider's position.
func (a *App) Slide(i, pos int) {
	k := &a.S.Knobs[i]
	a.Knob(i, k.Param.Format(k.At(pos)))
}

// Defaults puts all settings back.
func (a *App) Defaults() {
	for i, k := range a.S.Knobs {
		if a.S.Changed(i) || k.Error != "" {
			a.Knob(i, k.Param.Format(k.Param.Default))
		}
	}
}

// SeedType takes a text typed for the seed, which the next reset uses.
func (a *App) SeedType(text string) {
	a.apply(view.SeedTyped{Text: text})
	if a.S.Seed.Error == "" {
		a.keepSettings()
	}
}

// MethodChange opens the model again under another method.
func (a *App) MethodChange(name string) {
	for i := range a.S.Welcome.Specs {
		sp := &a.S.Welcome.Specs[i]
		if sp.Method == name && a.S.Phase == view.Live {
			a.changeMethod(sp)
		}
	}
}

func (a *App) changeMethod(sp *spec.Spec) {
	a.apply(view.RunCleared{})
	a.apply(view.SpecChosen{Config: sp.Default()})
	a.keepSettings()
	a.openWith(nil)
}
