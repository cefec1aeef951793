package loss_test

import (
	"math"
	"slices"
	"testing"

	"preflab/core/loss"
	"preflab/core/seq"
)

// answer is a row of one prompt token and n counted ones at positions 0 to n-1,
// with every column a roll-out has.
func answer(n int) (*seq.Batch, seq.Scores) {
	b := seq.NewBatch(1, n+1)
	b.SetRow(0, []int32{1}, make([]int32, n))
	col := func() []float32 { return make([]float32, n+1) }
	b.Ref, b.Old, b.Adv, b.Ret, b.Val, b.Norm = col(), col(), col(), col(), col(), float64(n)
	return b, seq.Scores{LogP: col(), Entropy: col(), Value: col()}
}

// online runs f and returns its report and the slopes of log-probabilities.
func online(f loss.Func, metrics int, b *seq.Batch, s seq.Scores) (loss.Report, []float32) {
	r, n := make(loss.Report, metrics), len(s.LogP)
	ds := seq.Scores{LogP: make([]float32, n), Entropy: make([]float32, n), Value: make([]float32, n)}
	f(b, s, ds, r)
	return r, ds.LogP
}

// TestClippedGolden holds the surrogate of PPO, GRPO and RLOO to one table of
// advantages and ratios, clip 0.2.
func TestClippedGolden(t *testing.T) {
	for _, row := range []struct{ adv, ratio, want, slope, clipped float64 }{
		{1, 1.3, -1.2, 0, 1}, {1, .7, -.7, -.7, 0}, {-1, 1.3, 1.3, 1.3, 0}, {-1, .7, .8, 0, 1}, {1, 1, -1, -1, 0}, {0, 3, 0, 0, 0},
	} {
		for name, f := range map[string]loss.Func{
			"PPO": loss.PPO{Clip: 0.2}.Loss, "GRPO": loss.GRPO{Clip: 0.2}.Loss, "RLOO": loss.RLOO{Clip: 0.2}.Loss,
		} {
			b, s := answer(1)
			b.Adv[0], s.LogP[0], b.Old[0] = float32(row.adv), float32(math.Log(row.ratio)-2), -2
			r, d := online(f, loss.PPOMetrics, b, s)
			at := map[string]int{"PPO": loss.PPOClip, "GRPO": loss.GRPOClip, "RLOO": loss.RLOOClip}[name]
			if got := r[0].Sum; math.Abs(got-row.want) > 1e-6 || math.Abs(float64(d[0])-row.slope) > 1e-6 || r[at].Sum != row.clipped {
				t.Errorf("%s, A %v, ratio %v: loss %v slope %v clipped %v", name, row.adv, row.ratio, got, d[0], r[at].Sum)
			}
		}
	}
}

// TestFirstPassOfPPO: before any step the ratio is exactly 1, nothing is clipped and
// nothing has moved.
func TestFirstPassOfPPO(t *testing.T) {
	b, s := answer(3)
	copy(s.LogP, []float32{-1, -2, -0.3})
	copy(b.Old, s.LogP)
	copy(b.Adv, []float32{1, -2, 0.5})
	copy(s.Entropy, []float32{1, 2, 3})
	r, d := online(loss.PPO{Clip: 0.2, ValueClip: 0.2, ValueCoef: 0.1}.Loss, loss.PPOMetrics, b, s)
	for i, want := range map[int]float64{
		loss.PPOLoss: 0.5 / 3, loss.PPOPolicy: 0.5 / 3, loss.PPOValue: 0, loss.PPOApproxKL: 0, loss.PPOClip: 0, loss.PPOEntropy: 2,
		loss.PPOValueClip: 0, loss.PPORatio: 1,
	} {
		if got, ok := r[i].Value(); !ok || got != want {
			t.Errorf("metric %d is %v, want %v", i, got, want)
		}
	}
	for i, a := range b.Adv {
		if want := float32(float64(-a) / 3); d[i] != want {
			t.Errorf("slope %d is %v, want %v", i, d[i], want)
		}
	}
}

// TestPPOCritic: half the squared error, of the value or of the bounded value,
// whichever is worse.
func TestPPOCritic(t *testing.T) {
	for _, row := range []struct{ v, old, ret, want, slope, clipped float64 }{
		{1, 1, 0, .5, 1, 0},         // unmoved
		{1.5, 1, 2, .32, 0, 1},      // moved too far towards the return: held at 1.2
		{0.5, 1, 2, 1.125, -1.5, 0}, // moved away: no bound on the way back
	} {
		b, s := answer(1)
		s.Value[0], b.Val[0], b.Ret[0] = float32(row.v), float32(row.old), float32(row.ret)
		ds, r := seq.Scores{LogP: make([]float32, 2), Value: make([]float32, 2)}, make(loss.Report, loss.PPOMetrics)
		loss.PPO{ValueClip: 0.2, ValueCoef: 0.5}.Loss(b, s, ds, r)
		if got := r[loss.PPOValue].Sum; math.Abs(got-row.want) > 1e-12 || float64(ds.Value[0]) != row.slope/2 || r[loss.PPOValueClip].Sum != row.clipped {
			t.Errorf("%+v: loss %v, slope %v, clipped %v", row, got, ds.Value[0], r[loss.PPOValueClip].Sum)
		}
	}
}

