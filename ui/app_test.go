package ui

import (
	"encoding/json"
	"strings"
	"testing"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/ui/view"
)

func TestStartOpensWithTheFilesInOrder(t *testing.T) {
	h := newFake()
	h.link = "v=1&seed=9&beta=0.5"
	awake(t, h)
	c, _ := h.last(isOpen)
	if len(c.Blobs) != 3 || !strings.HasSuffix(string(c.Blobs[0]), "config.json") || !strings.HasSuffix(string(c.Blobs[2]), "model.safetensors") {
		t.Errorf("blobs: %q", c.Blobs)
	}
	if c.Open.Seed != 9 || c.Open.Query != "beta=0.5" || c.Open.World != "tales" {
		t.Errorf("open: %+v", *c.Open)
	}
	if want := "v=1&method=dpo&world=tales&taste=cats&seed=9&beta=0.5"; h.link != want {
		t.Errorf("link: got %q, want %q", h.link, want)
	}
}

func TestLabelIsStoredBeforeTheNextPair(t *testing.T) {
	h := newFake()
	awake(t, h)
	first, _ := h.app.S.Table()
	h.app.Key(KeyEvent{Key: "1", Code: "Digit1", Shift: true})
	if p, _ := h.app.S.Table(); p != first {
		t.Error("the next pair was shown before the label was stored")
	}
	h.app.Key(KeyEvent{Key: "2"}) // too fast: must not label the same pair twice
	h.settle()
	if p, _ := h.app.S.Table(); p == first {
		t.Error("stored, but the pair is still there")
	}
	c, ok := h.last(isLabel)
	if !ok || c.Label.Verdict != pref.PreferA || c.Label.Strength != 2 || len(h.app.S.Desk.Labels) != 1 {
		t.Fatalf("label: %+v, %d labels", c.Label, len(h.app.S.Desk.Labels))
	}
	var l pref.Label
	if err := json.Unmarshal(h.store["labels/"+c.Label.ID], &l); err != nil || l != *c.Label {
		t.Errorf("stored %+v (%v), sent %+v", l, err, *c.Label)
	}
}

func TestLabellingGoesOnWithoutStorage(t *testing.T) {
	for _, c := range []struct {
		name, says string
		broken     func(*fake)
	}{
		{"full", "export them", func(h *fake) { h.full = true }},
		{"deaf", "slow to store", func(h *fake) { h.deaf = true }},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newFake()
			awake(t, h)
			c.broken(h)
			h.app.Key(KeyEvent{Key: "2"})
			h.settle()
			h.ring() // the wait for storage ends
			if n := len(h.app.S.Desk.Labels); n != 1 {
				t.Errorf("%d labels, want 1", n)
			}
			if len(h.app.S.Notices) != 1 || !strings.Contains(h.app.S.Notices[0], c.says) {
				t.Errorf("notices: %q", h.app.S.Notices)
			}
		})
	}
}

// Storage that answers only after the page has gone on without it still brings
// its labels, to the page and to the engine.
func TestLateStorageIsTakenIn(t *testing.T) {
	h := newFake()
	h.store["labels/old"] = []byte(`{"id":"old","pair_id":"x","prompt":"P","a":" a","b":" b","verdict":"a"}`)
	h.deaf = true
	h.app.Start()
	h.settle()
	h.answer(proto.Event{Hello: welcome()}, isHello)
	if _, ok := h.last(isOpen); ok {
		t.Error("the page did not wait for storage")
	}
	h.ring()
	h.answer(proto.Event{Ready: &proto.Ready{}}, isOpen)
	if h.app.S.Phase != view.Live || len(h.app.S.Notices) != 1 {
		t.Fatalf("phase %v, notices %q", h.app.S.Phase, h.app.S.Notices)
	}
	for _, f := range h.late {
		f()
	}
	c, _ := h.last(isLabels)
	if len(h.app.S.Desk.Labels) != 1 || len(c.Labels.Labels) != 1 || len(h.app.S.Notices) != 0 {
		t.Errorf("%d labels, the engine knows %d, notices %q", len(h.app.S.Desk.Labels), len(c.Labels.Labels), h.app.S.Notices)
	}
}

func TestRestartLosesNothing(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.app.Key(KeyEvent{Key: "1"})
	h.settle()
	h.frameAt("training", 30, 5000)
	h.answer(proto.Event{Saved: &proto.Saved{Step: 30}, Blobs: [][]byte{[]byte("run")}}, isSave)
	h.app.EngineDied("out of memory")
	h.app.Key(KeyEvent{Key: "2"}) // labelling goes on with the pairs in hand
	h.settle()
	if h.app.S.Fault == nil || h.focus != "fault-restart" {
		t.Errorf("fault %v, focus %q", h.app.S.Fault, h.focus)
	}
	h.sent = nil
	h.app.Restart()
	h.answer(proto.Event{Hello: welcome()}, isHello)
	open, _ := h.last(isOpen)
	labels, _ := h.last(isLabels)
	if h.restart != 1 || len(open.Blobs) != 4 || string(open.Blobs[3]) != "run" || labels.Labels == nil || len(labels.Labels.Labels) != 2 {
		t.Fatalf("restarts %d, %d blobs, labels %+v", h.restart, len(open.Blobs), labels.Labels)
	}
	h.answer(proto.Event{Ready: &proto.Ready{Step: 30, Resumed: true}}, isOpen)
	if h.app.S.Phase != view.Live || h.app.S.Run.Frame.Step != 30 || h.app.S.Fault != nil {
		t.Errorf("phase %v, step %d", h.app.S.Phase, h.app.S.Run.Frame.Step)
	}
}

