package view

import (
	"math"
	"strings"
	"testing"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
)

// testSpec is a small method.
func testSpec() spec.Spec {
	ln2 := math.Ln2
	return spec.Spec{Method: "dpo", Title: "DPO", Labels: true, Policy: true,
		Params: []spec.Param{
			{Name: "beta", Label: "Leash", Default: 0.1, Min: 0.01, Max: 2, Log: true},
			{Name: "steps", Label: "Steps", Default: 80, Min: 1, Max: 1000, Integer: true},
			{Name: "smoothing", Label: "Smoothing", Default: 0, Min: 0, Max: 0.45},
		},
		Metrics: []spec.Metric{
			{Name: "loss", Label: "loss", Chart: "Loss", Baseline: &ln2},
			{Name: "rewards/chosen", Label: "chosen", Chart: "Rewards"},
			{Name: "grad_norm", Label: "gradient"},
			{Name: "rewards/rejected", Label: "rejected", Chart: "Rewards"},
		}}
}

// live returns a state with an open model and n pairs on the table.
func live(n int) *State {
	s := New()
	sp := testSpec()
	s.Apply(Told{Event: proto.Event{Hello: &proto.Welcome{Version: 1, Specs: []spec.Spec{sp},
		Worlds: []proto.World{{Name: "tales", Tastes: []proto.Taste{{Name: "cats", Label: "cats"}}}}}}})
	s.Apply(SpecChosen{Config: sp.Default()})
	s.Apply(TasteChosen{Taste: "cats"})
	s.Apply(Told{Event: proto.Event{Ready: &proto.Ready{}}})
	for i := range n {
		s.Apply(PairsAsked{N: 1})
		s.Apply(Told{Event: proto.Event{Pair: pairOf(i)}})
	}
	return s
}

func pairOf(i int) *proto.NewPair {
	id := string(rune('a' + i))
	return &proto.NewPair{Pair: pref.Pair{ID: id, Prompt: "P" + id, A: " A" + id, B: " B" + id}, ALeft: i%2 == 0}
}

// give labels the pair on the table.
func give(s *State, v pref.Verdict) {
	p, _ := s.Table()
	s.Apply(Writing{})
	s.Apply(Labelled{Label: pref.Label{ID: "l" + p.ID, Pair: p.Pair, Verdict: v, ALeft: p.ALeft}})
}

func frameEvent(state string, step int, rows ...proto.Row) Told {
	return Told{Event: proto.Event{Frame: &proto.Frame{State: state, Step: step, Target: 80, Tokens: int64(step) * 100, Rows: rows}}, Now: float64(step) * 200}
}

func TestSideIsResolvedToTheAnswer(t *testing.T) {
	s := live(2)
	if got := s.Resolve(Left); got != pref.PreferA || s.Text(Left) != " Aa" {
		t.Errorf("A is on the left: got %q, %q", got, s.Text(Left))
	}
	give(s, pref.PreferA)
	if got := s.Resolve(Left); got != pref.PreferB || s.Text(Left) != " Bb" {
		t.Errorf("A is on the right: got %q, %q", got, s.Text(Left))
	}
}

func TestExampleIsNotJudged(t *testing.T) {
	s := New()
	if p, live := s.Table(); live || p.Prompt == "" || s.CanJudge() {
		t.Errorf("the example: live %v, prompt %q, can judge %v", live, p.Prompt, s.CanJudge())
	}
}

func TestUndoBringsThePairBack(t *testing.T) {
	s := live(3)
	first, _ := s.Table()
	give(s, pref.Tie)
	give(s, pref.PreferB)
	s.Apply(Undone{})
	s.Apply(Undone{})
	if p, _ := s.Table(); p != first || len(s.Desk.Labels) != 0 || len(s.Desk.Queue) != 3 {
		t.Errorf("after two undos: table %v, %d labels, %d pairs", p, len(s.Desk.Labels), len(s.Desk.Queue))
	}
}

func TestCounts(t *testing.T) {
	s := live(5)
	for _, v := range []pref.Verdict{pref.PreferA, pref.Tie, pref.Skip, pref.BothBad} {
		give(s, v)
	}
	if got := s.Trains(); got != 2 {
		t.Errorf("labels that train: got %d, want 2", got)
	}
	if got, want := s.Wanted(), Ahead-1; got != want {
		t.Errorf("pairs wanted: got %d, want %d", got, want)
	}
}

