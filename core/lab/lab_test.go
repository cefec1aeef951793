package lab_test

import (
	"math"
	"strings"
	"testing"

	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/lab/labtest"
	"preflab/core/method"
	"preflab/core/proto"
)

func open(t *testing.T, method string) *lab.Session {
	t.Helper()
	s := lab.New(kernel.Best())
	if e := labtest.Run(s, labtest.Open(method, 1, labtest.Settings)); e[0].Ready == nil {
		t.Fatalf("Open answered %+v", e[0])
	}
	return s
}

func labels(n int) proto.Command {
	return proto.Command{Labels: &proto.Labels{Labels: labtest.Labels(n)}}
}

func train(n int) proto.Command { return proto.Command{Train: &proto.Train{Steps: n}} }

var (
	poll   = proto.Command{Poll: &proto.Empty{}}
	save   = proto.Command{Save: &proto.Empty{}}
	export = proto.Command{Export: &proto.Empty{}}
)

// column returns one metric of every row of a frame, NaN where it is absent.
func column(f *proto.Frame, i int) []float64 {
	var out []float64
	for _, r := range f.Rows {
		v := math.NaN()
		if r.Values[i] != nil {
			v = *r.Values[i]
		}
		out = append(out, v)
	}
	return out
}

func hash(s *lab.Session) string {
	e := labtest.Run(s, export)
	return e[0].Exported.Hash
}

// TestFirstStepOfDPO: before anything has moved, the loss is ln 2 and every
// reward 0; then it falls.
func TestFirstStepOfDPO(t *testing.T) {
	s := open(t, "dpo")
	e := labtest.Run(s, labels(24), train(30), poll)
	f := e[len(e)-1].Frame
	if f.Step != 30 || f.State != "finished" || len(f.Rows) != 30 {
		t.Fatalf("frame %+v", f)
	}
	for i, want := range []float64{math.Ln2, 0, 0, 0, 0} {
		if got := column(f, i)[0]; math.Abs(got-want) > 1e-12 {
			t.Errorf("metric %d at step 1 is %v, want %v", i, got, want)
		}
	}
	loss := column(f, 0)
	if loss[29] > 0.6 {
		t.Errorf("the loss went from %v to %v; it should have fallen", loss[0], loss[29])
	}
	if kl := column(f, 9); math.IsNaN(kl[9]) || kl[9] <= 0 || !math.IsNaN(kl[5]) {
		t.Errorf("KL is measured at every fifth step: %v", kl)
	}
}

// TestResumedIsUninterrupted stops a run of every method anywhere, also in the middle
// of a step, a roll-out or the training of a reward model, carries it to another
// session, and gets the same weights.
func TestResumedIsUninterrupted(t *testing.T) {
	for _, m := range method.All() {
		t.Run(m.Spec.Method, func(t *testing.T) {
			t.Parallel()
			if testing.Short() && m.Spec.Method != "dpo" && m.Spec.Method != "rloo" {
				t.Skip("one method of each kind is enough here")
			}
			steps, query := 7, labtest.Settings
			switch m.Spec.Method {
			case "rloo", "grpo", "online_dpo":
				steps, query = 5, query+"&reward=taste"
			case "ppo":
				steps = 5
			}
			begin := func(s *lab.Session, saved ...[]byte) *proto.Ready {
				c := labtest.Open(m.Spec.Method, 1, query)
				c.Blobs = append(c.Blobs, saved...)
				e := labtest.Run(s, labels(5), c)
				if e[len(e)-1].Ready == nil {
					t.Fatalf("Open answered %+v", e[len(e)-1])
				}
				return e[len(e)-1].Ready
			}
			whole, pieces := lab.New(kernel.Best()), 0
			begin(whole)
			whole.Handle(train(steps))
			whole.Advance(func() bool { pieces++; return true })
			want, within := hash(whole), false
			for _, tenths := range []int{3, 6, 8} {
				first, second, left := lab.New(kernel.Best()), lab.New(kernel.Best()), pieces*tenths/10
				begin(first)
				first.Handle(train(steps))
				first.Advance(func() bool { left--; return left >= 0 })
				ready := begin(second, first.Handle(save)[0].Blobs[0])
				if !ready.Resumed {
					t.Fatalf("not resumed: %+v", ready)
				}
				within = within || ready.Step > 0 && ready.Step < steps
				if ready.Step < steps {
					labtest.Run(second, train(steps-ready.Step))
				}
				if got := hash(second); got != want {
					t.Errorf("resumed at step %d: hash %s, want %s", ready.Step, got[:12], want[:12])
				}
			}
			if !within {
				t.Error("no stop was within the run")
			}
		})
	}
}

