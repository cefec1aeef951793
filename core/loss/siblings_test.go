package loss_test

import (
	"math"
	"testing"

	"preflab/core/loss"
	"preflab/core/seq"
)

// TestSiblingsGolden holds the losses of pairs beside DPO to vectors computed
// elsewhere in float64.
func TestSiblingsGolden(t *testing.T) {
	for _, row := range []struct {
		name    string
		f       loss.Func
		metrics int
		want    [2]float64
	}{
		{"SimPO", loss.SimPO{Beta: 2, Gamma: 1}.Loss, loss.SimPOMetrics, [2]float64{2.126928, .220417}},
		{"ORPO", loss.ORPO{Lambda: 0.1}.Loss, loss.ORPOMetrics, [2]float64{3.099574, 2.524957}},
		// By hand: 12/4 - log(1-e^-2.5)/2 and 20/8 - log(1-e^-3.7)/2.
		{"unlikelihood", loss.Unlikelihood{Alpha: 0.5}.Loss, loss.UnlikelihoodMetrics, [2]float64{3.042825, 2.512516}},
	} {
		t.Run(row.name, func(t *testing.T) {
			for i, p := range []func(float64) (*seq.Batch, seq.Scores){golden1, golden2} {
				b, s := p(1)
				if got, _, _, _ := run(row.f, row.metrics, b, s); !near(got, row.want[i]) {
					t.Errorf("pair %d: %v, want %v", i+1, got, row.want[i])
				}
			}
		})
	}
}

// TestKTOGolden holds the two sides of KTO to their vectors, one at a time.
func TestKTOGolden(t *testing.T) {
	for _, row := range []struct {
		l    loss.KTO
		want [2]float64
	}{
		{loss.KTO{Beta: 0.1, Desirable: 1}, [2]float64{.462570, .537430}},
		{loss.KTO{Beta: 0.1, Undesirable: 1}, [2]float64{.475021, .5}},
	} {
		for i, p := range []func(float64) (*seq.Batch, seq.Scores){golden1, golden2} {
			b, s := p(1)
			b.Zero = 0.5
			_, _, _, r := run(row.l.Loss, loss.KTOMetrics, b, s)
			if got := r[loss.KTOLoss]; got.Weight != 2 || !near(got.Sum, row.want[i]) {
				t.Errorf("%+v, pair %d: %v of %v examples, want %v", row.l, i+1, got.Sum, got.Weight, row.want[i])
			}
		}
	}
}

// TestKTOZero: at the reference each example costs half its weight; ties are not
// examples; and a reference point below 0 is 0.
func TestKTOZero(t *testing.T) {
	b, s := pair(-12, -12, -15, -15, 4, 6, 1)
	b.Zero = -3
	got, dc, dr, r := run(loss.KTO{Beta: 0.1, Desirable: 1, Undesirable: 1}.Loss, loss.KTOMetrics, b, s)
	if got != 0.5 || dc != float64(float32(-0.0125)) || dr != -dc {
		t.Errorf("loss %v, slopes %v %v, want 0.5 and 0.1/4/2", got, dc, dr)
	}
	if z, _ := r[loss.KTOZero].Value(); z != 0 {
		t.Errorf("reference point %v", z)
	}
	b.Pairs[0].Q = 0.5
	if _, dc, dr, r := run(loss.KTO{Beta: 0.1, Desirable: 1}.Loss, loss.KTOMetrics, b, s); dc != 0 || dr != 0 || r[loss.KTOLoss].Weight != 0 {
		t.Errorf("a tie has slopes %v %v", dc, dr)
	}
}

// TestSameOdds: where both answers' tokens are equally likely, ORPO costs its
// cross-entropy and ln 2 of the odds, SimPO softplus(Gamma).
func TestSameOdds(t *testing.T) {
	b, s := pair(-4, 0, -6, 0, 4, 6, 1)
	_, _, _, r := run(loss.ORPO{Lambda: 0.1}.Loss, loss.ORPOMetrics, b, s)
	for i, want := range map[int]float64{
		loss.ORPOLoss: 1 + 0.1*math.Ln2, loss.ORPONLL: 1, loss.ORPOOddsRatio: -math.Ln2, loss.ORPOOdds: 0, loss.ORPOChosen: -0.1, loss.ORPOAccuracy: 0,
	} {
		if got, ok := r[i].Value(); !ok || math.Abs(got-want) > 1e-15 {
			t.Errorf("ORPO's metric %d is %v, want %v", i, got, want)
		}
	}
	if got, _, _, _ := run(loss.SimPO{Beta: 2, Gamma: 1}.Loss, loss.SimPOMetrics, b, s); math.Abs(got-math.Log1p(math.E)) > 1e-15 {
		t.Errorf("SimPO %v", got)
	}
}

// TestOrdersOfSiblings: a label of q for one order is one of 1-q for the other.
func TestOrdersOfSiblings(t *testing.T) {
	for name, f := range map[string]loss.Func{
		"KTO": loss.KTO{Beta: 0.2, Desirable: 1, Undesirable: 2}.Loss, "ORPO": loss.ORPO{Lambda: 0.3}.Loss,
		"SimPO": loss.SimPO{Beta: 2, Gamma: 1}.Loss, "unlikelihood": loss.Unlikelihood{Alpha: 0.5}.Loss,
	} {
		for _, q := range []float64{1, 0.7} {
			b, s := golden1(q)
			_, dc, dr, r := run(f, loss.UnlikelihoodMetrics+1, b, s)
			b.Pairs[0] = seq.Pair{Chosen: 1, Rejected: 0, Q: 1 - q}
			_, dc2, dr2, r2 := run(f, loss.UnlikelihoodMetrics+1, b, s)
			if math.Abs(r[0].Sum-r2[0].Sum) > 1e-12 || math.Abs(dc-dc2)+math.Abs(dr-dr2) > 1e-6 {
				t.Errorf("%s, q %v: %v %v %v, swapped %v %v %v", name, q, r[0].Sum, dc, dr, r2[0].Sum, dc2, dr2)
			}
		}
	}
}

