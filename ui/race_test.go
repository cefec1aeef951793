package ui

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/view"
)

// atTheStart is a page with labels, methods that race, and two lanes of dpo.
func atTheStart(t *testing.T) *fake {
	t.Helper()
	h := newFake()
	h.app.Start()
	h.settle()
	w := welcome()
	w.Specs[0].Labels, w.Specs[0].Policy = true, true
	base := w.Specs[0]
	base.Method, base.Title, base.Base, base.Labels = "sft", "SFT", true, false
	coh := w.Specs[0]
	coh.Method, coh.Title, coh.Markers = "csft", "Control tokens", []string{"bad", "good"}
	w.Specs = append(w.Specs, base, coh)
	h.answer(proto.Event{Hello: w}, isHello)
	h.answer(proto.Event{Ready: &proto.Ready{}}, isOpen)
	h.deal(3)
	h.app.Key(KeyEvent{Key: "1"})
	h.settle()
	h.app.RaceToggle()
	return h
}

// lane answers for a lane's engine, as the answer to the last command that picked accepts.
func (h *fake) lane(i int, ev proto.Event, picked func(proto.Command) bool) bool {
	for k := len(h.lanes[i]) - 1; k >= 0; k-- {
		if picked(h.lanes[i][k]) {
			ev.ID = h.lanes[i][k].ID
			break
		}
	}
	render := h.app.DeliverLane(i, ev)
	h.settle()
	return render
}

func isPoll(c proto.Command) bool    { return c.Poll != nil }
func isRate(c proto.Command) bool    { return c.WinRate != nil }
func isCompare(c proto.Command) bool { return c.Compare != nil }

func (h *fake) laneFrame(i int, state string, step int) bool {
	v := 0.5
	h.now += 100
	return h.lane(i, proto.Event{Frame: &proto.Frame{State: state, Step: step, Target: 50, Why: "kl", Rows: []proto.Row{{Step: step, Values: []*float64{&v}}}}}, isPoll)
}

// finishLane takes a lane from its last step to its win rate.
func (h *fake) finishLane(i int) {
	h.laneFrame(i, "finished", 50)
	h.lane(i, proto.Event{Saved: &proto.Saved{Step: 50}, Blobs: [][]byte{[]byte(fmt.Sprint("weights ", i))}}, isSave)
	h.lane(i, proto.Event{Compared: &proto.Compared{Of: 1, Prompt: "P", Step: 50}}, isCompare)
	h.lane(i, proto.Event{WinRate: &proto.WinRated{Taste: "cats", N: 100, Of: 200, WinRate: 0.6}}, isRate)
	h.lane(i, proto.Event{WinRate: &proto.WinRated{Taste: "cats", N: 200, Of: 200, WinRate: 0.7, Low: 0.6, High: 0.8, Step: 50, Done: true}}, isRate)
}

func (h *fake) stages() string {
	var out []string
	for i := range h.app.S.Race.Lanes {
		out = append(out, h.app.S.Race.Lanes[i].StageWords())
	}
	return strings.Join(out, " | ")
}

func names(commands []proto.Command) string {
	var out []string
	for _, c := range commands {
		switch {
		case c.Hello != nil:
			out = append(out, "hello")
		case c.Open != nil:
			out = append(out, "open "+c.Open.Method+" "+c.Open.Query+fmt.Sprintf(" %d blobs", len(c.Blobs)))
		case c.Labels != nil:
			out = append(out, fmt.Sprintf("%d labels", len(c.Labels.Labels)))
		case c.Train != nil:
			out = append(out, "train")
		case c.Poll != nil:
			out = append(out, "poll")
		case c.Save != nil:
			out = append(out, "save")
		case c.Compare != nil:
			out = append(out, strings.TrimSpace("compare "+c.Compare.Marker))
		case c.WinRate != nil:
			out = append(out, strings.TrimSpace(fmt.Sprintf("rate %s %d %s", c.WinRate.Taste, c.WinRate.Prompts, c.WinRate.Marker)))
		case c.Pause != nil:
			out = append(out, "pause")
		}
	}
	return strings.Join(out, ", ")
}

