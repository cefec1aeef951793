package ui

import (
	"strings"
	"testing"

	"github.com/vugu/vugu"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/view"
)

const hostile = `<img src=x onerror="alert(1)">`

// TestHostileTextStaysText brings markup in by every way there is.
func TestHostileTextStaysText(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.file = []byte(`{"prompt":"` + strings.ReplaceAll(hostile, `"`, `\"`) + `","chosen":"` + strings.ReplaceAll(hostile, `"`, `\"`) + `","rejected":" b"}` + "\n{" + hostile + "\n")
	h.app.Import()
	h.settle()
	h.app.Undo()
	h.settle()
	h.app.S.Apply(view.TasteChosen{Taste: hostile})
	tok := []proto.Token{{Text: hostile, Delta: 2}}
	h.app.S.Apply(view.OwnCompared{Row: proto.Compared{Prompt: hostile, Before: tok, After: tok}})
	h.app.S.Spec.Metrics[0].Label, h.app.S.Spec.Metrics[0].Chart, h.app.S.Spec.Metrics[0].BaseNote = hostile, hostile, hostile
	one := 1.0
	h.app.S.Spec.Metrics[0].Baseline = &one
	sp := h.app.S.Spec
	sp.Title, sp.Summary, sp.Story, sp.Formula, sp.Flow = hostile, hostile, []string{hostile}, hostile, []spec.Box{{Name: hostile, Role: hostile}}
	sp.Markers, sp.Metrics[0].Group, sp.Method = []string{hostile}, hostile, "rm"
	h.app.S.Apply(view.SpecChosen{Config: h.app.S.Config})
	h.app.S.Apply(view.ChapterToggled{})
	rated := []proto.Rated{{Prompt: hostile, Tokens: tok}}
	h.app.S.Apply(view.AuditTold{Audited: proto.Audited{Best: rated, Worst: rated}})
	h.app.S.Apply(view.BestStopped{Why: hostile})
	h.app.S.Apply(view.Told{Event: proto.Event{Frame: &proto.Frame{State: "training", Doing: hostile}}})
	h.app.S.Apply(view.Reported{Text: hostile, Problems: []string{hostile}})
	h.app.EngineDied(hostile)
	out := render(t, h.app)
	if strings.Contains(out, "<img") {
		t.Errorf("markup got through: %.300s", out[strings.Index(out, "<img"):])
	}
	if !strings.Contains(out, "&lt;img") {
		t.Error("the text is not on the page at all")
	}
}

// TestNothingIsTooLongForVugu shows the page at its fullest: Vugu 0.4.0 takes the
// page down with a text or attribute over 16,384 bytes.
func TestNothingIsTooLongForVugu(t *testing.T) {
	h := newFake()
	awake(t, h)
	long := strings.Repeat("x<y ", 20000)
	s := h.app.S
	s.Apply(view.Labelled{Label: pref.Label{ID: "i", Pair: pref.Pair{ID: "i", Prompt: long, A: long, B: long}}})
	s.Apply(view.Undone{})
	s.Apply(view.OwnTyped{Text: long})
	s.Apply(view.PrefsChanged{Prefs: view.Prefs{Table: true, Smooth: 0.9}})
	for i := range 5000 {
		v := float64(i%37) * 1e-7
		s.Apply(view.Told{Event: proto.Event{Frame: &proto.Frame{State: "training", Step: i + 1, Rows: []proto.Row{{Step: i + 1, Values: []*float64{&v}}}}}})
	}
	s.Apply(view.Told{Event: proto.Event{Frame: &proto.Frame{State: "training", Step: 5000, Doing: long}}})
	s.Apply(view.AuditStopped{Why: long})
	s.Apply(view.BestStopped{Why: long})
	h.app.imported(long, pref.Report{Notes: []string{long}, Problems: []pref.Problem{{Message: long}}})
	h.app.Deliver(proto.Event{Fault: &proto.Fault{Message: long, Stack: long}})
	nothingTooLong(t, h.app)
}

// nothingTooLong holds every text and attribute of the page to Vugu's limit.
func nothingTooLong(t *testing.T, app *App) {
	t.Helper()
	env, err := vugu.NewBuildEnv()
	if err != nil {
		t.Fatal(err)
	}
	res := env.RunBuild(app)
	walk(res, res.Out.Out[0], func(n *vugu.VGNode) {
		const limit = 16384 - 1024 // the instruction's own bytes
		if len(n.Data) > limit {
			t.Errorf("a text of %d bytes", len(n.Data))
		}
		for _, a := range n.Attr {
			if len(a.Val) > limit {
				t.Errorf("<%s %s> of %d bytes", n.Data, a.Key, len(a.Val))
			}
		}
		for _, p := range n.Prop {
			if len(p.JSONVal) > limit {
				t.Errorf("<%s> property %s of %d bytes", n.Data, p.Key, len(p.JSONVal))
			}
		}
	})
}

func walk(res *vugu.BuildResults, n *vugu.VGNode, f func(*vugu.VGNode)) {
	if n.Component != nil {
		n = res.ResultFor(n.Component).Out[0]
	}
	f(n)
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(res, c, f)
	}
}

// uniqueIds lists the ids of a page, each of which may be there once.
func uniqueIds(t *testing.T, out string) map[string]bool {
	t.Helper()
	seen := map[string]bool{}
	for _, part := range strings.Split(out, ` id="`)[1:] {
		id, _, _ := strings.Cut(part, `"`)
		if seen[id] {
			t.Errorf("id %q twice", id)
		}
		seen[id] = true
	}
	return seen
}

// TestIdsAreUnique also holds the page to the ids that the browser tests, and
// the style sheet, go by.
func TestIdsAreUnique(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.app.SettingsToggle()
	h.app.ChapterToggle()
	out := render(t, h.app)
	seen := uniqueIds(t, out)
	for _, id := range strings.Fields("pair-prompt answer-left answer-right btn-left btn-right btn-tie btn-bad btn-skip btn-undo label-count " +
		"taste auto-label train pause step reset step-count chart-loss compare own-prompt winrate winrate-run export-labels import-labels " +
		"export-model race race-open runs runs-open export-metrics import-report toast help fault fault-restart notice " +
		"methods method-dpo chapter-toggle chapter reward-words more-loss chart-x chart-log marker winrate audit-run best") {
		if !seen[id] {
			t.Errorf("no element has the id %q", id)
		}
	}
}