// TestSFTWeighs: weights of 1 change no bit, and a weight of 2 is the row twice.
func TestSFTWeighs(t *testing.T) {
	b, s := pair(-12, 0, -15, 0, 4, 6, 1)
	b.Norm = 10
	plain, dc, dr, _ := run(loss.SFT, loss.SFTMetrics, b, s)
	b.Weight = []float64{1, 1}
	if v, c, r, _ := run(loss.SFT, loss.SFTMetrics, b, s); v != plain || c != dc || r != dr {
		t.Errorf("weights of 1: %v %v %v, want %v %v %v", v, c, r, plain, dc, dr)
	}
	b.Weight = []float64{2, 0}
	if v, c, r, _ := run(loss.SFT, loss.SFTMetrics, b, s); v != 3 || c != 2*dc || r != 0 {
		t.Errorf("weights 2 and 0: %v %v %v", v, c, r)
	}
}

// TestRewardGolden holds the reward model's loss and slope to their vectors.
func TestRewardGolden(t *testing.T) {
	for _, row := range []struct{ delta, q, margin, want, slope float64 }{
		{0, 1, 0, .693147, -.5}, {1, 1, 0, .313262, -.268941}, {-3, 1, 0, 3.048587, -.952574}, {1, .8, 0, .513262, -.068941},
		{1, 1, .5, .474077, -.377541}, {0, .5, 0, .693147, 0}, {40, 1, 0, 4.248354e-18, 0}, {-800, 1, 0, 800, -1},
	} {
		b, s := verdicts(row.delta+0.25, 0.25, row.q, row.margin)
		ds, r := seq.Scores{Value: make([]float32, 24)}, make(loss.Report, loss.RewardMetrics)
		loss.Reward{}.Loss(b, s, ds, r)
		if got := r[loss.RewardLoss].Sum; math.Abs(got-row.want) > 1e-6*row.want {
			t.Errorf("%+v: loss %v", row, got)
		}
		if got := float64(ds.Value[4]); math.Abs(got-row.slope) > 1e-6 || ds.Value[12+6] != -ds.Value[4] {
			t.Errorf("%+v: slopes %v %v", row, got, ds.Value[12+6])
		}
	}
}

// verdicts is a pair of 4 and 6 tokens with rewards at its last ones.
func verdicts(c, d, q, margin float64) (*seq.Batch, seq.Scores) {
	b, _ := pair(0, 0, 0, 0, 4, 6, q)
	b.Pairs[0].Margin = margin
	s := seq.Scores{Value: make([]float32, 24)}
	for i := range s.Value {
		s.Value[i] = 99
	}
	s.Value[4], s.Value[12+6] = float32(c), float32(d)
	return b, s
}

// TestRewardMetrics: strict accuracy, means of either side, and centring, which
// alone sees what is added to both.
func TestRewardMetrics(t *testing.T) {
	b, s := verdicts(3, 1, 1, 0)
	_, _, _, r := runValue(loss.Reward{Centre: 0.01}, b, s)
	for i, want := range map[int]float64{
		loss.RewardLoss: math.Log1p(math.Exp(-2)) + 0.16, loss.RewardAccuracy: 1, loss.RewardMargin: 2,
		loss.RewardMean: 2, loss.RewardChosen: 3, loss.RewardRejected: 1,
	} {
		if got, ok := r[i].Value(); !ok || math.Abs(got-want) > 1e-14 {
			t.Errorf("metric %d is %v, want %v", i, got, want)
		}
	}
	plain, dc, _, _ := runValue(loss.Reward{}, b, s)
	s.Value[4], s.Value[18] = 5, 3
	if v, d, _, _ := runValue(loss.Reward{}, b, s); v != plain || d != dc {
		t.Errorf("2 more for both: %v %v, want %v %v", v, d, plain, dc)
	}
	b, s = verdicts(1, 1, 1, 0)
	if _, _, _, r := runValue(loss.Reward{}, b, s); r[loss.RewardAccuracy].Sum != 0 {
		t.Error("equal rewards are ranked right")
	}
	b, s = verdicts(3, 1, 0.5, 0)
	if _, _, _, r := runValue(loss.Reward{}, b, s); r[loss.RewardAccuracy].Weight != 0 {
		t.Error("a tie is ranked")
	}
}

func runValue(l loss.Reward, b *seq.Batch, s seq.Scores) (value, dc, dr float64, r loss.Report) {
	ds, r := seq.Scores{Value: make([]float32, 24)}, make(loss.Report, loss.RewardMetrics)
	l.Loss(b, s, ds, r)
	return r[0].Sum, float64(ds.Value[4]), float64(ds.Value[18]), r
}

// TestLastValue reads at the last counted token, and 0 where there is none.
func TestLastValue(t *testing.T) {
	b := seq.NewBatch(3, 6)
	b.SetRow(0, []int32{1}, []int32{3, 4})
	b.SetRow(1, []int32{1, 2, 3}, nil)
	b.SetRow(2, []int32{1}, []int32{3}, []int32{4}, []int32{5, 6})
	v := make([]float32, 18)
	for i := range v {
		v[i] = float32(i)
	}
	for row, want := range []float32{1, 0, 15} {
		if got := loss.LastValue(b, v, row); got != want {
			t.Errorf("row %d: %v, want %v", row, got, want)
		}
	}
}
