package ui

import (
	"fmt"

	"preflab/ui/chart"
	"preflab/ui/view"
)

// RunExport saves one run as a file.
func (a *App) RunExport(id string) {
	r := a.S.Record(id)
	if r == nil {
		return
	}
	run := *r
	a.host.Get("weights", id, func(weights []byte, err error) {
		name := chart.Slug(run.Name)
		if name == "" {
			name = "run"
		}
		a.host.Download(name+".preflab", "application/octet-stream", view.EncodeRun(run, weights))
		text := "Exported " + run.Name + " with its weights."
		if len(weights) == 0 {
			text = "Exported " + run.Name + " without weights: they are gone."
		}
		a.runReport(text)
	})
}

// RunImport takes a run from a file.
func (a *App) RunImport() {
	a.host.PickFile(".preflab", func(name string, data []byte) {
		r, weights, err := view.DecodeRun(data)
		if err != nil {
			a.runReport(view.Cut(name, 60) + " was not taken: " + err.Error() + ". Nothing has changed.")
			return
		}
		r.ID = a.newRunID()
		if len(weights) == 0 {
			weights = nil
		}
		if len(weights) > view.WeightsBudget {
			r.Dropped, weights = true, nil
		}
		if r.When == "" {
			r.When = a.host.Unix()
		}
		r.Weights = 0
		a.keepRun(r, weights)
		text := fmt.Sprintf("%s: the run %s is in the list.", view.Cut(name, 60), r.Name)
		if a.S.SpecOf(r.Method) == nil {
			text += " This engine has no method " + r.Method + ", so it can be looked at but not opened."
		}
		a.runReport(text)
	})
}

// runReport says how a run's file went in or out.
func (a *App) runReport(text string) {
	a.apply(view.RunReported{Text: text})
	a.host.Announce(text)
}