func TestNoVerdictWhileWriting(t *testing.T) {
	s := live(2)
	s.Apply(Writing{Picked: Left})
	if s.CanJudge() {
		t.Error("a second verdict can be given while the first is being stored")
	}
}

func TestFaultKeepsLabelsAndPairs(t *testing.T) {
	s := live(3)
	give(s, pref.PreferA)
	s.Apply(frameEvent("training", 5))
	s.Apply(Told{Event: proto.Event{Fault: &proto.Fault{Message: "boom"}}})
	if len(s.Desk.Labels) != 1 || len(s.Desk.Queue) != 2 || s.Training() || !s.CanJudge() {
		t.Errorf("after a fault: %d labels, %d pairs, training %v, can judge %v", len(s.Desk.Labels), len(s.Desk.Queue), s.Training(), s.CanJudge())
	}
}

func TestRowsBeyondAResumedStepAreDropped(t *testing.T) {
	s := live(0)
	s.Apply(RunRestored{Rows: []proto.Row{{Step: 1}, {Step: 2}, {Step: 3}}})
	s.Apply(Told{Event: proto.Event{Ready: &proto.Ready{Step: 2, Resumed: true}}})
	s.Apply(frameEvent("training", 4, proto.Row{Step: 2}, proto.Row{Step: 3}, proto.Row{Step: 4}))
	if n := len(s.Run.Rows); n != 4 || s.Run.Rows[3].Step != 4 {
		t.Errorf("rows: %v", s.Run.Rows)
	}
}

func TestPace(t *testing.T) {
	s := live(0)
	for step := range 11 {
		s.Apply(frameEvent("training", step)) // 200 ms a step
	}
	if got, want := s.Run.Pace(), "500 tokens/s · 5.0 steps/s · 14 s left"; got != want {
		t.Errorf("pace: got %q, want %q", got, want)
	}
	s.Apply(frameEvent("paused", 11))
	if got := s.Run.Pace(); got != "" {
		t.Errorf("pace while paused: %q", got)
	}
}

func TestStatusSaysWhatToDo(t *testing.T) {
	for _, c := range []struct {
		state  string
		labels int
		why    string
		want   string
	}{
		{"idle", 0, "", "Label a few pairs first"},
		{"idle", 3, "", "With 21 more"},
		{"training", 3, "", "go on labelling"},
		{"paused", 3, "", "Paused at step 7 of 80"},
		{"finished", 3, "", "Finished after 7 steps"},
		{"finished", 3, "far away at step 7", "Finished: far away at step 7. Compare"},
		{"starved", 3, "", "No label to train on"},
		{"diverged", 3, "loss at step 7", "ran away: loss at step 7"},
	} {
		s := live(c.labels)
		for range c.labels {
			give(s, pref.PreferA)
		}
		ev := frameEvent(c.state, 7)
		if c.state == "idle" {
			ev = frameEvent(c.state, 0)
		}
		if c.state == "finished" {
			ev.Event.Frame.Target = 7
		}
		ev.Event.Frame.Why = c.why
		s.Apply(ev)
		if got := s.Status(); !strings.Contains(got, c.want) {
			t.Errorf("%s with %d labels: got %q, want %q in it", c.state, c.labels, got, c.want)
		}
	}
}

func TestKnobRefusesWithTheRange(t *testing.T) {
	s := live(0)
	s.Apply(KnobTyped{I: 1, Text: "2000"})
	if k := s.Knobs[1]; k.Text != "2000" || !strings.Contains(k.Error, "1 to 1000") || s.Config.Values[1] != 80 {
		t.Errorf("out of range: %+v, value %v", k.Field, s.Config.Values[1])
	}
	s.Apply(KnobTyped{I: 1, Text: "40"})
	if k := s.Knobs[1]; k.Error != "" || s.Config.Values[1] != 40 || !s.Changed(1) {
		t.Errorf("in range: %+v, value %v", k.Field, s.Config.Values[1])
	}
}

