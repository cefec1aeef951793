package tests

import (
	"testing"

	"preflab/core/method"
	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/view"
)

// TestPageExpectsTheseMethods: what stands on the page until the engine has said
// what it can do is what it then says, so that nothing moves. The lists are
// waiting (ui/view/method.go) and placeholder (ui/view/figures.go).
func TestPageExpectsTheseMethods(t *testing.T) {
	before, after := view.New(), view.New()
	var specs []spec.Spec
	for _, m := range method.All() {
		specs = append(specs, m.Spec)
	}
	after.Apply(view.Told{Event: proto.Event{Hello: &proto.Welcome{Specs: specs}}})
	m, ok := method.Of(before.Link.Method)
	if !ok {
		t.Fatalf("there is no method %q", before.Link.Method)
	}
	after.Apply(view.SpecChosen{Config: m.Spec.Default()})

	got, want := before.Methods(), after.Methods()
	if len(got) != len(want) {
		t.Errorf("the page expects %d methods, the engine has %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if got[i].Method != want[i].Method || got[i].Title != want[i].Title {
			t.Errorf("method %d: the page expects %s %q, the engine has %s %q", i, got[i].Method, got[i].Title, want[i].Method, want[i].Title)
		}
	}
	if got, want := before.Method().Summary, after.Method().Summary; got != want {
		t.Errorf("the page expects the summary\n%q, the engine has\n%q", got, want)
	}
	charts := func(s *view.State) (out [][2]string) {
		for _, c := range s.Charts() {
			out = append(out, [2]string{c.Head, c.Title})
		}
		return out
	}
	was, is := charts(before), charts(after)
	if len(was) != len(is) {
		t.Fatalf("the page expects the charts %q, the engine has %q", was, is)
	}
	for i := range was {
		if was[i] != is[i] {
			t.Errorf("chart %d: the page expects %q, the engine has %q", i, was[i], is[i])
		}
	}
}
