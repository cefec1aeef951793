package ui

import (
	"errors"
	"strings"
	"testing"

	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/view"
)

// school is an engine of several methods.
func school() *proto.Welcome {
	w := welcome()
	dpo := w.Specs[0]
	sft := spec.Spec{Method: "sft", Title: "SFT", Base: true, Policy: true, Story: []string{"Once."}, Formula: "−log π", Metrics: dpo.Metrics,
		Flow: []spec.Box{{Name: "stories", Role: "data"}, {Name: "model", Role: "trained"}}}
	ppo := dpo
	ppo.Method, ppo.Title, ppo.Reward = "ppo", "PPO", true
	ppo.Params = []spec.Param{{Name: "reward", Label: "Scored by", Max: 1, Choices: []string{"model", "taste"}}}
	csft := dpo
	csft.Method, csft.Title, csft.Markers = "csft", "Control tokens", []string{"good", "bad"}
	rm := dpo
	rm.Method, rm.Title, rm.Policy = "rm", "Reward model", false
	w.Specs = []spec.Spec{sft, dpo, ppo, csft, rm}
	return w
}

// enrolled starts the page with them.
func enrolled(t *testing.T, link string) *fake {
	t.Helper()
	h := newFake()
	h.link = link
	h.app.Start()
	h.settle()
	h.answer(proto.Event{Hello: school()}, isHello)
	h.answer(proto.Event{Ready: &proto.Ready{}}, isOpen)
	h.deal(3)
	return h
}

func (h *fake) lastOpen(t *testing.T) proto.Command {
	t.Helper()
	c, ok := h.last(isOpen)
	if !ok {
		t.Fatal("no Open was sent")
	}
	return c
}

func TestMethodThatBeginsWithTheBaseModel(t *testing.T) {
	h := enrolled(t, "v=1&seed=5")
	h.app.Key(KeyEvent{Key: "1"})
	h.settle()
	h.frameAt("paused", 12, 100)
	h.app.MethodChange("sft")
	if h.app.S.Link.Method != "dpo" || h.app.S.Fetch.Method != "sft" || !strings.Contains(h.app.S.Status(), "that SFT begins with") {
		t.Errorf("while the base model is fetched: method %s, %+v, %q", h.app.S.Link.Method, h.app.S.Fetch, h.app.S.Status())
	}
	h.settle()
	c := h.lastOpen(t)
	if c.Open.Method != "sft" || len(c.Blobs) != 3 || !strings.Contains(string(c.Blobs[2]), "tales/base/model.safetensors") {
		t.Fatalf("opened %+v with %q", c.Open, c.Blobs)
	}
	keep := h.app.req.keep
	h.app.Deliver(proto.Event{ID: keep, Saved: &proto.Saved{Step: 12}, Blobs: [][]byte{[]byte("before")}})
	h.answer(proto.Event{Ready: &proto.Ready{}}, isOpen)
	s := h.app.S
	if s.Toast.Action != "Undo" || !s.Chapter || len(s.Run.Rows) != 0 || len(s.Desk.Labels) != 1 || !s.CanTrain() {
		t.Fatalf("toast %+v, chapter %v, %d rows, %d labels, can train %v", s.Toast, s.Chapter, len(s.Run.Rows), len(s.Desk.Labels), s.CanTrain())
	}
	h.app.ToastAct()
	c = h.lastOpen(t)
	if c.Open.Method != "dpo" || len(c.Blobs) != 4 || string(c.Blobs[3]) != "before" || !strings.Contains(string(c.Blobs[2]), "tales/sft/") || len(s.Run.Rows) != 1 {
		t.Errorf("undo opens %+v with %d blobs and %d rows", c.Open, len(c.Blobs), len(s.Run.Rows))
	}
	h.settle()
	if string(h.store["kv/run"]) != "before" || !strings.Contains(string(h.store["kv/log"]), `"method":"dpo"`) {
		t.Errorf("stored %q with %s", h.store["kv/run"], h.store["kv/log"])
	}
	h.app.MethodChange("sft")
	if h.lastOpen(t).Open.Method != "sft" { // at once: nothing has settled
		t.Error("the base model is fetched again")
	}
}

func TestLinkOfABaseMethodWaitsForItsModel(t *testing.T) {
	h := newFake()
	h.link = "v=1&seed=5&method=sft"
	h.app.Start()
	h.settle()
	h.app.Deliver(proto.Event{Hello: school()})
	if _, ok := h.last(isOpen); ok {
		t.Fatal("opened before the base model was there")
	}
	h.settle()
	if c := h.lastOpen(t); !strings.Contains(string(c.Blobs[0]), "tales/base/config.json") {
		t.Errorf("opened with %q", c.Blobs)
	}
}

