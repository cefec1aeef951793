package method

import (
	"preflab/core/loss"
	"preflab/core/spec"
)

// KTO is Kahneman-Tversky optimisation (Ethayarajh et al. 2024): each answer is
// good or bad by itself, against a reference point.
func KTO() *Method {
	return &Method{
		Data: Pairs, Ref: true, Shift: true,
		Reports: loss.KTOMetrics,
		Loss: func(c spec.Config) loss.Func {
			return loss.KTO{Beta: c.Get("beta"), Desirable: c.Get("desirable_weight"), Undesirable: c.Get("undesirable_weight")}.Loss
		},
		Spec: spec.Spec{
			Method: "kto", Title: "KTO", Labels: true, Policy: true,
			Story: []string{
				"A thumb up or down is easier to give than a comparison; KTO needs no pairs.",
				"Each answer is weighed against what the model gains on average, and losses loom larger or smaller as you set them.",
				"Here your pairs are taken apart into one good and one bad answer each.",
			},
			Formula: "w·(1 − σ(±β·[log π/ref − z₀]))",
			Flow:    []spec.Box{{Name: "your labels, taken apart", Role: "labels"}, {Name: "frozen copy", Role: "frozen"}, {Name: "model", Role: "trained"}},
			Summary: "Takes each answer as good or bad by itself.",
			Params: join([]spec.Param{
				{Name: "beta", Label: "Beta", Help: "How soon a gain or a loss saturates. High keeps the model near the first one.", Default: 0.1, Min: 0.01, Max: 10, Log: true},
				{Name: "desirable_weight", Label: "Weight of the good", Help: "How much the chosen answers count.", Default: 1, Min: 0, Max: 10},
				{Name: "undesirable_weight", Label: "Weight of the bad", Help: "How much the refused answers count.", Default: 1, Min: 0, Max: 10},
			}, tuning{2.5e-2, 0.1, 3, 2.8, 50, 16, "Pairs in each step, taken apart."}.optimiser(), borrowing()),
			Metrics: metrics(paired(ptr(0.5), "½: nothing gained or lost"), []spec.Metric{
				{Name: "z0", Label: "reference point (nats)", Chart: "Reference point", Group: "rewards"},
			}),
		},
	}
}

// ORPO is odds-ratio preference optimisation (Hong et al. 2024): SFT and a
// preference in one, without a reference.
func ORPO() *Method {
	return &Method{
		Data:    Pairs,
		Reports: loss.ORPOMetrics,
		Loss:    func(c spec.Config) loss.Func { return loss.ORPO{Lambda: c.Get("beta")}.Loss },
		Spec: spec.Spec{
			Method: "orpo", Title: "ORPO", Labels: true, Policy: true,
			Story: []string{
				"Why first imitate and then prefer, if one step can do both?",
				"ORPO learns the chosen answer as SFT does, and raises its odds against the refused one.",
				"No copy of the model is kept; the odds themselves are the leash.",
			},
			Formula: "−mean log π(chosen) − λ·log σ(log odds(chosen) − log odds(rejected))",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "model", Role: "trained"}},
			Summary: "Learns the chosen answers and raises their odds, without a frozen copy.",
			Params: join([]spec.Param{
				{Name: "beta", Label: "Lambda", Help: "How much the odds count beside learning the chosen answer.", Default: 0.1, Min: 0.01, Max: 10, Log: true},
			}, tuning{2.5e-2, 0.1, 3, 2.8, 50, 16, "Pairs in each step."}.optimiser(), borrowing()),
			Metrics: metrics(paired(nil, ""), []spec.Metric{
				{Name: "nll_loss", Label: "surprise at the chosen", Chart: "Parts of the loss", Group: "loss"},
				{Name: "log_odds_ratio", Label: "log σ of the odds ratio", Chart: "Parts of the loss", Group: "loss"},
				{Name: "log_odds_chosen", Label: "log odds ratio", Chart: "Odds", Group: "rewards"},
			}),
		},
	}
}

// SimPO is simple preference optimisation (Meng et al. 2024): the mean
// log-probability of a token is the reward, and a margin is asked for.
func SimPO() *Method {
	return &Method{
		Data:    Pairs,
		Reports: loss.SimPOMetrics,
		Loss: func(c spec.Config) loss.Func {
			return loss.SimPO{Beta: c.Get("beta"), Gamma: float64(c.Get("gamma_beta_ratio") * c.Get("beta"))}.Loss
		},
		Spec: spec.Spec{
			Method: "simpo", Title: "SimPO", Labels: true, Policy: true,
			Story: []string{
				"DPO's reward is measured against a frozen copy and grows with length; what a model writes depends on neither.",
				"SimPO takes the mean log-probability of a word as the reward, which is what writing goes by.",
				"The chosen answer must be better by a margin; nothing but a small learning rate holds the model back.",
			},
			Formula: "−log σ(β·[mean log π(chosen) − mean log π(rejected)] − γ)",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "model", Role: "trained"}},
			Summary: "Compares mean log-probabilities, with a margin and without a frozen copy.",
			Params: join([]spec.Param{
				{Name: "beta", Label: "Beta", Help: "How much a nat a token counts.", Default: 2, Min: 0.1, Max: 20, Log: true},
				{Name: "gamma_beta_ratio", Label: "Margin", Help: "By how many nats a token the chosen answer must lead.", Default: 0.5, Min: 0, Max: 2},
			}, tuning{8e-3, 0.1, 3, 2.8, 50, 16, "Pairs in each step."}.optimiser(), borrowing()),
			Metrics: metrics(paired(nil, "")),
		},
	}
}