func TestRaceRunsEveryLaneToItsWinRate(t *testing.T) {
	h := atTheStart(t)
	h.app.RaceStart()
	if got, want := names(h.lanes[1]), "hello, open dpo beta=0.5 3 blobs, 1 labels, train, poll"; got != want {
		t.Errorf("a lane hears %s; want %s", got, want)
	}
	if h.laneFrame(0, "training", 3); h.stages() != "training 3 of 50 | opening the model" {
		t.Errorf("stages: %s", h.stages())
	}
	if h.laneFrame(0, "training", 4) {
		t.Error("progress asks for a render of its own")
	}
	h.ring() // the tick asks again
	if got := names(h.lanes[0]); !strings.HasSuffix(got, "poll, poll") {
		t.Errorf("after a tick: %s", got)
	}
	h.finishLane(0)
	h.finishLane(1)
	if h.stages() != "done after 50 steps: kl | done after 50 steps: kl" || len(h.lanes) != 0 {
		t.Errorf("stages: %s; engines left: %d", h.stages(), len(h.lanes))
	}
	runs := h.app.S.Runs.List
	if len(runs) != 2 || runs[0].Rate == nil || !runs[0].Race || runs[0].Weights == 0 || runs[0].Labels == "" || len(runs[0].Answers) != 1 {
		t.Fatalf("kept: %+v", runs)
	}
	if got := string(h.store["weights/"+h.app.S.Race.Lanes[1].Run.ID]); got != "weights 1" {
		t.Errorf("stored weights: %q", got)
	}
	if last := h.said[len(h.said)-1]; !strings.Contains(last, "The race is over") {
		t.Errorf("said: %q", last)
	}
	render(t, h.app)
}

func TestLanesWaitForCores(t *testing.T) {
	h := atTheStart(t)
	h.cores = 2
	h.app.LaneAdd()
	h.app.RaceStart()
	if len(h.lanes) != 1 || h.stages() != "opening the model | waiting for a free core | waiting for a free core" {
		t.Fatalf("%d engines; %s", len(h.lanes), h.stages())
	}
	h.finishLane(0)
	if len(h.lanes) != 1 || h.lanes[1] == nil {
		t.Errorf("the second did not start: %s", h.stages())
	}
}

func TestOneLanesEndIsNotAnothers(t *testing.T) {
	for _, c := range []struct {
		name, says string
		kept       int
		breaks     func(*fake)
	}{
		{"error", "no such thing", 1, func(h *fake) { h.lane(0, proto.Event{Error: &proto.Error{Message: "no such thing"}}, isOpen) }},
		{"fault", "out of memory", 1, func(h *fake) { h.lane(0, proto.Event{Fault: &proto.Fault{Message: "out of memory"}}, isAny) }},
		{"death", "crashed", 1, func(h *fake) { h.app.LaneDied(0, "crashed") }},
		{"diverged", "ran away: kl", 2, func(h *fake) { h.laneFrame(0, "diverged", 9) }},
		{"starved", "No label", 1, func(h *fake) { h.laneFrame(0, "starved", 0) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := atTheStart(t)
			h.app.RaceStart()
			c.breaks(h)
			if got := h.app.S.Race.Lanes[0]; got.Stage != view.LaneFailed || !strings.Contains(got.Why, c.says) {
				t.Errorf("stage %v: %q", got.Stage, got.Why)
			}
			h.app.LaneDied(0, "a late word") // changes nothing
			h.finishLane(1)
			if h.app.S.Race.Lanes[1].Stage != view.LaneDone || len(h.app.S.Runs.List) != c.kept || h.app.S.Fault != nil {
				t.Errorf("%s; %d runs; fault %v", h.stages(), len(h.app.S.Runs.List), h.app.S.Fault)
			}
		})
	}
}

func TestStoppedLaneKeepsItsWeights(t *testing.T) {
	h := atTheStart(t)
	h.app.LaneAdd()
	h.app.RaceStart()
	h.laneFrame(0, "training", 7)
	h.app.RaceStop() // the third waits, the second has taken no step
	if got := h.stages(); got != "stopping | stopped at step 0 | stopped at step 0" {
		t.Errorf("stages: %s", got)
	}
	h.lane(0, proto.Event{Saved: &proto.Saved{Step: 7}, Blobs: [][]byte{[]byte("seven")}}, isSave)
	if got := h.stages(); !strings.HasPrefix(got, "stopped at step 7") {
		t.Errorf("stages: %s", got)
	}
	if l := h.app.S.Runs.List; len(l) != 1 || l[0].Step != 7 || l[0].Weights != 5 || l[0].State != "paused" {
		t.Errorf("kept: %+v", l)
	}
}

