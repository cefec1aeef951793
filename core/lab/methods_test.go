package lab_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"preflab/core/ckpt"
	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/lab/labtest"
	"preflab/core/method"
	"preflab/core/proto"
	"preflab/core/token"
)

// named finds a metric's values in a run's rows.
func named(t *testing.T, m *method.Method, f *proto.Frame, name string) []float64 {
	t.Helper()
	for i, x := range m.Spec.Metrics {
		if x.Name == name {
			return column(f, i)
		}
	}
	t.Fatalf("%s has no metric %s", m.Spec.Method, name)
	return nil
}

// begun opens a method with settings beside those of the recorded runs, takes steps
// and returns where it stands.
func begun(t *testing.T, name, query string, steps int) (*lab.Session, *method.Method, *proto.Frame) {
	t.Helper()
	m, _ := method.Of(name)
	s := lab.New(kernel.Best())
	e := labtest.Run(s, labtest.Open(name, 1, query+"&"+labtest.Settings), labels(8), train(steps), poll)
	f := e[len(e)-1].Frame
	if f == nil || f.State != "finished" || f.Step != steps {
		t.Fatalf("%s: %+v", name, e[len(e)-1])
	}
	return s, m, f
}

// natively runs a test beside others, and not where everything takes ten times as long
// and the recorded runs say enough.
func natively(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("the recorded runs are enough here")
	}
	t.Parallel()
}

// TestPPOBeginsWhereItStands: in the first pass of a roll-out every ratio is exactly
// 1 and nothing is clipped; the model is the reference, so no distance is paid for.
func TestPPOBeginsWhereItStands(t *testing.T) {
	natively(t)
	_, m, f := begun(t, "ppo", "train_batch_size=8", 3)
	for name, want := range map[string]float64{
		"val/ratio": 1, "policy/approxkl_avg": 0, "policy/clipfrac_avg": 0, "objective/kl": 0, "objective/non_score_reward": 0,
	} {
		if got := named(t, m, f, name)[0]; got != want {
			t.Errorf("%s at step 1 is %v, want %v", name, got, want)
		}
	}
	if later := named(t, m, f, "val/ratio")[1]; later == 1 {
		t.Error("the second pass over a roll-out still has ratio 1")
	}
	kl := named(t, m, f, "objective/kl")
	if !math.IsNaN(kl[1]) || math.IsNaN(kl[2]) {
		t.Errorf("roll-outs are measured with the first of their two steps: %v", kl)
	}
	if f.Reward == nil || f.Reward.Labels != 8 {
		t.Errorf("the reward model at hand: %+v", f.Reward)
	}
}

// TestRewardModelBegins at ln 2 with every reward 0, learns, keeps some labels from
// itself, and is there for other methods afterwards.
func TestRewardModelBegins(t *testing.T) {
	natively(t)
	s, m, f := begun(t, "rm", "", 20)
	loss := named(t, m, f, "loss")
	if math.Abs(loss[0]-math.Ln2) > 1e-12 || loss[19] > 0.5 {
		t.Errorf("the loss goes from %v to %v; from ln 2 it should fall", loss[0], loss[19])
	}
	if got := named(t, m, f, "eval_accuracy"); math.IsNaN(got[19]) || !math.IsNaN(got[1]) {
		t.Errorf("held-out labels are ranked at every fifth step: %v", got)
	}
	if got := named(t, m, f, "mean_reward")[0]; got != 0 {
		t.Errorf("the first mean reward is %v", got)
	}
	e := labtest.Run(s, labtest.Open("ppo", 1, labtest.Settings), train(1), poll)
	if f := e[len(e)-1].Frame; f.Reward == nil || f.Reward.Step != 20 {
		t.Errorf("PPO has the reward model %+v, want the one of 20 steps", f.Reward)
	}
}

