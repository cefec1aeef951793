package view

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"preflab/core/pref"
	"preflab/core/proto"
)

// full is a record with something in every field that a file carries.
func full() Record {
	one, began := 1.5, "beta=0.2"
	return Record{
		ID: "r1", Name: "DPO 3", Method: "dpo", World: "tales", Query: "beta=0.5", Began: &began, Seed: 7, Taste: "cats", Labels: "abc", NLabels: 24,
		When: "2026-01-02T03:04:05Z", State: "finished", Why: "target_kl", Step: 2, Trained: 99, Seconds: 3.5, Race: true,
		Columns: []string{"loss", "kl"},
		Rows:    []proto.Row{{Step: 1, Values: []*float64{&one, nil}, Tokens: 640, Labels: 24, Took: 0.25}, {Step: 2, Values: []*float64{nil, &one}, Tokens: 1280, Labels: 24, Took: 0.5}},
		Rate:    &proto.WinRated{Taste: "cats", Step: 2, N: 200, Of: 200, WinRate: 0.7, Low: 0.6, High: 0.8, KL: 2, Done: true},
		Answers: []proto.Compared{{Index: 0, Of: 1, Step: 2, Prompt: "P", Before: []proto.Token{{Text: " b"}}, After: []proto.Token{{Text: " a", Delta: 1}}}},
		Weights: 3,
	}
}

func TestRunFileComesBack(t *testing.T) {
	want := full()
	got, weights, err := DecodeRun(EncodeRun(want, []byte("abc")))
	want.ID = ""
	if err != nil || string(weights) != "abc" || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %q, %v\nwant %+v", got, weights, err, want)
	}
	got, weights, err = DecodeRun(EncodeRun(full(), nil))
	if err != nil || len(weights) != 0 || got.Weights != 0 {
		t.Errorf("without weights: %+v, %q, %v", got, weights, err)
	}
}

func TestBadRunFilesAreRefused(t *testing.T) {
	good := EncodeRun(full(), []byte("abc"))
	broken := func(change func(*Record)) []byte {
		r := full()
		change(&r)
		return EncodeRun(r, nil)
	}
	damaged := bytes.Clone(good)
	damaged[len(damaged)-1]++
	huge := bytes.Clone(good)
	binary.LittleEndian.PutUint32(huge[8:], 1<<31)
	for _, c := range []struct {
		name, says string
		data       []byte
	}{
		{"empty", "not a run of Preflab", nil},
		{"labels", "not a run of Preflab", []byte(`{"prompt":"P"}`)},
		{"short", "breaks off", good[:40]},
		{"no end", "breaks off", good[:len(good)-1]},
		{"too long", "too long", append(bytes.Clone(good), 'x')},
		{"damaged", "checksum", damaged},
		{"huge", "breaks off", huge},
		{"no JSON", "cannot be read", append([]byte("PREFLAB1\x02\x00\x00\x00"), "{x"...)},
		{"method", "no method", broken(func(r *Record) { r.Method = "<b>" })},
		{"world", "no method and world", broken(func(r *Record) { r.World = "" })},
		{"taste", "no method and world", broken(func(r *Record) { r.Taste = "<i>" })},
		{"seed", "seed", broken(func(r *Record) { r.Seed = 0 })},
		{"step", "out of range", broken(func(r *Record) { r.Step = -1 })},
		{"ragged", "row 1 has 2 values for 1 metrics", broken(func(r *Record) { r.Columns = r.Columns[:1] })},
		{"falling", "steps must rise", broken(func(r *Record) { r.Rows[1].Step = 1 })},
		{"tokens", "row 2 cannot be", broken(func(r *Record) { r.Rows[1].Tokens = 1 })},
		{"seconds", "row 1 cannot be", broken(func(r *Record) { r.Rows[0].Took = -1 })},
		{"rate", "not from 0 to 1", broken(func(r *Record) { r.Rate.High = 7 })},
		{"columns", "more than a run can", broken(func(r *Record) { r.Columns, r.Rows = make([]string, 300), nil })},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, _, err := DecodeRun(c.data); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want an error with %q", err, c.says)
			}
		})
	}
}

func FuzzDecodeRun(f *testing.F) {
	f.Add(EncodeRun(full(), []byte("abc")))
	f.Add(EncodeRun(Record{Method: "sft", World: "tales", Seed: 1}, nil))
	f.Add([]byte("PREFLAB1\x02\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, weights, err := DecodeRun(data)
		if err != nil {
			return
		}
		// What was taken can be shown, and survives another journey.
		s := live(1)
		r.ID = "x"
		s.Apply(RunKept{Record: r})
		s.Apply(RunTicked{ID: "x"})
		s.Apply(RunsCompared{On: true})
		s.Apply(BoardMore{Board: RunsBoard})
		for _, axis := range Axes {
			s.Apply(PrefsChanged{Prefs: Prefs{X: axis}})
			for i := range s.Shared(RunsBoard) {
				p := s.Plot(RunsBoard, i)
				s.Apply(CursorMoved{Sheet: RunsBoard, X: p.Nearest(2)})
				p = s.Plot(RunsBoard, i)
				p.SVG()
				p.CSV()
				p.TableRows()
				p.Words()
			}
		}
		bars, points := s.BoardBars(RunsBoard), s.BoardPoints(RunsBoard)
		bars.SVG()
		points.SVG()
		for _, e := range s.Entrants(RunsBoard) {
			e.Cells()
		}
		s.Answers(RunsBoard)
		if len(r.Name) > maxName+3 || len(r.Why) > maxWhy+3 {
			t.Errorf("texts too long for the page: %d, %d", len(r.Name), len(r.Why))
		}
		again, w2, err := DecodeRun(EncodeRun(r, weights))
		again.ID = "x"
		if err != nil || !bytes.Equal(w2, weights) || again.Name != r.Name || len(again.Rows) != len(r.Rows) {
			t.Errorf("a second journey: %v", err)
		}
	})
}

