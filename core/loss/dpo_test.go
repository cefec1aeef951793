package loss_test

import (
	"math"
	"slices"
	"testing"

	"preflab/core/loss"
	"preflab/core/seq"
)

// of is a DPO of a named type.
func of(name string, l loss.DPO) loss.DPO {
	if l.Type = slices.Index(loss.DPOTypes, name); l.Type < 0 {
		panic("no type " + name)
	}
	return l
}

// golden1 and golden2 are the two pairs of the golden vectors: a = 2 and b = -0.5
// of 4 and 6 tokens; a = -1 and b = 0.5 of 8 and 5.
func golden1(q float64) (*seq.Batch, seq.Scores) { return pair(-12, -14, -15, -14.5, 4, 6, q) }
func golden2(q float64) (*seq.Batch, seq.Scores) { return pair(-20, -19, -18.5, -19, 8, 5, q) }

// near compares with a vector printed to six digits; the scores are float32.
func near(got, want float64) bool { return math.Abs(got-want) <= 2e-6*max(1, math.Abs(want)) }

// TestDPOGolden holds losses and slopes (chosen, rejected) to vectors computed
// elsewhere in float64, printed to six digits. A row without slopes has none there.
func TestDPOGolden(t *testing.T) {
	type two [2]float64
	for _, row := range []struct {
		name           string
		l              loss.DPO
		q              float64
		want           two
		slope1, slope2 two
	}{
		{"sigmoid", of("sigmoid", loss.DPO{}), 1, two{.575939, .770957}, two{-.043782, .043782}, two{-.053743, .053743}},
		{"cDPO 0.1", of("sigmoid", loss.DPO{Smoothing: 0.1}), 1, two{.600939, .755957}, two{-.033782, .033782}, two{-.043743, .043743}},
		{"soft 0.9 is cDPO", of("sigmoid", loss.DPO{}), 0.9, two{.600939, .755957}, two{-.033782, .033782}, two{-.043743, .043743}},
		{"soft 0.7", of("sigmoid", loss.DPO{}), 0.7, two{.650939, .725957}, two{-.013782, .013782}, two{-.023743, .023743}},
		{"robust 0.1", of("robust", loss.DPO{Smoothing: 0.1}), 1, two{.544689, .789707}, two{-.056282, .056282}, two{-.066243, .066243}},
		{"hinge", of("hinge", loss.DPO{}), 1, two{.75, 1.15}, two{-.1, .1}, two{-.1, .1}},
		{"ipo", of("ipo", loss.DPO{}), 1, two{19.506944, 27.300625}, two{-2.208333, 1.472222}, two{-1.306250, 2.09}},
		{"ipo_sum", of("ipo_sum", loss.DPO{}), 1, two{6.25, 42.25}, two{-5, 5}, two{-13, 13}},
		{"exo_pair", of("exo_pair", loss.DPO{Smoothing: 1e-3}), 1, two{2.339545, 3.022554}, two{-.163845, .163845}, two{-.175430, .175430}},
		{"exo_pair has a least slip", of("exo_pair", loss.DPO{}), 1, two{2.339545, 3.022554}, two{}, two{}},
		{"nca_pair", of("nca_pair", loss.DPO{}), 1, two{1.331438, 1.425825}, two{-.017525, .024375}, two{-.028747, .025625}},
		{"bco_pair", of("bco_pair", loss.DPO{}), 1, two{1.266599, 1.462856}, two{-.045017, .048750}, two{-.052498, .051250}},
		{"sppo_hard", of("sppo_hard", loss.DPO{}), 1, two{29.25, 66.25}, two{-6, 9}, two{-12, 11}},
		{"apo_zero", of("apo_zero", loss.DPO{}), 1, two{.937669, 1.037477}, two{-.024752, .024984}, two{-.024938, .024984}},
		{"apo_down", of("apo_down", loss.DPO{}), 1, two{.987657, 1.012451}, two{.000138, .024613}, two{.000078, .024860}},
		{"discopop", of("discopop", loss.DPO{}), 1, two{.777443, .789495}, two{-.074955, .074955}, two{-.021387, .021387}},
		{"sigmoid_norm", of("sigmoid_norm", loss.DPO{}), 1, two{.664406, .704460}, two{}, two{}},
		{"forward_kl", loss.DPO{Divergence: 1}, 1, two{.620338, .804299}, two{}, two{}},
		{"js_divergence", loss.DPO{Divergence: 2}, 1, two{.651687, .735986}, two{}, two{}},
		{"alpha_divergence 0.5", loss.DPO{Divergence: 3, AlphaDivergence: 0.5}, 1, two{.605723, .783918}, two{}, two{}},
		{"alpha 1 is reverse_kl", loss.DPO{Divergence: 3, AlphaDivergence: 1}, 1, two{.575939, .770957}, two{}, two{}},
		{"alpha 0 is forward_kl", loss.DPO{Divergence: 3}, 1, two{.620338, .804299}, two{}, two{}},
		{"a mixture adds", of("hinge", loss.DPO{MixType: 7, MixWeight: 0.5}), 1, two{.75 + 1.266599/2, 1.15 + 1.462856/2}, two{}, two{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.l.Beta = 0.1
			for i, p := range []func(float64) (*seq.Batch, seq.Scores){golden1, golden2} {
				b, s := p(row.q)
				got, dc, dr, _ := run(row.l.Loss, loss.DPOMetrics, b, s)
				slope := [2]two{row.slope1, row.slope2}[i]
				if !near(got, row.want[i]) {
					t.Errorf("pair %d: loss %v, want %v", i+1, got, row.want[i])
				}
				if slope != (two{}) && (!near(dc, slope[0]) || !near(dr, slope[1])) {
					t.Errorf("pair %d: slopes %v %v, want %v", i+1, dc, dr, slope)
				}
			}
		})
	}
}