func TestMissingModelKeepsTheMethod(t *testing.T) {
	h := enrolled(t, "v=1&seed=5")
	h.broken = errors.New("404")
	h.app.MethodChange("sft")
	h.settle()
	if s := h.app.S; s.Link.Method != "dpo" || s.Fetch.Method != "" || !strings.Contains(s.Toast.Text, "The model is not here: 404") {
		t.Fatalf("method %s, toast %q", s.Link.Method, s.Toast.Text)
	}
	h.broken = nil
	h.app.MethodChange("sft")
	h.settle()
	if c := h.lastOpen(t); c.Open.Method != "sft" {
		t.Errorf("the second try opened %s", c.Open.Method)
	}
}

func TestChangedMindWhileFetching(t *testing.T) {
	h := enrolled(t, "v=1&seed=5")
	h.app.MethodChange("sft")
	h.app.MethodChange("ppo")
	h.settle()
	if c := h.lastOpen(t); c.Open.Method != "ppo" || h.app.S.Link.Method != "ppo" || h.app.S.Fetch.Method != "" {
		t.Errorf("opened %s, the page has %s", c.Open.Method, h.app.S.Link.Method)
	}
}

func TestTasteReachesTheEngine(t *testing.T) {
	h := enrolled(t, "v=1&seed=5&method=ppo&taste=cats")
	opens := func() (n int) {
		for _, c := range h.sent {
			if c.Open != nil {
				n++
			}
		}
		return n
	}
	if c := h.lastOpen(t); c.Open.Taste != "cats" {
		t.Errorf("opened with the taste %q", c.Open.Taste)
	}
	h.app.TasteChange("happy") // a reward model scores: the taste does not matter
	if n := opens(); n != 1 {
		t.Errorf("%d opens", n)
	}
	h.app.Knob(0, "taste")
	if c := h.lastOpen(t); opens() != 2 || c.Open.Taste != "happy" || c.Open.Query != "reward=taste" {
		t.Errorf("%d opens, the last %+v", opens(), c.Open)
	}
	h.answer(proto.Event{Ready: &proto.Ready{}}, isOpen)
	h.frameAt("paused", 3, 100)
	h.app.TasteChange("cats")
	if n := opens(); n != 2 || !strings.Contains(h.app.S.Toast.Text, "“cats” holds from the next Reset") {
		t.Errorf("%d opens, toast %q", n, h.app.S.Toast.Text)
	}
	h.app.Reset()
	if c := h.lastOpen(t); opens() != 3 || c.Open.Taste != "cats" {
		t.Errorf("after the reset: %d opens, the last %+v", opens(), c.Open)
	}
}

func TestMarkerIsAskedFor(t *testing.T) {
	h := enrolled(t, "v=1&seed=5&method=csft")
	isCompare := func(c proto.Command) bool { return c.Compare != nil }
	if c, _ := h.last(isCompare); c.Compare.Marker != "good" {
		t.Errorf("compared asking for %q", c.Compare.Marker)
	}
	h.app.MarkerChoose("bad")
	h.app.RateRun()
	c, _ := h.last(isCompare)
	r, _ := h.last(func(c proto.Command) bool { return c.WinRate != nil })
	if c.Compare.Marker != "bad" || r.WinRate.Marker != "bad" {
		t.Errorf("compare asks for %q, the win rate for %q", c.Compare.Marker, r.WinRate.Marker)
	}
}