func TestSliderRoundTrip(t *testing.T) {
	for _, p := range testSpec().Params {
		k := Knob{Param: p}
		for pos := 0; pos <= k.Steps(); pos += 7 {
			v := k.At(pos)
			if v < p.Min || v > p.Max {
				t.Errorf("%s at %d: %v is out of range", p.Name, pos, v)
			}
			if got := k.Pos(v); math.Abs(float64(got-pos)) > 6 { // two digits of value are coarser than the track
				t.Errorf("%s: position %d gives %v, which is at %d", p.Name, pos, v, got)
			}
		}
	}
}

func TestCutIgnoresWrongSpans(t *testing.T) {
	for _, c := range []struct {
		spans [][2]int
		want  string
	}{
		{nil, "a cat sat"},
		{[][2]int{{2, 5}}, "a |[cat]| sat"},
		{[][2]int{{0, 1}, {2, 5}}, "[a]| |[cat]| sat"},
		{[][2]int{{2, 5}, {3, 6}}, "a |[cat]| sat"},
		{[][2]int{{5, 2}, {-1, 3}, {4, 99}}, "a cat sat"},
	} {
		var got []string
		for _, p := range cut("a cat sat", c.spans) {
			if p.Marked {
				got = append(got, "["+p.Text+"]")
			} else {
				got = append(got, p.Text)
			}
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%v: got %q, want %q", c.spans, s, c.want)
		}
	}
}

func TestTintJoinsWhatDidNotChange(t *testing.T) {
	runs := Tint([]proto.Token{{Text: "a", Delta: 0}, {Text: " b", Delta: 0.01}, {Text: " c", Delta: 2}, {Text: " d", Delta: -0.5}})
	if len(runs) != 3 || runs[0].Text != "a b" || runs[1].Class() != "up3" || runs[2].Class() != "down2" {
		t.Errorf("got %+v", runs)
	}
	if got, want := runs[1].Title, "7.4 times more likely now (+2.00 nats)"; got != want {
		t.Errorf("title: got %q, want %q", got, want)
	}
}

func TestChartsGroupMetrics(t *testing.T) {
	s := live(0)
	v := func(x float64) *float64 { return &x }
	s.Apply(frameEvent("training", 1, proto.Row{Step: 1, Values: []*float64{v(0.69), v(0.1), v(3), nil}}))
	if c := s.Charts(); len(c) != 2 || c[1].Title != "Rewards" || len(c[1].Metrics) != 2 {
		t.Fatalf("charts: %v", c)
	}
	if got := s.Plot(AtHand, 1).Legend(); got[0].Entry != (Entry{"chosen", "0.100"}) || got[1].Entry != (Entry{"rejected", ""}) {
		t.Errorf("legend: %v", got)
	}
	if f := s.Plot(AtHand, 0).Figure(); len(f.Lines) != 1 || f.Lines[0].Y != math.Ln2 {
		t.Errorf("baseline: %v", f.Lines)
	}
	if got, want := string(s.MetricsCSV()), "step,loss,rewards/chosen,grad_norm,rewards/rejected\n1,0.69,0.1,3,\n"; got != want {
		t.Errorf("CSV: got %q, want %q", got, want)
	}
}

func TestComparedCountsRows(t *testing.T) {
	s := live(0)
	s.Apply(CompareAsked{})
	for i := range 3 {
		if !s.Compare.Busy {
			t.Errorf("not busy before row %d", i)
		}
		s.Apply(Compared{Row: proto.Compared{Index: i, Of: 3, Step: 10, Prompt: "p"}})
	}
	if s.Compare.Busy || s.Compare.Step != 10 {
		t.Errorf("after all rows: busy %v, step %d", s.Compare.Busy, s.Compare.Step)
	}
	s.Apply(Compared{Row: proto.Compared{Index: 9, Of: 3}}) // must not panic
}

func TestWords(t *testing.T) {
	for got, want := range map[string]string{
		Span(3.2): "4 s", Span(61): "1:01 min", Span(7300): "2:01 h", Span(math.NaN()): "–", Span(math.Inf(1)): "–",
		Count(999): "999", Count(1234567): "1\u202f234\u202f567", Plural(1, "label"): "1 label", Plural(2, "label"): "2 labels",
		Percent(0.785): "79\u202f%", Number(0.0001): "1.0e-04", Number(0): "0.000", Number(12.345): "12.35",
		Sentence("ähnlich nicht"): "Ähnlich nicht.", Sentence("why?"): "Why?", Sentence(""): "",
		Cut("añb", 2): "a…", Cut("abc", 3): "abc",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