// frameAt delivers a frame at a time of the host's clock.
func (h *fake) frameAt(state string, step int, now float64) {
	h.now = now
	v := 0.5
	h.answer(proto.Event{Frame: &proto.Frame{State: state, Step: step, Target: 80, Rows: []proto.Row{{Step: step, Values: []*float64{&v}, Tokens: int64(100 * step), Labels: 1, Took: 0.25}}}}, isAny)
}

// A saved run that kills the engine must not kill every engine after it.
func TestBadRunIsLetGo(t *testing.T) {
	h := newFake()
	h.store["kv/run"] = []byte("poison")
	h.store["kv/log"] = []byte(`{"method":"dpo","world":"tales","seed":5,"step":3}`)
	h.link = "v=1&seed=5"
	h.app.Start()
	h.settle()
	h.answer(proto.Event{Hello: welcome()}, isHello)
	if c, _ := h.last(isOpen); len(c.Blobs) != 4 {
		t.Fatalf("the saved run was not offered: %d blobs", len(c.Blobs))
	}
	h.app.EngineDied("index out of range")
	h.sent = nil
	h.app.Restart()
	h.answer(proto.Event{Hello: welcome()}, isHello)
	if c, _ := h.last(isOpen); len(c.Blobs) != 3 {
		t.Errorf("the run that broke the engine was offered again")
	}
}

func TestSavedRunOfAnotherSeedIsNotResumed(t *testing.T) {
	h := newFake()
	h.store["kv/run"] = []byte("run")
	h.store["kv/log"] = []byte(`{"method":"dpo","world":"tales","seed":5,"step":3}`)
	h.link = "v=1&seed=6"
	awake(t, h)
	if c, _ := h.last(isOpen); len(c.Blobs) != 3 {
		t.Errorf("%d blobs, want 3", len(c.Blobs))
	}
}

func TestResetCanBeUndone(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.frameAt("paused", 12, 100)
	h.app.Reset()
	h.answer(proto.Event{Saved: &proto.Saved{Step: 12}, Blobs: [][]byte{[]byte("before")}}, isSave)
	h.answer(proto.Event{Ready: &proto.Ready{}}, func(c proto.Command) bool { return c.Reset != nil })
	if h.app.S.Run.Frame.Step != 0 || len(h.app.S.Run.Rows) != 0 || h.app.S.Toast.Action != "Undo" {
		t.Fatalf("after the reset: step %d, toast %+v", h.app.S.Run.Frame.Step, h.app.S.Toast)
	}
	h.app.ToastAct()
	c, _ := h.last(isOpen)
	if len(c.Blobs) != 4 || string(c.Blobs[3]) != "before" || len(h.app.S.Run.Rows) != 1 {
		t.Errorf("undo opens with %q and %d rows", c.Blobs, len(h.app.S.Run.Rows))
	}
}

func TestWatchedLabelling(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.app.AutoToggle()
	for range 4 * view.Enough {
		if c, ok := h.last(func(c proto.Command) bool { return c.Judge != nil }); ok {
			h.judge(c)
		}
		h.ring()
		if h.app.S.Wanted() == 0 && len(h.app.S.Desk.Queue) < 2 {
			h.deal(h.app.S.Desk.Asked)
		}
	}
	if n := h.app.S.Trains(); n != view.Enough || h.app.S.Desk.Auto.On {
		t.Errorf("%d labels, still on: %v", n, h.app.S.Desk.Auto.On)
	}
	if l := h.app.S.Desk.Labels[0]; l.Source != "taste:cats" || l.Verdict != pref.PreferB {
		t.Errorf("label: %+v", l)
	}
}

// judge answers for a taste that prefers B, and sees nothing in every tenth pair.
func (h *fake) judge(c proto.Command) {
	j := &proto.Judged{Taste: c.Judge.Taste}
	for _, p := range c.Judge.Pairs {
		v := pref.PreferB
		if strings.HasSuffix(p.ID, "5") {
			v = pref.Tie
		}
		j.Scores = append(j.Scores, proto.Scored{PairID: p.ID, Verdict: v})
	}
	h.app.Deliver(proto.Event{ID: c.ID, Judged: j})
	h.settle()
}

func TestKeysLeaveTextFieldsAlone(t *testing.T) {
	h := newFake()
	awake(t, h)
	for _, e := range []KeyEvent{
		{Key: "1", Text: true}, {Key: " ", Control: true}, {Key: "Enter", Control: true}, {Key: "z", Ctrl: true, Text: true},
		{Key: "1", Alt: true}, {Key: "s", Ctrl: true}, {Key: "Tab"}, {Key: "x"},
	} {
		if h.app.Key(e) {
			t.Errorf("%+v was used", e)
		}
	}
	h.app.KeysToggle()
	if h.app.Key(KeyEvent{Key: "1"}) {
		t.Error("single keys are off, but 1 was used")
	}
	h.settle()
	if n := len(h.app.S.Desk.Labels); n != 0 {
		t.Errorf("%d labels", n)
	}
}

// TestTunedModelIsAskedForPairs only once there is one and the visitor wants it.
func TestTunedModelIsAskedForPairs(t *testing.T) {
	h := newFake()
	awake(t, h)
	isPairs := func(c proto.Command) bool { return c.Pairs != nil }
	h.app.TunedToggle()
	h.app.askFor(1)
	if c, _ := h.last(isPairs); c.Pairs.Tuned {
		t.Error("a model that was not tuned was asked for as such")
	}
	h.app.S.Spec.Policy = true
	h.app.S.Run.Frame.Step = 3
	h.app.askFor(1)
	if c, _ := h.last(isPairs); !c.Pairs.Tuned {
		t.Error("the tuned model was not asked")
	}
}
