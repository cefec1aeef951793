package view

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
)

// racing returns a state whose engine has these methods, with the race open.
func racing(methods ...string) *State {
	s := live(2)
	give(s, pref.PreferA)
	w := proto.Welcome{Worlds: s.Welcome.Worlds}
	for _, m := range methods {
		sp := testSpec()
		sp.Method, sp.Title, sp.Labels, sp.Policy = m, strings.ToUpper(m), m != "sft", m != "rm"
		sp.Metrics = append(sp.Metrics, spec.Metric{Name: "kl", Label: "distance", Chart: "KL"})
		w.Specs = append(w.Specs, sp)
	}
	s.Apply(Told{Event: proto.Event{Hello: &w}})
	s.Apply(RaceToggled{AtOnce: 2})
	return s
}

func lanesOf(s *State) string {
	var out []string
	for _, l := range s.Race.Lanes {
		out = append(out, strings.TrimSpace(l.Method+" "+l.Settings.Text))
	}
	return strings.Join(out, ", ")
}

func TestRaceProposesWhatThereIs(t *testing.T) {
	for _, c := range []struct {
		methods []string
		want    string
	}{
		{[]string{"dpo", "sft"}, "dpo, dpo beta=0.5"},
		{[]string{"sft", "sft_chosen", "rm", "ppo", "dpo", "coh"}, "dpo, ppo, coh, sft_chosen"},
		{[]string{"sft"}, "sft"},
		{[]string{"rm"}, ""},
	} {
		if got := lanesOf(racing(c.methods...)); got != c.want {
			t.Errorf("%v: proposed %q, want %q", c.methods, got, c.want)
		}
	}
}

func TestLanesAreSetUp(t *testing.T) {
	s := racing("dpo", "sft", "rm")
	s.Apply(LaneAdded{})
	s.Apply(LaneAdded{})
	s.Apply(LaneAdded{}) // the fifth: refused
	if got := lanesOf(s); got != "dpo, dpo beta=0.5, sft, dpo" {
		t.Fatalf("lanes: %s", got)
	}
	s.Apply(LaneRemoved{I: 1})
	s.Apply(LaneTyped{I: 0, Text: "beta=9"})
	if e := s.Race.Lanes[0].Settings.Error; !strings.Contains(e, "0.01 to 2") {
		t.Errorf("the error does not say the range: %q", e)
	}
	if ok, why := s.CanRace(); ok || !strings.HasPrefix(why, "Lane 1: ") {
		t.Errorf("a race with a wrong setting: %v %q", ok, why)
	}
	s.Apply(LaneTyped{I: 0, Text: "beta=0.5, steps=9"})
	if ok, why := s.CanRace(); !ok {
		t.Errorf("cannot race: %s", why)
	}
	s.Apply(LaneMethod{I: 0, Method: "ghost"})
	if ok, _ := s.CanRace(); ok {
		t.Error("a method that is not there can race")
	}
}

func TestParseSettings(t *testing.T) {
	sp := testSpec()
	for _, c := range []struct{ text, query, wrong string }{
		{"", "", ""},
		{"beta=0.5 steps=9", "beta=0.5&steps=9", ""},
		{" beta=0.5,\tsteps=9; ", "beta=0.5&steps=9", ""},
		{"beta", "", "write name=value, as in beta=0.1"},
		{"beta=", "", "0.01 to 2"},
		{"beta=x", "", "0.01 to 2"},
		{"steps=1.5", "", "whole number"},
		{"gamma=1", "", "it has beta, steps, smoothing"},
	} {
		got, err := ParseSettings(&sp, c.text)
		if c.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), c.wrong) {
				t.Errorf("%q: error %v, want one with %q", c.text, err, c.wrong)
			}
			continue
		}
		if err != nil || got.Query() != c.query {
			t.Errorf("%q: got %q, %v; want %q", c.text, got.Query(), err, c.query)
		}
	}
}

// begun is a race of two lanes with rows and win rates.
func begun(methods ...string) *State {
	s := racing(methods...)
	var runs []Record
	for i, l := range s.Race.Lanes {
		runs = append(runs, Record{ID: fmt.Sprint("r", i), Name: fmt.Sprint("run ", i), Method: l.Method, Seed: 7, Columns: Columns(s.SpecOf(l.Method))})
	}
	s.Apply(RaceBegan{Runs: runs, Labels: 1})
	return s
}

func tellLane(s *State, i, step int, loss, kl float64) {
	s.Apply(LaneStaged{I: i, Stage: LaneTraining})
	s.Apply(LaneTold{I: i, Event: proto.Event{Frame: &proto.Frame{State: "training", Step: step, Target: 50,
		Rows: []proto.Row{{Step: step, Values: []*float64{&loss, nil, nil, nil, &kl}, Tokens: int64(100 * step), Labels: 24, Took: 2}}}}})
}

