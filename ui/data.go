package ui

import (
	"fmt"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/ui/view"
)

// jsonl is the type of one JSON value a line.
const jsonl = "application/x-ndjson"

// ExportTRL saves the preferences as TRL reads them.
func (a *App) ExportTRL() {
	data, left := pref.WriteTRL(a.S.Desk.Labels)
	n := len(a.S.Desk.Labels) - left
	if n == 0 {
		a.report("There is no preference to export yet: ties and skipped pairs have no place in that format.")
		return
	}
	a.host.Download("preflab-labels.jsonl", jsonl, data)
	text := fmt.Sprintf("Exported %s as prompt, chosen, rejected.", view.Plural(n, "preference"))
	if left > 0 {
		text += fmt.Sprintf(" Left out: %s without a side (ties, both bad, skipped); the full record has them.", view.Plural(left, "label"))
	}
	a.report(text)
}

// ExportFull saves every label with all that is known about it.
func (a *App) ExportFull() {
	if len(a.S.Desk.Labels) == 0 {
		a.report("There is no label to export yet.")
		return
	}
	a.host.Download("preflab-labels-full.jsonl", jsonl, pref.WriteFull(a.S.Desk.Labels))
	a.report("Exported " + view.Plural(len(a.S.Desk.Labels), "label") + " with everything known about them.")
}

// Import takes labels from a file that the visitor picks.
func (a *App) Import() {
	a.host.PickFile(".jsonl,.json,.ndjson,.csv,.txt", func(name string, data []byte) {
		labels, rep := pref.ReadAny(data)
		if len(labels) > 0 {
			a.addLabels(labels)
		}
		a.imported(name, rep)
	})
}

// imported says what came of a file.
func (a *App) imported(name string, rep pref.Report) {
	text := fmt.Sprintf("%s: %s read", view.Cut(name, 60), view.Plural(rep.Good, "label"))
	if rep.Format != "" {
		text += " (" + view.Cut(rep.Format, 40) + ")"
	}
	text += fmt.Sprintf(", %s left out.", view.Plural(len(rep.Problems), "line"))
	for _, n := range rep.Notes {
		text += " " + view.Cut(n, 200)
	}
	var problems []string
	for _, p := range rep.Problems {
		problems = append(problems, p.String())
	}
	a.apply(view.Reported{Text: text, Problems: problems})
	a.host.Announce(text)
}

// ExportModel packs the tuned model.
func (a *App) ExportModel() {
	if a.S.Phase != view.Live {
		return
	}
	a.apply(view.ExportAsked{})
	a.req.export = a.send(proto.Command{Export: &proto.Empty{}})
}

// exported offers the packed model.
func (a *App) exported(ev proto.Event) {
	if len(ev.Blobs) == 0 {
		return
	}
	a.host.Download(ev.Exported.Name, "application/zip", ev.Blobs[0])
	a.report(fmt.Sprintf("Exported the tuned model as %s (%s), weights %.12s….", ev.Exported.Name, view.Megabytes(len(ev.Blobs[0])), ev.Exported.Hash))
}

// ExportMetrics saves the run's course.
func (a *App) ExportMetrics() {
	if len(a.S.Run.Rows) == 0 {
		a.report("There is no step to export yet.")
		return
	}
	a.host.Download("preflab-metrics.csv", "text/csv", a.S.MetricsCSV())
	a.report("Exported the metrics of " + view.Plural(len(a.S.Run.Rows), "step") + ".")
}

// CopyLink puts the page's address on the clipboard.
func (a *App) CopyLink() {
	a.host.Copy(a.host.URL(), func(err error) {
		if err != nil {
			a.remark("The browser did not allow copying; the address bar has the same link.")
			return
		}
		a.remark("Link copied: it carries method, seed, taste and settings, never texts or labels.")
	})
}

// report says how a file went in or out.
func (a *App) report(text string) {
	a.apply(view.Reported{Text: text})
	a.host.Announce(text)
}
