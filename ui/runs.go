package ui

import (
	"net/url"
	"strings"

	"preflab/core/spec"
	"preflab/ui/view"
)

// RunsToggle opens or closes the list.
func (a *App) RunsToggle() { a.apply(view.RunsToggled{}) }

// RunsAll shows the whole list, or its beginning.
func (a *App) RunsAll() { a.apply(view.RunsAll{}) }

// RunRename takes a name as typed; RunNamed stores it when the field is left.
func (a *App) RunRename(id, name string) { a.apply(view.RunRenamed{ID: id, Name: name}) }

// RunNamed stores a run's name; an empty one is given anew.
func (a *App) RunNamed(id string) {
	r := a.S.Record(id)
	if r == nil {
		return
	}
	if strings.TrimSpace(r.Name) == "" {
		a.apply(view.RunRenamed{ID: id, Name: a.S.NextName(r.Method)})
	}
	a.storeRecord(id, a.storageTrouble)
}

// RunTick marks a run for comparison.
func (a *App) RunTick(id string) { a.apply(view.RunTicked{ID: id}) }

// RunsCompare shows or hides the ticked runs over each other.
func (a *App) RunsCompare() {
	a.apply(view.RunsCompared{On: !a.S.Runs.Compare})
	if a.S.Runs.Compare {
		a.host.Focus("runs-board")
	}
}

// RunDelete takes a run off the list, with a way back.
func (a *App) RunDelete(id string) {
	r := a.S.Record(id)
	if r == nil {
		return
	}
	old := *r
	var weights []byte
	a.host.Get("weights", id, func(data []byte, err error) {
		weights = data
		a.host.Delete("weights", id, nil)
		a.host.Delete("runs", id, a.storageTrouble)
	})
	a.apply(view.RunGone{ID: id})
	a.host.Focus("runs")
	a.say("Deleted the run "+old.Name+".", "Bring it back", func() {
		old.Weights = 0
		a.keepRun(old, weights)
	})
}

// RunOpen makes a kept run the one at hand, to go on with it. The run at hand is
// kept before.
func (a *App) RunOpen(id string) {
	r := a.S.Record(id)
	switch {
	case r == nil || a.S.Phase != view.Live:
		return
	case id == a.S.Runs.Current:
		a.host.Focus("training")
		return
	case a.S.SpecOf(r.Method) == nil:
		a.remark("This engine has no method " + r.Method + ".")
		return
	case r.World != a.S.Link.World:
		a.remark("The run is of the world " + r.World + ", and this page holds " + a.S.Link.World + ".")
		return
	}
	run := *r
	if run.Weights == 0 {
		a.openRun(run, nil)
		a.remark("The weights of " + run.Name + " are gone: its settings and seed are here, at step 0.")
		return
	}
	a.host.Get("weights", id, func(weights []byte, err error) {
		if err != nil || len(weights) == 0 {
			a.remark("The weights of " + run.Name + " could not be read. Nothing has changed.")
			return
		}
		a.openRun(run, weights)
	})
}

// openRun opens a run with its method, settings and seed; from step 0 without weights.
func (a *App) openRun(r view.Record, weights []byte) {
	sp := a.S.SpecOf(r.Method)
	if sp == nil || a.S.Phase != view.Live {
		return
	}
	a.keepLeaving()
	a.forgetRequests()
	a.apply(view.RunCleared{})
	l := a.S.Link
	l.Seed = r.Seed
	if r.Taste != "" {
		l.Taste = r.Taste
	}
	a.apply(view.LinkRead{Link: l})
	a.apply(view.SpecChosen{Config: configOf(sp, r.Query)})
	a.chooseTaste()
	if a.run = weights; weights != nil {
		var began []float64
		if r.Began != nil {
			began = configOf(sp, *r.Began).Values
		}
		a.apply(view.RunRestored{Rows: r.Rows, Began: began})
		a.apply(view.RunCurrent{ID: r.ID, Seconds: r.Seconds})
	}
	a.keepSettings()
	a.openWith(weights)
	a.host.Focus("training")
}

// configOf reads a kept run's settings; what cannot be read is left at its default.
func configOf(sp *spec.Spec, query string) spec.Config {
	q, _ := url.ParseQuery(query)
	config, _ := sp.FromQuery(q)
	return config
}