// TestDamagedRunsAreRefused: the model opens all the same, and says why.
func TestDamagedRunsAreRefused(t *testing.T) {
	s := open(t, "dpo")
	labtest.Run(s, labels(4), train(2))
	good := s.Handle(save)[0].Blobs[0]
	for name, bad := range map[string][]byte{
		"empty": {}, "cut": good[:len(good)-5], "head": good[:40], "noise": []byte("PREFRUN1\xff\xff\xff\x7fabc"),
		"other model": []byte(strings.Replace(string(good), `"model":"`, `"model":"0`, 1)),
	} {
		t.Run(name, func(t *testing.T) {
			c := labtest.Open("dpo", 1, "")
			c.Blobs = append(c.Blobs, bad)
			e := labtest.Run(lab.New(kernel.Best()), c)
			if e[0].Ready == nil || e[0].Ready.Resumed || e[0].Ready.Notice == "" {
				t.Errorf("got %+v", e[0])
			}
		})
	}
}

// TestPairsDoNotDependOnTraining: pair i of a seed is the same before and after,
// its answers differ, and labelled pairs do not come again.
func TestPairsDoNotDependOnTraining(t *testing.T) {
	ask := proto.Command{ID: 7, Pairs: &proto.Pairs{N: 3}}
	a, b := open(t, "dpo"), open(t, "dpo")
	labtest.Run(a, labels(8)) // what is asked hangs on the labels
	labtest.Run(b, labels(8), train(3))
	one, two := labtest.Run(a, ask), labtest.Run(b, ask)
	if len(one) != 3 || len(two) != 3 {
		t.Fatalf("got %d and %d events, want 3 pairs", len(one), len(two))
	}
	for i := range one {
		if one[i].ID != 7 || *one[i].Pair != *two[i].Pair {
			t.Errorf("pair %d differs: %+v, %+v", i, one[i].Pair, two[i].Pair)
		}
		if one[i].Pair.A == one[i].Pair.B || one[i].Pair.A == "" {
			t.Errorf("pair %d has equal or empty answers", i)
		}
	}
	next := labtest.Run(a, ask)
	if next[0].Pair.ID == one[0].Pair.ID {
		t.Errorf("pair %s came twice", next[0].Pair.ID)
	}
}

// TestRowsSayWhatWasLearnedFrom: a row has the tokens up to its step, and the labels
// that were there when it was drawn.
func TestRowsSayWhatWasLearnedFrom(t *testing.T) {
	s := open(t, "dpo")
	e := labtest.Run(s, labels(3), train(2), poll)
	f := e[len(e)-1].Frame
	first, second := f.Rows[0], f.Rows[1]
	if first.Labels != 3 || first.Tokens <= 0 || second.Tokens <= first.Tokens || second.Tokens != f.Tokens || first.Took != 0 {
		t.Errorf("rows %+v of a frame with %d tokens", f.Rows, f.Tokens)
	}
	if steps, training := s.Progress(); steps != 2 || training {
		t.Errorf("progress: %d steps, training %v", steps, training)
	}
	e = labtest.Run(s, labels(5), train(1), poll)
	if f := e[len(e)-1].Frame; f.Rows[0].Labels != 5 || f.Rows[0].Tokens <= second.Tokens {
		t.Errorf("with two more labels: %+v", f.Rows)
	}
}

// TestLabelsComeAndGo: a run without labels starves, goes on when one comes, and
// forgets one that is taken back.
func TestLabelsComeAndGo(t *testing.T) {
	s := open(t, "dpo")
	e := labtest.Run(s, train(5), poll)
	if f := e[len(e)-1].Frame; f.State != "starved" || f.Step != 0 {
		t.Fatalf("without labels: %+v", f)
	}
	l := labtest.Labels(1)[0]
	e = labtest.Run(s, proto.Command{Label: &l}, train(0), poll)
	if f := e[len(e)-1].Frame; f.State != "finished" || f.Step != 5 || f.Labels != 1 {
		t.Fatalf("with one label: %+v", f)
	}
	e = labtest.Run(s, proto.Command{Unlabel: &proto.Unlabel{ID: l.ID}}, train(5), poll)
	if f := e[len(e)-1].Frame; f.State != "starved" || f.Step != 5 || f.Labels != 0 {
		t.Fatalf("after taking it back: %+v", f)
	}
	if e := s.Handle(proto.Command{Unlabel: &proto.Unlabel{ID: "none"}}); e[0].Error == nil {
		t.Error("taking back an unknown label was not refused")
	}
}

