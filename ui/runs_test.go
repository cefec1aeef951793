package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"preflab/core/proto"
	"preflab/ui/view"
)

// trained is a page whose run has stopped at a step, with its weights saved.
func trained(t *testing.T, step int) *fake {
	t.Helper()
	h := newFake()
	awake(t, h)
	h.app.Key(KeyEvent{Key: "1"})
	h.settle()
	h.goOn("training", step-1)
	h.goOn("paused", step)
	h.save(step, "weights")
	return h
}

// goOn is a frame half a second after the last.
func (h *fake) goOn(state string, step int) {
	h.now += 500
	h.frameAt(state, step, h.now)
}

func (h *fake) save(step int, weights string) {
	h.answer(proto.Event{Saved: &proto.Saved{Step: step}, Blobs: [][]byte{[]byte(weights)}}, isSave)
}

// stored reads a run's record from storage.
func (h *fake) stored(t *testing.T, id string) (r view.Record) {
	t.Helper()
	if err := json.Unmarshal(h.store["runs/"+id], &r); err != nil {
		t.Fatalf("runs/%s: %v", id, err)
	}
	return r
}

func TestRunEntersTheListWhenItStops(t *testing.T) {
	h := trained(t, 12)
	l := h.app.S.Runs.List
	if len(l) != 1 || l[0].Name != "DPO 1" || l[0].Step != 12 || l[0].NLabels != 1 || l[0].State != "paused" || l[0].Seconds != 0.5 {
		t.Fatalf("list: %+v", l)
	}
	if r := h.stored(t, l[0].ID); r.Weights != 7 || string(h.store["weights/"+r.ID]) != "weights" || r.Labels == "" {
		t.Errorf("stored: %+v", r)
	}
	h.goOn("training", 13)
	h.goOn("finished", 14) // the same run
	h.save(14, "more weights")
	if l := h.app.S.Runs.List; len(l) != 1 || l[0].Step != 14 || l[0].Weights != 12 {
		t.Errorf("gone on: %+v", l)
	}
}

func TestWeightsSavedOnTheWayAreNotTheLast(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.now = 10_000
	h.frameAt("training", 40, 10_000) // a save on the way is asked for
	h.frameAt("finished", 45, 11_000)
	h.save(40, "forty")
	if l := h.app.S.Runs.List; len(l) > 0 && l[0].Weights > 0 {
		t.Errorf("weights of step 40 are kept for step 45: %+v", l)
	}
	h.save(45, "forty-five")
	if l := h.app.S.Runs.List; len(l) != 1 || l[0].Weights != 10 || l[0].Step != 45 {
		t.Errorf("list: %+v", l)
	}
}

func TestReplacedRunsAreKept(t *testing.T) {
	for _, c := range []struct {
		name    string
		replace func(*fake)
	}{
		{"reset", func(h *fake) { h.app.Reset() }},
		{"method", func(h *fake) {
			w := &h.app.S.Welcome
			other := w.Specs[0]
			other.Method = "orpo"
			w.Specs = append(w.Specs, other)
			h.app.MethodChange("orpo")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := trained(t, 12)
			h.goOn("training", 20)
			c.replace(h)
			h.save(20, "twenty")
			l := h.app.S.Runs.List
			if len(l) != 1 || l[0].Step != 20 || l[0].State != "paused" || string(h.store["weights/"+l[0].ID]) != "twenty" {
				t.Fatalf("list: %+v", l)
			}
			h.answer(proto.Event{Ready: &proto.Ready{}}, func(c proto.Command) bool { return c.Reset != nil || c.Open != nil })
			h.goOn("training", 1)
			h.goOn("paused", 2)
			h.save(2, "two")
			if l := h.app.S.Runs.List; len(l) != 2 || l[0].Name != "DPO 2" || l[1].Step != 20 && l[0].Step != 20 {
				t.Errorf("the next run: %+v", l)
			}
		})
	}
}

func TestUndoneResetIsTheSameRun(t *testing.T) {
	h := trained(t, 12)
	id := h.app.S.Runs.Current
	h.app.Reset()
	h.save(12, "twelve")
	h.answer(proto.Event{Ready: &proto.Ready{}}, func(c proto.Command) bool { return c.Reset != nil })
	h.app.ToastAct()
	h.answer(proto.Event{Ready: &proto.Ready{Resumed: true, Step: 12}}, isOpen)
	if h.app.S.Runs.Current != id {
		t.Errorf("the run at hand is %q, want %q", h.app.S.Runs.Current, id)
	}
}