// TestGRPOTypes: two rows of 1 and 3 tokens, each token costing 1 in the first and
// 2 in the second; what each type makes of it, and of the first row's slope.
func TestGRPOTypes(t *testing.T) {
	for name, want := range map[string]struct{ norm, loss, slope float64 }{
		"grpo":    {2, (1 + 2) / 2., 1 / 2.},
		"bnpo":    {4, 7 / 4., 1 / 4.},
		"dapo":    {4, 7 / 4., 1 / 4.},
		"dr_grpo": {2, 7 / 2. / 10, 1 / 2. / 10},
	} {
		b := seq.NewBatch(2, 4)
		b.SetRow(0, []int32{1}, []int32{2})
		b.SetRow(1, []int32{1}, []int32{2, 3, 4})
		b.Old, b.Adv, b.Norm = make([]float32, 8), []float32{-1, 0, 0, 0, -2, -2, -2, 0}, want.norm
		s := seq.Scores{LogP: make([]float32, 8), Entropy: make([]float32, 8)}
		r, d := online(loss.GRPO{Clip: 0.2, Type: slices.Index(loss.GRPOTypes, name), MaxLength: 10}.Loss, loss.GRPOMetrics, b, s)
		if got, _ := r[loss.GRPOLoss].Value(); math.Abs(got-want.loss) > 1e-15 || math.Abs(r[loss.GRPOLoss].Sum/b.Norm-want.loss) > 1e-15 {
			t.Errorf("%s: loss %v, want %v", name, got, want.loss)
		}
		if math.Abs(float64(d[0])-want.slope) > 1e-8 {
			t.Errorf("%s: slope %v, want %v", name, d[0], want.slope)
		}
		if _, ok := r[loss.GRPOKL].Value(); ok {
			t.Errorf("%s has a divergence from no reference", name)
		}
	}
}

// TestGRPODivergence: k3 is 0 at the reference and never negative, and its slope
// pulls towards it.
func TestGRPODivergence(t *testing.T) {
	for _, d := range []float64{-800, -20, -1, -1e-6, 0, 1e-6, 1, 5, 800} {
		b, s := answer(1)
		b.Ref[0], s.LogP[0], b.Old[0] = float32(d-1), -1, -1
		r, slope := online(loss.GRPO{Beta: 1}.Loss, loss.GRPOMetrics, b, s)
		got, x := r[loss.GRPOKL].Sum, min(max(float64(b.Ref[0])+1, -20), 20)
		if want := math.Expm1(x) - x; math.Abs(got-want) > 1e-15+1e-14*want || got < 0 {
			t.Errorf("d %v: k3 is %v, want %v", d, got, want)
		}
		if float64(slope[0])*d > 0 || d == 0 && slope[0] != 0 {
			t.Errorf("d %v: slope %v", d, slope[0])
		}
	}
}

// TestAdvantagesGolden: rewards with a divergence inside, values, advantages and
// returns of a hand-made table, then whitened; whatever is not counted is stepped
// over and stays 0.
func TestAdvantagesGolden(t *testing.T) {
	b := seq.NewBatch(2, 7)
	b.SetRow(0, []int32{1, 1}, []int32{2, 3, 4, 5})                   // counted: 1 2 3 4
	b.SetRow(1, []int32{1}, []int32{2, 3}, []int32{4}, []int32{5, 6}) // counted: 0 1 3 4
	at := [2][4]int{{1, 2, 3, 4}, {7, 8, 10, 11}}
	reward, value := make([]float32, 14), make([]float32, 14)
	for i := range value {
		value[i], reward[i] = 9, 9
	}
	for _, places := range at {
		for i, p := range places {
			reward[p] = []float32{-.005, 0, .0025, .99}[i]
			value[p] = []float32{.5, .4, .3, .2}[i]
		}
	}
	adv, ret := loss.Advantages(b, reward, value, 1, 0.95)
	b.Adv = adv
	check := func(what string, col []float32, want [4]float64) {
		t.Helper()
		sum := 0.0
		for _, places := range at {
			for i, p := range places {
				if math.Abs(float64(col[p])-want[i]) > 1e-6 {
					t.Errorf("%s %d is %v, want %v", what, i, col[p], want[i])
				}
				sum += math.Abs(want[i])
			}
		}
		for _, x := range col {
			sum -= math.Abs(float64(x))
		}
		if math.Abs(sum) > 1e-5 {
			t.Errorf("%s has something where nothing counts", what)
		}
	}
	check("advantage", adv, [4]float64{.389332, .520350, .653, .79})
	check("return", ret, [4]float64{.889332, .920350, .953, .99})

	one := *b // whitening sees the first row alone: the golden row
	one.B, one.Mask, one.Adv = 1, b.Mask[:7], b.Adv[:7]
	two := *b
	two.B, two.Mask, two.Adv = 1, b.Mask[7:], b.Adv[7:]
	loss.Whiten(&one)
	loss.Whiten(&two)
	check("whitened", adv, [4]float64{-1.153943, -.393592, .376233, 1.171302})
}