func TestAuditAndBestOfN(t *testing.T) {
	h := enrolled(t, "v=1&seed=5&method=rm")
	isAudit := func(c proto.Command) bool { return c.Audit != nil }
	isBest := func(c proto.Command) bool { return c.BestOf != nil }
	h.app.AuditRun()
	h.app.BestByChoose("reward")
	h.app.BestRun()
	if c, _ := h.last(isBest); c.BestOf.By != "reward" || c.BestOf.N != 8 || c.BestOf.Prompts != 64 || c.BestOf.Taste != "cats" {
		t.Errorf("best of n: %+v", c.BestOf)
	}
	for _, picked := range []func(proto.Command) bool{isAudit, isBest} {
		h.answer(proto.Event{Error: &proto.Error{Message: "not yet"}}, picked)
	}
	s := h.app.S
	if s.Audit.Busy || s.Audit.Error != "Not yet." || s.Best.Busy || s.Best.Error != "Not yet." {
		t.Errorf("refused: %+v, %+v", s.Audit, s.Best)
	}
	out := render(t, h.app)
	if !strings.Contains(out, `id="audit-error">Not yet.`) {
		t.Error("the page does not say why")
	}
	h.app.AuditRun()
	story := proto.Rated{Prompt: "Tom met", Tokens: []proto.Token{{Text: " a cat", Delta: 2}}, Score: 1.5, Gold: 1}
	h.answer(proto.Event{Audited: &proto.Audited{Reward: proto.Reward{Accuracy: 0.7, Low: 0.6, High: 0.8, N: 90}, Bins: []proto.Bin{{Said: 0.6, Was: 0.7, N: 9}}, Best: []proto.Rated{story}, Worst: []proto.Rated{story}}}, isAudit)
	h.app.BestRun()
	h.answer(proto.Event{BestOf: &proto.BestOfN{Done: 64, Of: 64, Rows: []proto.BestOfRow{{N: 4, KL: 0.636, WinRate: 0.7}}}}, isBest)
	out = render(t, h.app)
	for _, want := range []string{"ranks 70\u202f% of 90 held-out pairs", `data-chart="calibration"`, `title="+2.00 to the score"`, "Reward model 1.500, taste 1.000"} {
		if !strings.Contains(out, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if s.Best.Busy || len(s.Best.Last.Rows) != 1 {
		t.Errorf("best of n: %+v", s.Best)
	}
}

func TestChartsAreSaved(t *testing.T) {
	h := enrolled(t, "v=1&seed=5")
	h.frameAt("paused", 1, 100)
	h.app.MenuToggle("loss")
	if !strings.Contains(render(t, h.app), `id="csv-loss"`) {
		t.Error("the chart has no menu")
	}
	h.app.ChartCSV(h.app.S.Plot(view.AtHand, 0))
	h.app.ChartSVG(h.app.S.Plot(view.AtHand, 0))
	if h.app.S.Menu != "" || len(h.files["preflab-loss.csv"]) == 0 || !strings.HasPrefix(string(h.files["preflab-loss.svg"]), "<svg") {
		t.Errorf("menu %q, files %v", h.app.S.Menu, len(h.files))
	}
}

func TestChapterIsTold(t *testing.T) {
	h := enrolled(t, "v=1&seed=5&method=sft")
	h.settle()
	h.answer(proto.Event{Ready: &proto.Ready{}}, isOpen)
	h.app.ChapterToggle()
	out := render(t, h.app)
	for _, want := range []string{"Once.", "−log π", `class="box data"`, `class="box trained"`, "Begins with the base model · needs no labels."} {
		if !strings.Contains(out, want) {
			t.Errorf("the chapter lacks %q", want)
		}
	}
}

func TestChoiceIsASelect(t *testing.T) {
	h := enrolled(t, "v=1&seed=5&method=ppo")
	h.app.SettingsToggle()
	_, field, _ := strings.Cut(render(t, h.app), `for="knob-reward"`)
	if tag := strings.Index(field, "<select"); tag < 0 || tag > strings.Index(field, "<input") || !strings.Contains(field, `<option value="taste"`) {
		t.Errorf("a setting with choices is not a select: %.300s", field)
	}
	h.app.Knob(0, "taste")
	if c, _ := h.last(func(c proto.Command) bool { return c.Set != nil }); c.Set.Value != "taste" {
		t.Errorf("set: %+v", c.Set)
	}
	if !strings.Contains(render(t, h.app), "not the default, model") {
		t.Error("the change is not marked")
	}
}

// The run of the method that was left must not be stored under the new one.
func TestLeftRunIsNotStored(t *testing.T) {
	h := enrolled(t, "v=1&seed=5")
	h.frameAt("training", 30, 5000) // asks for a save
	save, _ := h.last(isSave)
	h.app.MethodChange("ppo")
	h.settle()
	h.app.Deliver(proto.Event{ID: save.ID, Saved: &proto.Saved{Step: 30}, Blobs: [][]byte{[]byte("dpo's")}})
	h.settle()
	if h.store["kv/run"] != nil || h.app.run != nil {
		t.Error("stored")
	}
	if h.app.S.Phase != view.Live {
		t.Errorf("phase %v", h.app.S.Phase)
	}
}