// TestNeedsAreSaid: what a method lacks is named, with the way to it.
func TestNeedsAreSaid(t *testing.T) {
	natively(t)
	s := lab.New(kernel.Best())
	c := labtest.Open("ppo", 1, "reward=taste")
	c.Open.Taste = ""
	e := labtest.Run(s, c, train(1))
	if err := e[len(e)-1].Error; err == nil || !strings.Contains(err.Message, "choose one") {
		t.Errorf("without a taste: %+v", e[len(e)-1])
	}
	e = labtest.Run(s, labtest.Open("ppo", 1, ""), train(1), poll)
	if f := e[len(e)-1].Frame; f.State != "starved" || !strings.Contains(f.Why, "needs labels") {
		t.Errorf("without labels: %+v", f)
	}
	for _, c := range []proto.Command{
		{Audit: &proto.Audit{Taste: "cats"}},
		{BestOf: &proto.BestOf{By: "reward", Taste: "cats", Prompts: 1, N: 2}},
	} {
		if e := labtest.Run(s, c); e[0].Error == nil || !strings.Contains(e[0].Error.Message, "train one first") {
			t.Errorf("without a reward model: %+v", e[0])
		}
	}
	e = labtest.Run(s, proto.Command{Compare: &proto.Compare{Marker: "good"}})
	if e[0].Error == nil || !strings.Contains(e[0].Error.Message, "no markers") {
		t.Errorf("PPO asked with a marker: %+v", e[0])
	}
}

// TestPPOGoesOnWithLabels: a run that starved trains once there are labels.
func TestPPOGoesOnWithLabels(t *testing.T) {
	natively(t)
	s := lab.New(kernel.Best())
	e := labtest.Run(s, labtest.Open("ppo", 1, labtest.Settings), train(1), labels(6), train(2), poll)
	if f := e[len(e)-1].Frame; f.State != "finished" || f.Step != 2 {
		t.Errorf("%+v", f)
	}
}

// TestSmallRewardModel keeps one of two layers, trains, and judges for PPO, whose
// critic is as small; a saved run of either is resumed.
func TestSmallRewardModel(t *testing.T) {
	natively(t)
	s, _, f := begun(t, "rm", "layers=1", 3)
	_, _, whole := begun(t, "rm", "", 1)
	if f.Trained >= whole.Trained {
		t.Errorf("%d numbers with one layer, %d with two", f.Trained, whole.Trained)
	}
	labtest.Run(s, labtest.Open("ppo", 1, labtest.Settings), train(1))
	c := labtest.Open("ppo", 1, labtest.Settings)
	c.Blobs = append(c.Blobs, s.Handle(save)[0].Blobs[0])
	e := labtest.Run(lab.New(kernel.Best()), labels(8), c, train(2), poll)
	if got := e[len(e)-1].Frame; got.Step != 3 || got.Trained >= 2*whole.Trained-100 || got.Reward.Step != 3 {
		t.Errorf("resumed: %+v", got)
	}
}

// TestMarkersAreHeard: after a few steps of control tokens, what is asked for
// changes what is written, in a comparison and in a win rate; a chain too.
func TestMarkersAreHeard(t *testing.T) {
	natively(t)
	s, _, _ := begun(t, "coh", "learning_rate=0.01", 20)
	texts := map[string]string{}
	for _, marker := range []string{"", method.Good, method.Bad, method.Chain} {
		e := labtest.Run(s, proto.Command{Compare: &proto.Compare{Marker: marker, Temperature: 1, Seed: 1}})
		if len(e) != 8 || e[0].Compared == nil {
			t.Fatalf("asked for %q: %+v", marker, e[0])
		}
		for _, tok := range e[0].Compared.After {
			texts[marker] += tok.Text
		}
	}
	if texts[method.Good] == texts[method.Bad] || texts[""] == texts[method.Good] || texts[method.Chain] == texts[method.Bad] {
		t.Errorf("the markers change nothing: %q", texts)
	}
	e := labtest.Run(s, proto.Command{WinRate: &proto.WinRate{Taste: "cats", Prompts: 16, Seed: 1, Marker: method.Good}})
	if w := e[len(e)-1].WinRate; w == nil || !w.Done || w.KL <= 0 || w.K3 <= 0 || w.Entropy <= 0 {
		t.Errorf("win rate %+v", w)
	}
}