func TestLateWordsOfAnEarlierRaceAreNotTaken(t *testing.T) {
	h := atTheStart(t)
	h.app.RaceStart()
	h.laneFrame(0, "training", 7)
	old := h.lanes[0][len(h.lanes[0])-1].ID
	h.app.RaceStop()
	h.app.RaceStop()
	h.app.RaceStart()
	h.app.DeliverLane(0, proto.Event{ID: old, Frame: &proto.Frame{State: "finished", Step: 50}})
	if got := h.stages(); !strings.HasPrefix(got, "opening the model") {
		t.Errorf("stages: %s", got)
	}
}

func TestBaseModelIsFetchedOnce(t *testing.T) {
	h := atTheStart(t)
	h.app.LaneMethod(0, "sft")
	h.app.LaneMethod(1, "sft")
	h.app.RaceStart()
	h.settle()
	for i := range 2 {
		open := h.lanes[i][1]
		if open.Open == nil || !strings.Contains(string(open.Blobs[2]), "/base/model.safetensors") {
			t.Errorf("lane %d: %s, %q", i, names(h.lanes[i]), open.Blobs)
		}
	}
	if h.fetched["models/tales/base/model.safetensors"] != 1 {
		t.Errorf("fetched: %v", h.fetched)
	}
	h.app.RaceStop()
	h.app.race.base = baseFiles{}
	h.broken = errors.New("offline")
	h.app.RaceStart()
	h.settle()
	if got := h.stages(); !strings.Contains(got, "offline") {
		t.Errorf("stages: %s", got)
	}
}

func TestMarkedMethodsAreAskedForGoodAnswers(t *testing.T) {
	h := atTheStart(t)
	h.app.LaneMethod(0, "csft")
	h.app.LaneType(0, "")
	h.app.RaceStart()
	h.laneFrame(0, "finished", 50)
	if got, want := names(h.lanes[0][5:]), "save, compare good, rate cats 200 good"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNoRaceWithoutLabels(t *testing.T) {
	h := newFake()
	awake(t, h)
	h.app.S.Welcome.Specs[0].Labels, h.app.S.Welcome.Specs[0].Policy = true, true
	h.app.RaceToggle()
	h.app.RaceStart()
	if len(h.lanes) != 0 || !strings.Contains(h.app.S.Toast.Text, "Label a few pairs first") {
		t.Errorf("%d lanes, toast %q", len(h.lanes), h.app.S.Toast.Text)
	}
}

// TestRacePageIsSafe shows hostile and long texts on the open panels.
func TestRacePageIsSafe(t *testing.T) {
	h := atTheStart(t)
	s := h.app.S
	s.Welcome.Specs[0].Title = hostile
	s.Welcome.Specs[0].Params[0] = spec.Param{Name: hostile, Min: 0, Max: 1}
	h.app.RunsToggle()
	h.app.LaneType(0, hostile)
	tok := []proto.Token{{Text: hostile, Delta: 3}}
	one := 1.0
	for i := range 3 {
		h.app.keepRun(view.Record{ID: fmt.Sprint(i), Name: hostile, Method: "dpo", World: "tales", Query: hostile, Seed: 1, When: hostile, Taste: hostile, Labels: hostile,
			Columns: []string{"loss"}, Rows: []proto.Row{{Step: 1, Values: []*float64{&one}}}, Step: 1,
			Rate:    &proto.WinRated{Taste: hostile, N: 5, Of: 5, WinRate: 0.5, Low: 0.4, High: 0.6},
			Answers: []proto.Compared{{Of: 1, Prompt: hostile + strings.Repeat(" long", 9000), Before: tok, After: tok}}}, nil)
		h.app.RunTick(fmt.Sprint(i))
	}
	h.app.RunsCompare()
	h.file = []byte("PREFLAB1" + hostile)
	h.app.RunImport()
	h.settle()
	s.Apply(view.BoardMore{Board: view.RunsBoard})
	h.app.RaceStart() // refused: the settings are wrong
	h.app.LaneType(0, "")
	h.app.RaceStart()
	h.finishLane(0)
	out := render(t, h.app)
	if strings.Contains(out, "<img") {
		t.Errorf("markup got through: %.300s", out[strings.Index(out, "<img"):])
	}
	if strings.Count(out, "long long") == 0 || len(out) > 400_000 {
		t.Errorf("the page has %d bytes", len(out))
	}
	uniqueIds(t, out)
	nothingTooLong(t, h.app)
}
