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
	a.host.Hire(a.helpers())
	a.send(proto.Command{Train: &proto.Train{Steps: left}})
	a.pollNow()
	a.host.Announce("Training.")
}

// helpers is how many Workers help the engine with a step, which is cut into four: a
// phone's small cores and memory are spared.
func (a *App) helpers() int {
	most := 3
	if a.host.Phone() {
		most = 1
	}
	return max(0, min(most, a.host.Cores()-1))
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

// undoneReset is the run as it was before a reset or another method.
type undoneReset struct {
	kept   view.RunCurrent
	config spec.Config
	step   int
	rows   []proto.Row
	began  []float64
	run    []byte // nil until the engine has answered
}

// keepForUndo remembers the run as it is, and has the engine save it.
func (a *App) keepForUndo() {
	r := &a.S.Run
	a.undo = &undoneReset{config: a.S.Config, step: r.Frame.Step, rows: r.Rows, began: r.Began}
	if a.undo.step > 0 {
		a.req.keep = a.keepLeaving()
		a.undo.kept = view.RunCurrent{ID: a.S.Runs.Current, Seconds: a.S.Runs.Seconds}
	}
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
		a.keepForUndo()
	}
	if a.S.Rate.Busy {
		a.send(proto.Command{Cancel: &proto.Cancel{ID: a.req.rate}})
	}
	if a.apply(view.RunCleared{}); a.tasteIsOld() {
		a.quiet = true
		a.openWith(nil) // a reset knows no new taste
	} else {
		a.send(proto.Command{Reset: &proto.Reset{Seed: a.S.Link.Seed}})
	}
	if step > 0 {
		a.say("Back to the model as it was. Your labels stay.", "Undo", a.undoReset)
	}
}

// undoReset opens the run from before again, under its method.
func (a *App) undoReset() {
	u := a.undo
	a.undo = nil
	if u == nil || u.step > 0 && u.run == nil || a.S.Phase != view.Live {
		return
	}
	a.keepLeaving()
	if u.config.Spec != nil && u.config.Spec.Method != a.S.Link.Method {
		a.forgetRequests()
		a.apply(view.RunCleared{})
		a.apply(view.SpecChosen{Config: u.config})
		a.keepSettings()
	}
	a.apply(view.RunRestored{Rows: u.rows, Began: u.began})
	a.apply(u.kept)
	if a.quiet = true; u.run != nil {
		a.storeRun(u.step, u.run) // the run that is left may have taken its place
	}
	a.openWith(u.run)
}

// forgetRequests lets go of all that the engine was asked: it is about to open anew.
func (a *App) forgetRequests() { a.req = requests{keep: a.req.keep} }

// tasteIsOld says whether the run asks a taste, and the engine knows an old one.
func (a *App) tasteIsOld() bool { return a.taste != a.S.Link.Taste && a.S.UsesTaste() }

// renewTaste tells the engine the taste if the run needs it: by opening anew at
// step 0, where nothing is lost, and else at the next reset.
func (a *App) renewTaste() {
	switch {
	case !a.tasteIsOld() || a.S.Phase != view.Live:
	case a.S.Run.Frame.Step > 0 || a.S.Training():
		a.remark("This run keeps its taste; “" + a.S.Taste() + "” holds from the next Reset.")
	default:
		a.quiet = true
		a.openWith(nil)
	}
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
	a.renewTaste()
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

// MethodChange opens the model again under another method, once the model that
// it begins with is here. Labels stay.
func (a *App) MethodChange(name string) {
	for i := range a.S.Welcome.Specs {
		sp := &a.S.Welcome.Specs[i]
		if sp.Method != name || a.S.Phase != view.Live || name == a.S.Link.Method && a.S.Fetch.Method == "" {
			continue
		}
		a.apply(view.Fetching{Fetch: view.Fetch{Method: name}})
		a.await(kindOf(sp), func() { a.changeMethod(sp) })
	}
}

func (a *App) changeMethod(sp *spec.Spec) {
	if a.S.Phase != view.Live || sp.Method == a.S.Link.Method {
		return
	}
	a.keepForUndo()
	a.forgetRequests()
	a.run = nil
	a.apply(view.RunCleared{})
	a.apply(view.SpecChosen{Config: sp.Default()})
	a.apply(view.MethodPicked{Method: sp.Method})
	a.keepSettings()
	a.quiet = true
	a.openWith(nil)
	text := "Now " + sp.Title + ". Your labels stay."
	if a.undo.step > 0 {
		text = "Now " + sp.Title + ", from step 0. Your labels stay."
	}
	a.say(text, "Undo", a.undoReset)
}