// TestWhiten: over several batches the counted advantages have mean 0 and variance
// 1; a lone one and a constant step are left without a NaN.
func TestWhiten(t *testing.T) {
	x, _ := answer(3)
	y, _ := answer(2)
	copy(x.Adv, []float32{1, 5, -2, 77})
	copy(y.Adv, []float32{3, 10, 77})
	loss.Whiten(x, y)
	sum, squares := 0.0, 0.0
	for _, v := range append(x.Adv[:3:3], y.Adv[:2]...) {
		sum, squares = sum+float64(v), squares+float64(v)*float64(v)
	}
	if math.Abs(sum) > 1e-6 || math.Abs(squares-4) > 1e-6 || x.Adv[3] != 77 || y.Adv[2] != 77 {
		t.Errorf("sum %v, squares %v of five, padding %v %v", sum, squares, x.Adv[3], y.Adv[2])
	}
	lone, _ := answer(1)
	lone.Adv[0] = 4
	flat, _ := answer(4)
	for i := range flat.Adv {
		flat.Adv[i] = 1e4
	}
	loss.Whiten(lone)
	loss.Whiten(flat)
	if lone.Adv[0] != 4 || flat.Adv[0] != 0 {
		t.Errorf("a lone advantage of 4 is %v, equal ones are %v", lone.Adv[0], flat.Adv[0])
	}
}

// TestGroups checks both baselines on two groups by hand.
func TestGroups(t *testing.T) {
	rewards := []float64{1, 0, 0, 3, 2, 2, 2, 2}
	want := []float64{0, -4 / 3., -4 / 3., 8 / 3., 0, 0, 0, 0}
	for i, got := range loss.LeaveOneOut(rewards, 4) {
		if math.Abs(got-want[i]) > 1e-15 {
			t.Errorf("leave one out %d: %v, want %v", i, got, want[i])
		}
	}
	std := math.Sqrt(2)
	for i, want := range []float64{0, -1, -1, 2, 0, 0, 0, 0} {
		if got := loss.GroupNormalise(rewards, 4, false)[i]; got != want {
			t.Errorf("centred %d: %v, want %v", i, got, want)
		}
		if got := loss.GroupNormalise(rewards, 4, true)[i]; math.Abs(got-want/(std+1e-4)) > 1e-15 {
			t.Errorf("normalised %d: %v, want %v", i, got, want/(std+1e-4))
		}
	}
}

// TestLeaveOneOutIsUnbiased: with two actions, the second worth 1, and groups of
// two, the expected gradient is that of plain REINFORCE.
func TestLeaveOneOutIsUnbiased(t *testing.T) {
	p := 0.3 // of the second action; dlog p/dz = 1-p for it and -p for the other
	want, got := p*(1-p), 0.0
	score, chance := [2]float64{-p, 1 - p}, [2]float64{1 - p, p}
	for i := range 2 {
		for j := range 2 {
			adv := loss.LeaveOneOut([]float64{float64(i), float64(j)}, 2)
			got += chance[i] * chance[j] * (adv[0]*score[i] + adv[1]*score[j]) / 2
		}
	}
	if math.Abs(got-want) > 1e-15 {
		t.Errorf("expected gradient %v, want %v", got, want)
	}
}

func TestGroupsMustBeWhole(t *testing.T) {
	for _, size := range []int{0, 1, 3} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("groups of %d were made of four rewards", size)
				}
			}()
			loss.LeaveOneOut(make([]float64, 4), size)
		}()
	}
}

// TestAdaptiveKLGolden: from 0.2 nats' worth, target 6, horizon 10000, 256 episodes.
func TestAdaptiveKLGolden(t *testing.T) {
	for kl, want := range map[float64]float64{3: .198976, 6: .2, 7: .200853, 12: .201024} {
		a := loss.AdaptiveKL{Coef: 0.2, Target: 6, Horizon: 10000}
		a.Update(kl, 256)
		if math.Abs(a.Coef-want) > 1e-6 {
			t.Errorf("after %v nats: %v, want %v", kl, a.Coef, want)
		}
	}
	var fixed loss.AdaptiveKL
	if fixed.Update(3, 256); fixed.Coef != 0 {
		t.Errorf("a controller without a target moved to %v", fixed.Coef)
	}
}