// TestBestOfN: one of one wins half; the best of more has more gold, and its distance
// is ln n - (n-1)/n.
func TestBestOfN(t *testing.T) {
	natively(t)
	s := open(t, "dpo")
	e := labtest.Run(s, proto.Command{BestOf: &proto.BestOf{By: "taste", Taste: "brief", Prompts: 3, N: 8, Seed: 1}})
	if len(e) != 3 {
		t.Fatalf("%d events", len(e))
	}
	rows := e[2].BestOf.Rows
	if len(rows) != 4 || rows[0].N != 1 || rows[3].N != 8 {
		t.Fatalf("rows %+v", rows)
	}
	if math.Abs(rows[0].WinRate-0.5) > 1e-12 || rows[0].KL != 0 || math.Abs(rows[1].KL-math.Ln2+0.5) > 1e-12 {
		t.Errorf("of one: %+v, of two: %+v", rows[0], rows[1])
	}
	if !slices.IsSortedFunc(rows, func(a, b proto.BestOfRow) int {
		if a.Gold < b.Gold {
			return -1
		}
		return 1
	}) {
		t.Errorf("the best of more is not better: %+v", rows)
	}
}

// TestAudit scores fresh answers: the highest first, each token with its share.
func TestAudit(t *testing.T) {
	natively(t)
	s, _, _ := begun(t, "rm", "", 10)
	e := labtest.Run(s, proto.Command{Audit: &proto.Audit{Taste: "brief", Seed: 1}})
	a := e[0].Audited
	if a == nil || len(a.Best) != 3 || len(a.Worst) != 3 || a.Step != 10 || a.N == 0 {
		t.Fatalf("%+v", e[0])
	}
	if a.Best[0].Score < a.Best[1].Score || a.Worst[0].Score > a.Worst[1].Score || a.Best[2].Score < a.Worst[2].Score {
		t.Errorf("best %v, worst %v", a.Best, a.Worst)
	}
	if len(a.Best[0].Tokens) == 0 || a.Accuracy < 0 || a.Low > a.Accuracy || a.High < a.Accuracy {
		t.Errorf("%+v", a)
	}
}

// TestTunedModelWritesPairs: asked to, the model in training writes the next pair,
// which is not the one that the model as opened would have.
func TestTunedModelWritesPairs(t *testing.T) {
	natively(t)
	first, _, _ := begun(t, "dpo", "learning_rate=0.01", 10)
	second, _, _ := begun(t, "dpo", "learning_rate=0.01", 10)
	a := labtest.Run(first, proto.Command{Pairs: &proto.Pairs{N: 1, Prompt: "A fox ran."}})
	b := labtest.Run(second, proto.Command{Pairs: &proto.Pairs{N: 1, Prompt: "A fox ran.", Tuned: true}})
	if a[0].Pair == nil || b[0].Pair == nil || a[0].Pair.A == b[0].Pair.A || !strings.HasPrefix(b[0].Pair.ID, "t1-10-") {
		t.Errorf("got %+v and %+v", a[0].Pair, b[0].Pair)
	}
}

// TestSettingsMayChangeInARollOut: one under way keeps the shape that it began with,
// whatever the settings say meanwhile, and the next has the new one.
func TestSettingsMayChangeInARollOut(t *testing.T) {
	natively(t)
	s := lab.New(kernel.Best())
	labtest.Run(s, labtest.Open("grpo", 1, "num_generations=7&rollout_batch_size=20&reward=taste&"+labtest.Settings))
	s.Handle(train(6))
	for i := 0; ; i++ {
		if _, idle := s.Advance(func() bool { return i%97 != 0 }); idle {
			break
		}
		for name, value := range map[string]string{"num_generations": []string{"7", "3", "8"}[i%3], "rollout_batch_size": "8", "train_batch_size": []string{"4", "16"}[i%2]} {
			s.Handle(proto.Command{Set: &proto.Set{Name: name, Value: value}})
		}
		if i > 1000 {
			break
		}
		s.Advance(func() bool { i++; return i%41 != 0 })
	}
	e := labtest.Run(s, poll)
	if f := e[len(e)-1].Frame; f.State != "finished" || f.Step != 6 {
		t.Errorf("%+v", f)
	}
}