func TestAnotherRunIsOpened(t *testing.T) {
	h := trained(t, 12)
	first := h.app.S.Runs.Current
	h.app.Reset()
	h.save(12, "twelve")
	h.answer(proto.Event{Ready: &proto.Ready{}}, func(c proto.Command) bool { return c.Reset != nil })
	h.app.Knob(0, "0.7")
	h.goOn("training", 1)
	h.goOn("paused", 2)
	h.save(2, "two")
	h.app.RunOpen(first)
	h.settle()
	open, _ := h.last(isOpen)
	if len(open.Blobs) != 4 || string(open.Blobs[3]) != "twelve" || open.Open.Query != "" {
		t.Fatalf("open: %+v with %d blobs", open.Open, len(open.Blobs))
	}
	h.answer(proto.Event{Ready: &proto.Ready{Resumed: true, Step: 12}}, isOpen)
	if s := h.app.S; s.Runs.Current != first || len(s.Run.Rows) == 0 || s.Run.Frame.Step != 12 {
		t.Errorf("current %q, %d rows, step %d", s.Runs.Current, len(s.Run.Rows), s.Run.Frame.Step)
	}
	second := h.app.S.Runs.List[0].ID
	if second == first {
		second = h.app.S.Runs.List[1].ID
	}
	delete(h.store, "weights/"+second)
	h.sent = nil
	h.app.RunOpen(second)
	h.settle()
	if _, ok := h.last(isOpen); ok || !strings.Contains(h.app.S.Toast.Text, "could not be read") {
		t.Errorf("opened without weights; toast %q", h.app.S.Toast.Text)
	}
}

// TestReopenedRunKnowsWhatItBeganWith: a setting that was changed on the way is
// marked when the run is at hand again, and one that a later run had is not.
func TestReopenedRunKnowsWhatItBeganWith(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.app.Key(KeyEvent{Key: "1"})
	h.settle()
	h.app.Knob(0, "0.7")
	h.goOn("training", 1)
	h.app.Knob(0, "0.5")
	h.goOn("paused", 2)
	h.save(2, "two")
	first := h.app.S.Runs.Current
	h.app.Reset()
	h.save(2, "two")
	h.answer(proto.Event{Ready: &proto.Ready{}}, func(c proto.Command) bool { return c.Reset != nil })
	h.app.Knob(0, "0.9")
	h.goOn("training", 1)
	h.goOn("paused", 2)
	h.save(2, "other")
	reopen := func() *view.State {
		h.app.RunOpen(first)
		h.settle()
		h.answer(proto.Event{Ready: &proto.Ready{Resumed: true, Step: 2}}, isOpen)
		h.goOn("paused", 2)
		return h.app.S
	}
	if s := reopen(); s.Config.Values[0] != 0.5 || !s.Moved(0) || s.Run.Began[0] != 0.7 {
		t.Errorf("now %v, moved %v, began %v", s.Config.Values, s.Moved(0), s.Run.Began)
	}
	for _, r := range h.app.S.Runs.List {
		if r.ID != first {
			h.app.RunOpen(r.ID)
			h.settle()
			h.answer(proto.Event{Ready: &proto.Ready{Resumed: true, Step: 2}}, isOpen)
		}
	}
	h.app.S.Record(first).Began = nil // as an older version kept it
	if s := reopen(); s.Moved(0) || s.Run.Began != nil {
		t.Errorf("an old record: began %v", s.Run.Began)
	}
}

