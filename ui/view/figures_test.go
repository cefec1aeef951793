package view

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/ui/chart"
)

func TestChartsAreGroupedInOrder(t *testing.T) {
	for _, c := range []struct {
		groups string // of the metrics
		want   string // charts, each behind its heading if it has one
	}{
		{"- -", "c0 c1"},
		{"policy loss rewards loss", "What is minimised:c1 c3 What is preferred:c2 The model:c0"},
		{"samples - value", "The value head:c2 The samples:c0 Besides:c1"},
	} {
		sp := spec.Spec{Method: "dpo"}
		for i, g := range strings.Fields(c.groups) {
			sp.Metrics = append(sp.Metrics, spec.Metric{Name: fmt.Sprint(i), Chart: fmt.Sprintf("c%d", i), Group: strings.Trim(g, "-")})
		}
		s := under(sp, 0)
		var got []string
		for _, ch := range s.Charts() {
			title := ch.Title
			if ch.Head != "" {
				title = ch.Head + ":" + title
			}
			got = append(got, title)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s: got %s, want %s", c.groups, g, c.want)
		}
	}
}

func TestBandOfHealth(t *testing.T) {
	low, high := 0.5, 3.0
	sp := spec.Spec{Method: "dpo", Metrics: []spec.Metric{
		{Name: "a", Chart: "A", Low: &low, High: &high}, {Name: "b", Chart: "A", Low: &low, High: &high}, {Name: "c", Chart: "A", High: &high},
	}}
	got := under(sp, 0).Plot(AtHand, 0).Figure().Bands
	if len(got) != 2 || got[0] != (chart.Band{Low: 0.5, High: 3}) || got[1] != (chart.Band{Low: math.Inf(-1), High: 3}) {
		t.Errorf("bands: %v", got)
	}
}

// course is a run of ten steps in two frames, 1 s and 100 tokens a step, a label more
// at each.
func course() *State {
	s := live(0)
	v := 0.5
	frame := func(rows ...int) {
		f := &proto.Frame{State: "training", Step: rows[len(rows)-1]}
		for _, r := range rows {
			f.Rows = append(f.Rows, proto.Row{Step: r, Values: []*float64{&v}, Tokens: int64(100 * r), Labels: 20 + r, Took: 1})
		}
		s.Apply(Told{Event: proto.Event{Frame: f}})
	}
	frame(1, 2, 3, 4)
	frame(5, 6, 7, 8, 9, 10)
	return s
}

func TestChartsRunByOtherAxes(t *testing.T) {
	s := course()
	for _, c := range []struct {
		axis        string
		third, last float64
	}{{"", 3, 10}, {"step", 3, 10}, {"seconds", 3, 10}, {"tokens", 300, 1000}, {"labels", 23, 30}, {"nonsense", 3, 10}} {
		s.Apply(PrefsChanged{Prefs: Prefs{X: c.axis}})
		f := s.Plot(AtHand, 0).Figure()
		if x := f.Series[0].X; x[2] != c.third || x[9] != c.last || len(f.Notes) != 0 {
			t.Errorf("by %q: x %v, notes %q", c.axis, x, f.Notes)
		}
	}
}

func TestCrosshairFollowsTheAxis(t *testing.T) {
	s := course()
	s.Apply(PrefsChanged{Prefs: Prefs{X: "tokens"}})
	if got := s.Plot(AtHand, 0).Nearest(330); got != 300 {
		t.Errorf("the step nearest to 330 tokens is at %v, want 300", got)
	}
	s.Apply(CursorMoved{Sheet: AtHand, X: 700})
	p := s.Plot(AtHand, 0)
	if f := p.Figure(); f.Cursor != 700 || p.Words() != "At 700 tokens, loss 0.500." {
		t.Errorf("the crosshair is at %v: %s", f.Cursor, p.Words())
	}
	for _, c := range []struct {
		key  string
		want float64
	}{{"ArrowLeft", 600}, {"ArrowRight", 800}, {"Home", 100}, {"End", 1000}} {
		if got, ok := p.Moved(c.key); !ok || got != c.want {
			t.Errorf("%s: to %v, want %v", c.key, got, c.want)
		}
	}
	s.Apply(PrefsChanged{Prefs: Prefs{X: "seconds"}})
	if p := s.Plot(AtHand, 0); p.Cursor != 0 || p.Words() != "At 10.00 seconds, loss 0.500." {
		t.Errorf("by another axis the crosshair is at %v: %s", p.Cursor, p.Words())
	}
}

func TestOldRowsRunBySteps(t *testing.T) {
	s := live(0)
	s.Apply(RunRestored{Rows: []proto.Row{{Step: 1}, {Step: 2}}})
	s.Apply(PrefsChanged{Prefs: Prefs{X: "seconds"}})
	s.Apply(frameEvent("training", 3, proto.Row{Step: 3, Tokens: 300, Took: 2}))
	p := s.Plot(AtHand, 0)
	if f := p.Figure(); p.Axis != "step" || len(f.Notes) != 1 || !strings.Contains(f.Notes[0], "seconds of older steps") {
		t.Errorf("axis %q, notes %q", p.Axis, f.Notes)
	}
	if got, want := string(s.Plot(AtHand, 0).CSV()), "step,seconds,tokens,labels,loss\n1,,,,\n2,,,,\n3,,300,0,\n"; got != want {
		t.Errorf("CSV: got %q, want %q", got, want)
	}
}

func TestChartFiles(t *testing.T) {
	s := course()
	if got, want := string(s.Plot(AtHand, 0).CSV())[:60], "step,seconds,tokens,labels,loss\n1,1,100,21,0.5\n2,2,200,22,0."; got != want {
		t.Errorf("CSV: got %q, want %q", got, want)
	}
	if got := string(s.Plot(AtHand, 0).SVG()); !strings.Contains(got, "<style>") || !strings.Contains(got, "path") {
		t.Errorf("SVG: %.200s", got)
	}
}

func TestTablesOneByOne(t *testing.T) {
	s := course()
	s.Apply(TableToggled{Slug: "rewards"})
	if s.ShowsTable("loss") || !s.ShowsTable("rewards") {
		t.Error("one chart's numbers: the wrong ones are shown")
	}
	s.Apply(PrefsChanged{Prefs: Prefs{Table: true}})
	if !s.ShowsTable("loss") || !s.ShowsTable("rewards") {
		t.Error("all numbers are wanted, but not shown")
	}
	s.Apply(TableToggled{Slug: "rewards"})
	if !s.ShowsTable("loss") || s.ShowsTable("rewards") {
		t.Error("all but one chart's numbers: the wrong ones are shown")
	}
}
