package loss_test

import (
	"slices"
	"testing"

	"preflab/core/loss"
	"preflab/core/loss/losstest"
	"preflab/core/seq"
)

// TestConformance holds every loss, under settings that reach each of its branches,
// to what a loss.Func promises.
func TestConformance(t *testing.T) {
	for _, row := range cases() {
		t.Run(row.name, func(t *testing.T) {
			labels := row.labels
			if labels == nil {
				labels = []float64{1}
			}
			c := row.c
			c.Batch, c.Scores = losstest.Batch(labels...)
			if row.value != nil {
				c.Value = func(r loss.Report) float64 { return row.value(r, c.Batch.Norm) }
			}
			if row.change != nil {
				row.change(&c)
			}
			losstest.Run(t, c)
		})
	}
}

type conformance struct {
	name   string
	c      losstest.Case
	labels []float64
	value  func(r loss.Report, norm float64) float64
	change func(c *losstest.Case)
}

func cases() []conformance {
	rows := append(dpoCases(), onlineCases()...)
	add := func(name string, f loss.Func, metrics int, value func(loss.Report, float64) float64) {
		rows = append(rows, conformance{name: name, c: losstest.Case{Loss: f, Metrics: metrics}, labels: []float64{1, 0.7}, value: value})
	}
	twice := func(r loss.Report, norm float64) float64 { return r[0].Sum / (2 * norm) }
	add("KTO", loss.KTO{Beta: 0.5, Desirable: 1, Undesirable: 1.5}.Loss, loss.KTOMetrics, twice)
	add("ORPO", loss.ORPO{Lambda: 0.5}.Loss, loss.ORPOMetrics, nil)
	add("SimPO", loss.SimPO{Beta: 2, Gamma: 0.5}.Loss, loss.SimPOMetrics, nil)
	add("unlikelihood", loss.Unlikelihood{Alpha: 0.8}.Loss, loss.UnlikelihoodMetrics, nil)
	add("SFT", loss.SFT, loss.SFTMetrics, nil)
	rows[len(rows)-1].change = func(c *losstest.Case) { c.Batch.Pairs = nil }
	add("reward", loss.Reward{Centre: 0.01}.Loss, loss.RewardMetrics, nil)
	rows[len(rows)-1].change = func(c *losstest.Case) { c.Scores.LogP, c.Scores.Entropy = nil, nil }
	return rows
}

// dpoCases are all types with hard and soft labels, all divergences, all models of
// ties, the pull to the chosen answer and a mixture.
func dpoCases() (rows []conformance) {
	add := func(name string, l loss.DPO, labels ...float64) {
		rows = append(rows, conformance{
			name: name, c: losstest.Case{Loss: l.Loss, Metrics: loss.DPOMetrics}, labels: labels,
			value: func(r loss.Report, norm float64) float64 {
				return (r[loss.DPOLoss].Sum + l.Alpha*r[loss.DPONLL].Sum) / norm
			},
		})
	}
	for i, name := range loss.DPOTypes {
		add(name, loss.DPO{Beta: 0.7, Type: i, Smoothing: 0.1}, 1)
		add(name+" soft", loss.DPO{Beta: 0.7, Type: i, Smoothing: 0.1}, 1, 0.7, 0.5, 0.2)
	}
	for i, name := range loss.Divergences {
		for _, kind := range []string{"sigmoid", "ipo", "apo_down", "exo_pair"} {
			add(kind+" under "+name, loss.DPO{Beta: 0.3, Type: slices.Index(loss.DPOTypes, kind), Divergence: i, AlphaDivergence: 0.5}, 1, 0.7)
		}
	}
	for i, name := range loss.TieModels {
		add("ties "+name, loss.DPO{Beta: 2, Ties: i, TieWidth: 0.8, Smoothing: 0.05}, 1, 0.7, 0.5)
	}
	add("pull", loss.DPO{Beta: 0.1, Alpha: 2}, 1)
	add("mixture", loss.DPO{Beta: 0.5, MixType: slices.Index(loss.DPOTypes, "bco_pair"), MixWeight: 0.25}, 1, 0.5)
	return rows
}

func onlineCases() (rows []conformance) {
	add := func(name string, f loss.Func, metrics int) {
		rows = append(rows, conformance{name: name, c: losstest.Case{Loss: f, Metrics: metrics}})
	}
	noPairs := func(c *losstest.Case) { c.Batch.Pairs = nil }
	add("PPO", loss.PPO{Clip: 0.2, ValueClip: 0.2, ValueCoef: 0.5, EntropyCoef: 0.1}.Loss, loss.PPOMetrics)
	add("PPO unbounded", loss.PPO{ValueCoef: 0.5}.Loss, loss.PPOMetrics)
	add("RLOO", loss.RLOO{Clip: 0.2}.Loss, loss.RLOOMetrics)
	for i, name := range loss.GRPOTypes {
		add(name, loss.GRPO{Clip: 0.2, Beta: 0.3, Type: i, MaxLength: 12}.Loss, loss.GRPOMetrics)
	}
	add("dr_grpo of any length", loss.GRPO{Clip: 0.2, Type: slices.Index(loss.GRPOTypes, "dr_grpo")}.Loss, loss.GRPOMetrics)
	for i := range rows {
		rows[i].change = noPairs
	}
	critic := conformance{name: "PPO's critic alone", c: losstest.Case{Loss: loss.PPO{ValueClip: 0.2, ValueCoef: 1}.Loss, Metrics: loss.PPOMetrics}}
	critic.change = func(c *losstest.Case) { c.Batch.Pairs, c.Scores = nil, seq.Scores{Value: c.Scores.Value} }
	return append(rows, critic)
}