// TestCompareAndWinRate run while training goes on, and speak of one step.
func TestCompareAndWinRate(t *testing.T) {
	s := open(t, "dpo")
	labtest.Run(s, labels(8))
	s.Handle(train(12))
	s.Handle(proto.Command{ID: 3, Compare: &proto.Compare{Seed: 5, Temperature: 0.8, Prompts: []string{"Once there was a fox.", "It rained."}}})
	s.Handle(proto.Command{ID: 4, WinRate: &proto.WinRate{Taste: "cats", Prompts: 20, Seed: 1}})
	var compared []*proto.Compared
	var wins []*proto.WinRated
	for _, e := range labtest.Drain(s) {
		if e.Compared != nil {
			compared = append(compared, e.Compared)
		}
		if e.WinRate != nil {
			wins = append(wins, e.WinRate)
		}
	}
	if len(compared) != 2 || compared[0].Step != compared[1].Step || len(compared[0].After) == 0 {
		t.Errorf("compared %+v", compared)
	}
	if n := len(wins); n != 2 || !wins[1].Done || wins[0].Done || wins[1].N != 20 || wins[0].Step != wins[1].Step {
		t.Errorf("win rates %+v", wins)
	}
	f := s.Handle(poll)[0].Frame
	if f.Step != 12 || f.State != "finished" {
		t.Errorf("training did not go on: %+v", f)
	}
}

// TestAtTheReferenceNothingDiffers: before any step, both models write the same.
func TestAtTheReferenceNothingDiffers(t *testing.T) {
	s := open(t, "dpo")
	for _, e := range labtest.Run(s, proto.Command{Compare: &proto.Compare{Seed: 5, Temperature: 1}}) {
		c := e.Compared
		if c.KL != 0 || len(c.Before) != len(c.After) {
			t.Fatalf("compared %+v", c)
		}
		for i := range c.Before {
			if c.Before[i] != c.After[i] || c.After[i].Delta != 0 {
				t.Errorf("token %d: %+v, %+v", i, c.Before[i], c.After[i])
			}
		}
	}
}

// TestFarthestDistanceEndsARun before its last step, with a reason, and the run can
// be gone on with.
func TestFarthestDistanceEndsARun(t *testing.T) {
	s := open(t, "dpo")
	set := proto.Command{Set: &proto.Set{Name: "target_kl", Value: "0.1"}}
	e := labtest.Run(s, set, labels(8), proto.Command{Train: &proto.Train{Steps: 60}}, poll)
	f := e[len(e)-1].Frame
	if f.State != "finished" || f.Step%5 != 0 || f.Step >= 60 || !strings.Contains(f.Why, "nats from the first") {
		t.Fatalf("state %s at step %d: %q", f.State, f.Step, f.Why)
	}
	set.Set.Value = "150"
	e = labtest.Run(s, set, train(60), poll)
	if on := e[len(e)-1].Frame; on.Step <= f.Step || on.Why != "" {
		t.Errorf("gone on with from step %d: step %d, %q", f.Step, on.Step, on.Why)
	}
}

// TestDivergenceKeepsTheLastGoodWeights: an absurd learning rate pauses the run
// with finite weights, and Reset starts it again.
func TestDivergenceKeepsTheLastGoodWeights(t *testing.T) {
	s := open(t, "dpo")
	for name, v := range map[string]string{"learning_rate": "0.01", "max_grad_norm": "100", "beta": "0.01"} {
		if e := s.Handle(proto.Command{Set: &proto.Set{Name: name, Value: v}}); e[0].Error != nil {
			t.Fatal(e[0].Error)
		}
	}
	e := labtest.Run(s, labels(8), train(60), poll)
	f := e[len(e)-1].Frame
	if f.State == "diverged" && f.Why == "" {
		t.Error("diverged without saying why")
	}
	if e := labtest.Run(s, proto.Command{Reset: &proto.Reset{Seed: 1}}, train(1), poll); e[len(e)-1].Frame.Step != 1 {
		t.Errorf("after a reset: %+v", e[len(e)-1].Frame)
	}
}

// TestRefusals: what cannot be done is said in a sentence, with the range.
func TestRefusals(t *testing.T) {
	s := open(t, "dpo")
	for want, c := range map[string]proto.Command{
		"from 0.01 to 10":   {Set: &proto.Set{Name: "beta", Value: "17"}},
		"it has beta":       {Set: &proto.Set{Name: "gamma", Value: "7"}},
		"1 to 64":           {Pairs: &proto.Pairs{N: 0}},
		"shorten it":        {Pairs: &proto.Pairs{N: 1, Prompt: strings.Repeat("a fox ", 200)}},
		"taste":             {Judge: &proto.Judge{Taste: "spinach"}},
		"1 to 2000":         {WinRate: &proto.WinRate{Taste: "cats"}},
		"from 0 to 2":       {Compare: &proto.Compare{Temperature: -1}},
		"another version":   {},
		"reload the page":   {Hello: &proto.Hello{Version: 99}},
		"three files":       {Open: &proto.Open{}},
		"there is no label": {Unlabel: &proto.Unlabel{ID: "x"}},
	} {
		c.ID = 9
		e := s.Handle(c)
		if len(e) != 1 || e[0].ID != 9 || e[0].Error == nil || !strings.Contains(e[0].Error.Message, want) {
			t.Errorf("want an error with %q, got %+v", want, e)
		}
	}
	if e := lab.New(kernel.Best()).Handle(poll); e[0].Error == nil {
		t.Error("a poll before Open was not refused")
	}
}