func TestLaneWords(t *testing.T) {
	s := begun("dpo")
	l := &s.Race.Lanes[0]
	see := func(want string) {
		t.Helper()
		if got := l.StageWords(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	see("waiting for a free core")
	tellLane(s, 0, 23, 0.5, 1)
	see("training 23 of 50")
	l.Frame.Doing = "writing 32 stories"
	see("step 23 of 50: writing 32 stories")
	s.Apply(LaneStaged{I: 0, Stage: LaneMeasuring})
	s.Apply(LaneTold{I: 0, Event: proto.Event{Compared: &proto.Compared{Index: 2, Of: 8, Prompt: "P"}}})
	see("writing 1 of 8")
	s.Apply(LaneTold{I: 0, Event: proto.Event{WinRate: &proto.WinRated{N: 64, Of: 200}}})
	see("measuring 64 of 200")
	s.Apply(LaneStaged{I: 0, Stage: LaneDone})
	see("done after 23 steps")
	s.Apply(LaneStaged{I: 0, Stage: LaneFailed, Why: "It broke."})
	see("It broke.")
	if s.Racing() != true { // the second lane waits
		t.Error("the race is over, but a lane waits")
	}
}

func TestBoardDrawsWhatLanesShare(t *testing.T) {
	s := begun("dpo", "ppo")
	for i := range s.Race.Lanes {
		tellLane(s, i, 1, 0.7, 0)
		tellLane(s, i, 2, 0.6, float64(i))
	}
	if got := s.Shared(RaceBoard); !slices.Equal(got, []string{"kl"}) {
		t.Errorf("at first: %v", got)
	}
	s.Apply(BoardMore{Board: RaceBoard})
	if got := s.Shared(RaceBoard); !slices.Equal(got, []string{"kl", "rewards/chosen", "rewards/rejected"}) {
		t.Errorf("of two methods: %v; their losses are of different things", got)
	}
	s.Race.Lanes[1].Run.Method = "dpo"
	if got := s.Shared(RaceBoard); !slices.Contains(got, "loss") {
		t.Errorf("of one method twice: %v", got)
	}
	f := s.Plot(RaceBoard, 0).Figure()
	if len(f.Series) != 2 || f.Series[0].Mark != 1 || f.Series[1].Mark != 2 || len(f.Series[1].X) != 2 {
		t.Errorf("figure: %+v", f.Series)
	}
	s.Apply(BoardToggled{Board: RaceBoard, Style: 0})
	if f := s.Plot(RaceBoard, 0).Figure(); len(f.Series) != 1 || f.Series[0].Mark != 2 {
		t.Errorf("with the first lane hidden: %+v", f.Series)
	}
}

// TestBoardChartsShareACrosshair: two lanes of which the second is half as fast, by
// the clock.
func TestBoardChartsShareACrosshair(t *testing.T) {
	s := begun("dpo")
	for step := 1; step <= 4; step++ {
		tellLane(s, 0, step, 0.7, float64(step))
	}
	for step := 1; step <= 2; step++ {
		tellLane(s, 1, step, 0.7, float64(10*step))
	}
	for i := range s.Race.Lanes[1].Run.Rows {
		s.Race.Lanes[1].Run.Rows[i].Took = 3.5
	}
	s.Apply(PrefsChanged{Prefs: Prefs{X: "seconds", Log: true}})
	s.Apply(BoardMore{Board: RaceBoard})
	p := s.Plot(RaceBoard, 0)
	if got := fmt.Sprint(p.Places()); got != "[2 3.5 4 6 7 8]" {
		t.Fatalf("places: %s", got)
	}
	for _, c := range []struct {
		x    float64
		want string
	}{
		{2, "At 2.00 seconds, run 0 1.000."}, // the second has no step yet
		{4, "At 4.00 seconds, run 0 2.000, run 1 10.00."},
		{7, "At 7.00 seconds, run 0 3.000, run 1 20.00."},
		{8, "At 8.00 seconds, run 0 4.000."}, // the second has ended
	} {
		s.Apply(CursorMoved{Sheet: RaceBoard, X: c.x})
		if got := s.Plot(RaceBoard, 0).Words(); got != c.want {
			t.Errorf("at %v: %s, want %s", c.x, got, c.want)
		}
		if f := s.Plot(RaceBoard, 1).Figure(); f.Cursor != c.x || !f.Log || f.XName != "seconds" {
			t.Errorf("the next chart has its crosshair at %v, logarithmic %v, by %q", f.Cursor, f.Log, f.XName)
		}
	}
	if s.Run.Cursor != 0 {
		t.Error("the charts of the run at hand moved along")
	}
	want := "run,step,seconds,tokens,labels,kl\nrun 0,1,2,100,24,1\nrun 0,2,4,200,24,2\nrun 0,3,6,300,24,3\nrun 0,4,8,400,24,4\nrun 1,1,3.5,100,24,10\nrun 1,2,7,200,24,20\n"
	if got := string(p.CSV()); got != want {
		t.Errorf("CSV: got %s", got)
	}
	if got := fmt.Sprint(p.TableHead(), p.TableRows()[1]); got != "[seconds run 0 run 1] [3.50 1.000 10.00]" {
		t.Errorf("table: %s", got)
	}
	if svg := string(p.SVG()); !strings.Contains(svg, ">run 0</text>") || !strings.Contains(svg, ">run 1</text>") {
		t.Error("the file does not name its lines")
	}
	s.Apply(PrefsChanged{Prefs: Prefs{X: "labels"}})
	if f := s.Plot(RaceBoard, 0).Figure(); len(f.Notes) != 1 || f.Notes[0] != "every step at 24 labels" {
		t.Errorf("by labels, of which there were always 24: notes %q", f.Notes)
	}
	s.Apply(PrefsChanged{Prefs: Prefs{X: "seconds"}})
	rows := s.Race.Lanes[1].Run.Rows
	rows[0].Took = 0
	if p := s.Plot(RaceBoard, 0); p.Axis != "seconds" || len(p.Figure().Notes) != 0 {
		t.Errorf("with one row of two that nobody timed the axis is %q", p.Axis)
	}
	rows[1].Took = 0
	if p := s.Plot(RaceBoard, 0); p.Axis != "step" || len(p.Figure().Notes) != 1 {
		t.Errorf("with rows that nobody timed the axis is %q", p.Axis)
	}
}

func TestBoardNumbers(t *testing.T) {
	s := begun("dpo")
	tellLane(s, 0, 2, 0.6, 1.5)
	s.Apply(LaneTold{I: 0, Event: proto.Event{WinRate: &proto.WinRated{Taste: "cats", N: 200, Of: 200, WinRate: 0.71, Low: 0.64, High: 0.77, KL: 2, ScoreNew: 0.4, Length: 31, WellFormed: 1, Done: true}}})
	e := s.Entrants(RaceBoard)
	if got := strings.Join(e[0].Cells(), "|"); got != "71\u202f% (64\u202f% to 77\u202f%)|2.000|0.400|31.0|100\u202f%|2.0|2|–" {
		t.Errorf("cells: %s", got)
	}
	if len(e[0].Cells()) != len(BoardHead) {
		t.Errorf("%d cells under %d heads", len(e[0].Cells()), len(BoardHead))
	}
	if b := s.BoardBars(RaceBoard); b.Rows[0].V != 0.71 || !math.IsNaN(b.Rows[1].V) || b.Rows[1].Note != "waiting for a free core" {
		t.Errorf("bars: %+v", b.Rows)
	}
	if p := s.BoardPoints(RaceBoard); len(p.Points) != 1 || p.Points[0].X != 2 || p.Points[0].Y != 0.71 {
		t.Errorf("points: %+v", p.Points)
	}
	s.Apply(BoardGold{Board: RaceBoard})
	if p := s.BoardPoints(RaceBoard); p.Points[0].Y != 0.4 || len(p.Lines) != 0 {
		t.Errorf("points by score: %+v", p)
	}
}

func TestBoardOpeningsGoRound(t *testing.T) {
	s := begun("dpo")
	for i := range 3 {
		s.Apply(LaneTold{I: 0, Event: proto.Event{Compared: &proto.Compared{Index: i, Of: 3, Prompt: fmt.Sprint("P", i), Before: []proto.Token{{Text: "b"}}, After: []proto.Token{{Text: "a", Delta: 2}}}}})
	}
	s.Apply(BoardOpening{Board: RaceBoard, Opening: -1})
	p, list := s.Answers(RaceBoard)
	if p != "P2" || len(list) != 3 || list[0].Head != "Before" || list[1].Runs[0].Level != 3 || list[2].Runs[0].Text != "(not written yet)" {
		t.Errorf("%q: %+v", p, list)
	}
	s.Apply(BoardOpening{Board: RaceBoard, Opening: 3})
	if p, _ := s.Answers(RaceBoard); p != "P0" {
		t.Errorf("after the last: %q", p)
	}
}

func TestUnfairComparisonIsSaid(t *testing.T) {
	s := begun("dpo", "sft")
	if w := s.BoardWarning(RaceBoard); w != "" {
		t.Errorf("a race: %q", w)
	}
	s.Welcome.Specs[1].Base = true
	s.Race.Lanes[1].Run.Method = "sft"
	if w := s.BoardWarning(RaceBoard); !strings.Contains(w, "first models") {
		t.Errorf("from two models: %q", w)
	}
	s.Welcome.Specs[1].Base = false
	s.Race.Lanes[1].Run.Labels, s.Race.Lanes[1].Run.Seed = "other", 8
	if w := s.BoardWarning(RaceBoard); w != "Not a fair race: these runs had different labels, seeds." {
		t.Errorf("got %q", w)
	}
}