// TestRunTimeNeedsAreSaid: a setting that would need a taste which is not there is
// refused in the middle of training, and the run goes on as it was.
func TestRunTimeNeedsAreSaid(t *testing.T) {
	natively(t)
	s := lab.New(kernel.Best())
	c := labtest.Open("dpo", 1, labtest.Settings)
	c.Open.Taste = ""
	labtest.Run(s, c, labels(6))
	s.Handle(train(3))
	if e := s.Handle(proto.Command{Set: &proto.Set{Name: "borrow_pairs", Value: "9"}}); e[0].Error == nil {
		t.Errorf("got %+v", e[0])
	}
	labtest.Drain(s)
	e := labtest.Run(s, poll)
	if f := e[len(e)-1].Frame; f.State != "finished" || f.Borrowed != 0 {
		t.Errorf("%+v", f)
	}
}

// TestOwnRewardModelIsOfTheLabels: one that PPO made by itself is made again when the
// labels are others, and one that a visitor trained is kept.
func TestOwnRewardModelIsOfTheLabels(t *testing.T) {
	natively(t)
	s := lab.New(kernel.Best())
	e := labtest.Run(s, labtest.Open("ppo", 1, labtest.Settings), labels(3), train(1), labels(6), proto.Command{Reset: &proto.Reset{Seed: 1}}, train(1), poll)
	if f := e[len(e)-1].Frame; f.Reward == nil || f.Reward.Labels != 6 {
		t.Errorf("after six labels: %+v", f.Reward)
	}
}

// TestWinRateSaysWhatMoved: at the end, and only then, it has the bootstrap's interval
// and what became of the labels' answers, which after DPO's own steps stand further
// apart than at first.
func TestWinRateSaysWhatMoved(t *testing.T) {
	natively(t)
	s, _, _ := begun(t, "dpo", "learning_rate=0.01", 10)
	e := labtest.Run(s, proto.Command{WinRate: &proto.WinRate{Taste: "brief", Prompts: 20, Seed: 1}})
	first, w := e[0].WinRate, e[len(e)-1].WinRate
	if len(e) != 2 || first.Done || first.Moved != nil || !w.Done || w.N != 20 {
		t.Fatalf("%d events, %+v, %+v", len(e), first, w)
	}
	if m := w.Moved; m == nil || m.N != 7 || m.Chosen <= m.Rejected || m.Displaced < 0 || m.Displaced > 1 {
		t.Errorf("moved %+v", w.Moved) // one of the eight labels is a tie
	}
	if w.BootLow > w.WinRate || w.BootHigh < w.WinRate || w.BootLow == w.BootHigh {
		t.Errorf("%v, by the bootstrap %v to %v", w.WinRate, w.BootLow, w.BootHigh)
	}
}

// TestMarkersBeginQuiet: a learned marker begins as half a full stop and nothing else
// is touched; worded ones leave the model as it was, also when chosen afterwards.
func TestMarkersBeginQuiet(t *testing.T) {
	config, tokenizer, weights := labtest.Tiny()
	tok, err := token.ReadJSON(tokenizer)
	if err != nil {
		t.Fatal(err)
	}
	want, err := ckpt.Load(config, weights)
	if err != nil {
		t.Fatal(err)
	}
	asOpened := ckpt.Hash(want)
	row := func(id int32) []float32 { return want.Embed.Data[int(id)*want.Embed.C:][:want.Embed.C] }
	stop := slices.Clone(row(tok.EncodeRaw(".")[0]))
	for b := byte(1); b <= 4; b++ {
		for i, x := range stop {
			row(tok.Byte(b))[i] = x / 2
		}
	}
	quiet := ckpt.Hash(want)
	for _, m := range []string{"coh", "csft"} {
		s := lab.New(kernel.Best())
		labtest.Run(s, labtest.Open(m, 1, labtest.Settings))
		for _, x := range []struct{ marker, want string }{{"learned", quiet}, {"words", asOpened}, {"learned", quiet}} {
			e := labtest.Run(s, proto.Command{Set: &proto.Set{Name: "marker", Value: x.marker}}, proto.Command{Export: &proto.Empty{}})
			if got := e[len(e)-1].Exported.Hash; got != x.want {
				t.Errorf("%s with %s markers begins as %s, not %s", m, x.marker, got, x.want)
			}
		}
	}
}