// TestTypesAtTheReference: what each type costs where policy and reference are one.
func TestTypesAtTheReference(t *testing.T) {
	ln2 := math.Ln2
	want := map[string]float64{
		"sigmoid": ln2, "hinge": 1, "ipo": 25, "ipo_sum": 25, "nca_pair": 2 * ln2, "robust": ln2, "bco_pair": 2 * ln2,
		"exo_pair":  (2*math.Log(.5) - math.Log(1-.1) - math.Log(.1)) / 2,
		"sppo_hard": 50, "apo_zero": 1, "apo_down": 1, "discopop": ln2/2 + 0.5, "sigmoid_norm": ln2,
	}
	for _, name := range loss.DPOTypes {
		b, s := pair(-12, -12, -15, -15, 4, 6, 1)
		got, _, _, r := run(of(name, loss.DPO{Beta: 0.1, Smoothing: 0.1}).Loss, loss.DPOMetrics, b, s)
		if math.Abs(got-want[name]) > 1e-14*want[name] {
			t.Errorf("%s: loss %v, want %v", name, got, want[name])
		}
		if v, _ := r[loss.DPOMargin].Value(); v != 0 {
			t.Errorf("%s: margin %v", name, v)
		}
	}
}

// TestSwappedPairs: a label of q for one order is a label of 1-q for the other,
// for every type; and a tie cannot tell the orders apart.
func TestSwappedPairs(t *testing.T) {
	for i, name := range loss.DPOTypes {
		for _, ties := range []int{0, 1, 2} {
			for _, q := range []float64{1, 0.7, 0.5} {
				l := loss.DPO{Beta: 0.3, Type: i, Smoothing: 0.05, Ties: ties, TieWidth: 0.5}
				b, s := golden1(q)
				one, dc, dr, _ := run(l.Loss, loss.DPOMetrics, b, s)
				b.Pairs[0] = seq.Pair{Chosen: 1, Rejected: 0, Q: 1 - q}
				two, dc2, dr2, _ := run(l.Loss, loss.DPOMetrics, b, s)
				if math.Abs(one-two) > 1e-12*(1+one) || math.Abs(dc-dc2)+math.Abs(dr-dr2) > 1e-6*(math.Abs(dc)+math.Abs(dr)) {
					t.Errorf("%s, q %v: loss %v slopes %v %v; swapped %v %v %v", name, q, one, dc, dr, two, dc2, dr2)
				}
			}
		}
	}
}

// TestSoftLabelsRestWhereTheyShould: sigmoid and exo_pair where σ(Beta·D) is the
// target, IPO where D is (Q-½)/Beta.
func TestSoftLabelsRestWhereTheyShould(t *testing.T) {
	logit := math.Log(0.7 / 0.3)
	for _, row := range []struct {
		name string
		d    float64
	}{{"sigmoid", logit / 0.1}, {"exo_pair", math.Log(.6996/.3004) / 0.1}, {"ipo_sum", 2}, {"robust", logit / 0.1}} {
		b, s := pair(0, 0, 0, 0, 1, 1, 0.7)
		s.LogP[1] = float32(row.d)
		if _, dc, _, _ := run(of(row.name, loss.DPO{Beta: 0.1}).Loss, loss.DPOMetrics, b, s); math.Abs(dc) > 1e-6 {
			t.Errorf("%s has slope %v at D = %v", row.name, dc, row.d)
		}
	}
}

// TestRobustIsUnbiased: over slips of a tenth, the loss is in the mean that of the
// true label.
func TestRobustIsUnbiased(t *testing.T) {
	value := func(l loss.DPO, q float64) float64 {
		b, s := golden1(q)
		v, _, _, _ := run(l.Loss, loss.DPOMetrics, b, s)
		return v
	}
	robust := of("robust", loss.DPO{Beta: 0.1, Smoothing: 0.1})
	if got, want := .9*value(robust, 1)+.1*value(robust, 0), value(loss.DPO{Beta: 0.1}, 1); math.Abs(got-want) > 1e-12 {
		t.Errorf("mean over slips %v, want %v", got, want)
	}
}