func TestHashLabelsIsOfTheSet(t *testing.T) {
	a := pref.Label{ID: "a", Verdict: pref.PreferA}
	b := pref.Label{ID: "b", Verdict: pref.Tie}
	if HashLabels([]pref.Label{a, b}) != HashLabels([]pref.Label{b, a}) {
		t.Error("the order of the labels changes the hash")
	}
	c := b
	c.Verdict = pref.PreferB
	if HashLabels([]pref.Label{a, b}) == HashLabels([]pref.Label{a, c}) {
		t.Error("another verdict has the same hash")
	}
	if h := HashLabels(nil); h != "" {
		t.Errorf("of nothing: %q", h)
	}
}

func listOf(n, weights int) *State {
	s := live(1)
	for i := range n {
		s.Apply(RunKept{Record: Record{ID: fmt.Sprint("r", i), Name: fmt.Sprint("DPO ", i+1), Method: "dpo", When: fmt.Sprintf("2026-01-%02dT00:00:00Z", i+1), Weights: weights}})
	}
	return s
}

func TestNewestRunsComeFirst(t *testing.T) {
	s := listOf(3, 1)
	if got := s.Runs.List[0].ID; got != "r2" {
		t.Errorf("first is %s", got)
	}
	if n := s.NextName("dpo"); n != "DPO 4" {
		t.Errorf("next name %q", n)
	}
	if n := s.NextName("dpo", "DPO 9"); n != "DPO 10" {
		t.Errorf("next name beside a taken one: %q", n)
	}
}

func TestOldestWeightsGoFirst(t *testing.T) {
	s := listOf(4, WeightsBudget/4)
	if got := s.Crowded("new", 1); !reflect.DeepEqual(got, []string{"r0"}) {
		t.Errorf("one byte more: drop %v", got)
	}
	if got := s.Crowded("new", WeightsBudget/2); !reflect.DeepEqual(got, []string{"r0", "r1"}) {
		t.Errorf("half of it more: drop %v", got)
	}
	if got := s.Crowded("r0", WeightsBudget/4); got != nil {
		t.Errorf("the same run again: drop %v", got)
	}
	s.Apply(RunWeights{ID: "r0", Dropped: true})
	if r := s.Record("r0"); r == nil || !r.Dropped || s.UsedWeights() != 3*(WeightsBudget/4) {
		t.Errorf("dropped: %+v", r)
	}
}

func TestTickingAndDeleting(t *testing.T) {
	s := listOf(6, 0)
	for i := range 5 {
		s.Apply(RunTicked{ID: fmt.Sprint("r", i)})
	}
	s.Apply(RunsCompared{On: true})
	if n := len(s.Entrants(RunsBoard)); n != MaxLanes || s.Ticked("r0") {
		t.Errorf("%d compared, the first ticked: %v", n, s.Ticked("r0"))
	}
	for i := range 5 {
		s.Apply(RunGone{ID: fmt.Sprint("r", i)})
	}
	if s.Runs.Compare || len(s.Runs.Ticked) != 0 || len(s.Runs.List) != 1 {
		t.Errorf("after deleting: %+v", s.Runs)
	}
}

func TestStorageComesAfterThePage(t *testing.T) {
	s := listOf(1, 0)
	s.Apply(RunsLoaded{List: []Record{{ID: "r0", Name: "mine", Weights: 5}, {ID: "old", When: "2025-01-01T00:00:00Z", State: "training"}}})
	if r := s.Record("r0"); r.Name != "mine" || r.Weights != 5 || len(s.Runs.List) != 2 {
		t.Errorf("merged: %+v", s.Runs.List)
	}
	if r := s.Record("old"); r.State != "paused" {
		t.Errorf("a run that nobody trains is %q", r.State)
	}
}

func TestMainRecordKeepsWhatWasMeasured(t *testing.T) {
	s := live(1)
	v := 0.5
	s.Apply(frameEvent("paused", 3, proto.Row{Step: 3, Values: []*float64{&v, nil, nil, nil}}))
	s.Apply(RateTold{Rated: proto.WinRated{Step: 3, N: 200, Of: 200, Done: true}})
	r := s.MainRecord("x", "2026")
	if r.Rate == nil || r.Step != 3 || len(r.Rows) != 1 || r.Name != "DPO 1" || r.Columns[0] != "loss" {
		t.Fatalf("record: %+v", r)
	}
	s.Apply(RunKept{Record: r})
	s.Apply(RateAsked{}) // clears what is shown
	if r := s.MainRecord("x", "2026"); r.Rate == nil || r.Name != "DPO 1" {
		t.Errorf("at the same step: %+v", r)
	}
	s.Apply(frameEvent("paused", 4))
	if r := s.MainRecord("x", "2026"); r.Rate != nil {
		t.Error("a win rate of step 3 is shown for step 4")
	}
}