func TestTooManyRunsLoseTheOldest(t *testing.T) {
	h := newFake()
	for i := range view.MaxRuns {
		r := view.Record{ID: fmt.Sprint("r", i), Name: fmt.Sprint("old ", i), Method: "dpo", World: "tales", Seed: 1, Step: 1,
			When: fmt.Sprintf("2020-01-02T03:%02d:%02dZ", i/60, i%60)}
		if i == 0 {
			r.Weights = 7
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		h.store["runs/"+r.ID] = b
	}
	awake(t, h)
	h.app.Key(KeyEvent{Key: "1"})
	h.settle()
	h.app.RunTick("r1")
	h.goOn("training", 1)
	h.goOn("paused", 2)
	h.save(2, "two")
	h.settle()
	s := h.app.S
	if len(s.Runs.List) != view.MaxRuns || s.Record(s.Runs.Current) == nil {
		t.Fatalf("%d runs; the one at hand is %v", len(s.Runs.List), s.Record(s.Runs.Current))
	}
	for id, want := range map[string]bool{"r0": true, "r1": true, "r2": false, "r3": true} { // weights, ticked, the oldest else
		if _, stored := h.store["runs/"+id]; stored != want || (s.Record(id) != nil) != want {
			t.Errorf("%s: stored %v, want %v", id, stored, want)
		}
	}
	if s.Toast.Text != "The oldest run, old 2, has left the list: it holds 200. Export what you want to keep longer." {
		t.Errorf("said %q", s.Toast.Text)
	}
}

func TestRunThatIsNotResumedIsANewOne(t *testing.T) {
	h := trained(t, 12)
	id := h.app.S.Runs.Current
	h.app.openWith([]byte("damaged"))
	h.answer(proto.Event{Ready: &proto.Ready{Notice: "damaged"}}, isOpen)
	h.goOn("training", 1)
	h.goOn("paused", 2)
	h.save(2, "two")
	if h.app.S.Runs.Current == id || h.stored(t, id).Step != 12 {
		t.Errorf("the old record was written over: %+v", h.stored(t, id))
	}
}

func TestReloadGoesOnWithTheSameRecord(t *testing.T) {
	h := trained(t, 12)
	id := h.app.S.Runs.Current
	again := newFake()
	again.store, again.link = h.store, h.link
	awakeAt(t, again, 12)
	again.settle()
	if again.app.S.Runs.Current != id || len(again.app.S.Runs.List) != 1 || again.app.S.Runs.Seconds != 0.5 {
		t.Errorf("current %q, list %+v", again.app.S.Runs.Current, again.app.S.Runs.List)
	}
	other := newFake() // under another link the run is not resumed, but its weights are kept
	other.store, other.link = h.store, "v=1&seed=99"
	delete(other.store, "weights/"+id)
	awakeAt(t, other, 0)
	other.settle()
	if other.app.S.Runs.Current != "" || string(other.store["weights/"+id]) != "weights" {
		t.Errorf("current %q, weights %q", other.app.S.Runs.Current, other.store["weights/"+id])
	}
}

// awakeAt is awake with an engine that resumes at a step.
func awakeAt(t *testing.T, h *fake, step int) {
	t.Helper()
	h.app.Start()
	h.settle()
	h.answer(proto.Event{Hello: welcome()}, isHello)
	h.answer(proto.Event{Ready: &proto.Ready{Resumed: step > 0, Step: step}}, isOpen)
}

func TestDeletedRunComesBack(t *testing.T) {
	h := trained(t, 12)
	id := h.app.S.Runs.Current
	h.app.RunDelete(id)
	h.settle()
	if len(h.app.S.Runs.List) != 0 || h.store["runs/"+id] != nil || h.store["weights/"+id] != nil {
		t.Fatalf("still there: %+v", h.app.S.Runs.List)
	}
	h.app.ToastAct()
	h.settle()
	if r := h.stored(t, id); r.Step != 12 || string(h.store["weights/"+id]) != "weights" || r.Weights != 7 {
		t.Errorf("back: %+v", r)
	}
}

func TestRunGoesOutAndComesBack(t *testing.T) {
	h := trained(t, 12)
	id := h.app.S.Runs.Current
	h.app.RunRename(id, "My cats!")
	h.app.RunNamed(id)
	h.app.RunExport(id)
	h.settle()
	h.file = h.files["my-cats.preflab"]
	if h.file == nil {
		t.Fatalf("files: %v", h.files)
	}
	other := newFake()
	awake(t, other)
	other.file = h.file
	other.app.RunImport()
	other.settle()
	l := other.app.S.Runs.List
	if len(l) != 1 || l[0].Name != "My cats!" || string(other.store["weights/"+l[0].ID]) != "weights" || l[0].ID == id {
		t.Fatalf("imported: %+v", l)
	}
	other.file = h.file[:len(h.file)-2]
	other.app.RunImport()
	other.settle()
	if len(other.app.S.Runs.List) != 1 || !strings.Contains(other.app.S.Runs.Report, "Nothing has changed") {
		t.Errorf("after a bad file: %d runs, %q", len(other.app.S.Runs.List), other.app.S.Runs.Report)
	}
}

func TestWeightsMakeRoom(t *testing.T) {
	h := newFake()
	awake(t, h)
	for _, id := range []string{"a", "b", "c"} {
		h.app.keepRun(view.Record{ID: id, Name: id, When: "2026-01-0" + id}, make([]byte, view.WeightsBudget/2))
	}
	h.settle()
	if r := h.stored(t, "a"); !r.Dropped || r.Weights != 0 || h.store["weights/a"] != nil || h.store["weights/c"] == nil {
		t.Errorf("a: %+v, c's weights: %d", r, len(h.store["weights/c"]))
	}
	h.full = true
	h.app.keepRun(view.Record{ID: "d", Name: "d"}, []byte("x"))
	h.settle()
	if r := h.app.S.Record("d"); r == nil || !r.Dropped || !strings.Contains(h.app.S.Runs.Report, "could not be stored") {
		t.Errorf("storage is full: %+v, %q", r, h.app.S.Runs.Report)
	}
}

func TestEmptyNameIsGivenAnew(t *testing.T) {
	h := trained(t, 12)
	id := h.app.S.Runs.Current
	h.app.RunRename(id, " ")
	h.app.RunNamed(id)
	if n := h.stored(t, id).Name; n != "DPO 1" {
		t.Errorf("named %q", n)
	}
}

func TestWinRateJoinsTheRecord(t *testing.T) {
	h := trained(t, 12)
	h.app.RateRun()
	h.answer(proto.Event{WinRate: &proto.WinRated{Step: 12, N: 200, Of: 200, WinRate: 0.7, Done: true}}, isRate)
	if r := h.stored(t, h.app.S.Runs.Current); r.Rate == nil || r.Rate.WinRate != 0.7 {
		t.Errorf("record: %+v", r)
	}
}
