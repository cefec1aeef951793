package lab_test

import (
	"fmt"
	"slices"
	"testing"

	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/lab/labtest"
	"preflab/core/proto"
)

// crew makes engines that help one.
func crew(n int) (out []*lab.Session) {
	for range n {
		out = append(out, lab.New(kernel.Best()))
	}
	return out
}

// TestCrewChangesNoBit takes the recorded runs with one, two and three engines that
// compute gradients beside.
func TestCrewChangesNoBit(t *testing.T) {
	_, runs := readRecorded(t)
	for n := 1; n <= 3; n++ {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			natively(t)
			helpers := crew(n)
			for _, r := range runs {
				events, sent := labtest.RunWith(lab.New(kernel.Best()), helpers, labtest.Golden(r.method, r.seed, r.steps)...)
				if got := exported(t, events); got != r.hash {
					t.Errorf("%s with %d helpers: hash %s, want %s", r.method, n, got, r.hash)
				}
				if slices.Min(sent) < r.steps {
					t.Errorf("%s: helpers sent %v gradients in %d steps", r.method, sent, r.steps)
				}
			}
		})
	}
}

// TestHelperThatDies: a step whose helper is gone is computed here, what the helper
// says too late is not heard, and one that comes in its place works; the weights are
// those of a run without any.
func TestHelperThatDies(t *testing.T) {
	t.Parallel()
	want := exported(t, labtest.Run(lab.New(kernel.Best()), labtest.Golden("dpo", 1, 4)...))

	s, helper := lab.New(kernel.Best()), lab.New(kernel.Best())
	come := proto.Command{Helper: &proto.Helper{Index: 0}}
	gone := proto.Command{Helper: &proto.Helper{Index: 0, Gone: true}}
	script := labtest.Golden("dpo", 1, 1)
	events := labtest.Run(s, append([]proto.Command{come}, script[:3]...)...)
	first := events[len(events)-1]
	if first.Errand == nil {
		t.Fatalf("no errand for the helper: %+v", first)
	}
	late := labtest.Run(helper, proto.Command{Errand: first.Errand, Blobs: first.Blobs})
	if f := labtest.Run(s, poll)[0].Frame; f.Step != 0 {
		t.Fatalf("step %d was taken without the helper's gradients", f.Step)
	}
	if f := last(labtest.Run(s, gone, poll)).Frame; f.Step != 1 {
		t.Fatalf("without its helper the run stands at step %d", f.Step)
	}
	for _, g := range late {
		if e := labtest.Run(s, proto.Command{Gradient: g.Gradient, Blobs: g.Blobs}); len(e) != 0 {
			t.Errorf("a late gradient was answered: %+v", e)
		}
	}
	events, sent := labtest.RunWith(s, []*lab.Session{helper}, proto.Command{Train: &proto.Train{Steps: 3}}, proto.Command{Export: &proto.Empty{}})
	if got := exported(t, events); got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
	if sent[0] != 3*2 {
		t.Errorf("the helper that came in its place sent %d gradients in three steps, want two each", sent[0])
	}
}

// TestHelperThatErrs: a gradient of another shape is refused in a sentence, and its
// shard computed here.
func TestHelperThatErrs(t *testing.T) {
	t.Parallel()
	want := exported(t, labtest.Run(lab.New(kernel.Best()), labtest.Golden("dpo", 1, 1)...))
	s := lab.New(kernel.Best())
	script := labtest.Golden("dpo", 1, 1)
	events := labtest.Run(s, append([]proto.Command{{Helper: &proto.Helper{Index: 2}}}, script[:3]...)...)
	e := last(events).Errand
	if e == nil || e.Helper != 2 {
		t.Fatalf("no errand for helper 2: %+v", last(events))
	}
	g := &proto.Gradient{Helper: 2, Step: e.Step, Shard: e.Shards[0].Index}
	if got := last(labtest.Run(s, proto.Command{Gradient: g, Blobs: [][]byte{{1}, {2}}})); got.Error == nil {
		t.Errorf("two bytes passed for a gradient: %+v", got)
	}
	if got := exported(t, labtest.Run(s, proto.Command{Export: &proto.Empty{}})); got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
	for _, c := range []proto.Command{
		{Helper: &proto.Helper{Index: 3}}, {Helper: &proto.Helper{Index: -1}},
		{Errand: &proto.Errand{Method: "none"}},
		{Errand: &proto.Errand{Method: "dpo", Values: e.Values, Policy: []byte("{}")}},
		{Errand: &proto.Errand{Method: "dpo", Values: e.Values, Policy: e.Policy}, Blobs: [][]byte{{1}}},
	} {
		if got := labtest.Run(s, c); len(got) != 1 || got[0].Error == nil {
			t.Errorf("%+v was taken: %+v", c, got)
		}
	}
}

// last is the last of some events.
func last(events []proto.Event) proto.Event { return events[len(events)-1] }