// TestTieModels: the three outcomes' probabilities add up to 1, a tie is likeliest
// at D = 0 and pulls there, the better answer's slope vanishes far out, and no width
// is half.
func TestTieModels(t *testing.T) {
	at := func(l loss.DPO, d, q float64) (value, slope float64) {
		b, s := pair(0, 0, 0, 0, 1, 1, q)
		s.LogP[1] = float32(d)
		value, slope, _, _ = run(l.Loss, loss.DPOMetrics, b, s)
		return value, slope
	}
	for i, name := range loss.TieModels {
		l := loss.DPO{Beta: 0.5, Ties: i, TieWidth: 0.7}
		for _, d := range []float64{-40, -3, 0, 1, 800} {
			win, _ := at(l, d, 1)
			lose, _ := at(l, d, 0)
			tie, slope := at(l, d, 0.5)
			if p := math.Exp(-win) + math.Exp(-lose) + math.Exp(-tie); name != "half" && math.Abs(p-1) > 1e-12 {
				t.Errorf("%s at %v: probabilities add up to %v", name, d, p)
			}
			if slope*d < 0 || d == 0 && slope != 0 {
				t.Errorf("%s at %v: a tie has slope %v", name, d, slope)
			}
		}
		if _, slope := at(l, 800, 1); slope != 0 && slope < -1e-30 {
			t.Errorf("%s: slope %v far out", name, slope)
		}
		l.TieWidth = 0
		for _, q := range []float64{1, 0.5} {
			got, gs := at(l, 3, q)
			if want, ws := at(loss.DPO{Beta: 0.5}, 3, q); got != want || gs != ws {
				t.Errorf("%s without width: %v %v, want %v %v", name, got, gs, want, ws)
			}
		}
	}
	// By hand at D = 0: Davidson log(2+ν), Rao-Kupper softplus(η).
	if got, _ := at(loss.DPO{Beta: 1, Ties: 1, TieWidth: 0.7}, 0, 1); math.Abs(got-math.Log(2.7)) > 1e-15 {
		t.Errorf("Davidson at 0: %v", got)
	}
	if got, _ := at(loss.DPO{Beta: 1, Ties: 2, TieWidth: 0.7}, 0, 1); math.Abs(got-math.Log1p(math.Exp(0.7))) > 1e-15 {
		t.Errorf("Rao-Kupper at 0: %v", got)
	}
	// Half is the limit of Davidson's slope as ties become rare.
	_, rare := at(loss.DPO{Beta: 1, Ties: 1, TieWidth: 1e-9}, 2, 0.5)
	if _, half := at(loss.DPO{Beta: 1}, 2, 0.5); math.Abs(rare-half) > 1e-8 {
		t.Errorf("Davidson's slope of a rare tie %v, half's %v", rare, half)
	}
}

// TestExtremes: no type, divergence or model of ties is infinite at differences of
// ±800 nats, under the least and the greatest Beta.
func TestExtremes(t *testing.T) {
	for i, name := range loss.DPOTypes {
		for div := range loss.Divergences {
			for ties := range loss.TieModels {
				for _, beta := range []float64{0, 1e-3, 100} {
					for _, d := range []float64{-800, -1e-3, 0, 800} {
						l := loss.DPO{Beta: beta, Type: i, Divergence: div, AlphaDivergence: 0.5, Smoothing: 0.49, Tau: 2, Ties: ties, TieWidth: 1e-3}
						for _, q := range []float64{1, 0.9, 0.5, 0} {
							b, s := pair(0, 0, 0, 0, 1, 1, q)
							s.LogP[1], s.LogP[13] = float32(d), float32(-d)
							v, dc, dr, _ := run(l.Loss, loss.DPOMetrics, b, s)
							if bad(v) || bad(dc) || bad(dr) {
								t.Fatalf("%s under %s, beta %v, D %v, q %v: %v %v %v", name, loss.Divergences[div], beta, d, q, v, dc, dr)
							}
						}
					}
				}
			}
		}
	}
}

func bad(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }

// TestTailsSurvive: a pair ranked right by far costs little, not nothing.
func TestTailsSurvive(t *testing.T) {
	for i := range loss.TieModels {
		b, s := pair(0, 0, 0, 0, 1, 1, 1)
		s.LogP[1] = 40
		got, _, _, _ := run(loss.DPO{Beta: 1, Ties: i, TieWidth: 1e-12}.Loss, loss.DPOMetrics, b, s)
		if want := 4.248354e-18; i != 1 && math.Abs(got-want) > 1e-23 || i == 1 && !(got > want) {
			t.Errorf("%s: loss %v, want %v", loss.TieModels[i], got, want)
		}
	}
}
