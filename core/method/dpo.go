package method

import (
	"math"

	"preflab/core/loss"
	"preflab/core/spec"
)

// DPO is direct preference optimisation on labelled pairs, with its family of
// losses; [loss.DPO] has the formulas. Differs from the paper's set-up: AdamW
// instead of RMSprop, a learning rate for a model ten thousand times smaller, and
// reference log-probabilities computed once for each pair and kept.
func DPO() *Method {
	return &Method{
		Data:    Pairs,
		Ref:     true,
		Reports: loss.DPOMetrics,
		Loss:    dpoLoss,
		Spec: spec.Spec{
			Method: "dpo", Title: "DPO", Labels: true, Policy: true,
			Story: []string{
				"RLHF needs a reward model and reinforcement learning; DPO needs neither.",
				"The best model for a reward can be solved for, and read backwards: how much likelier a model finds an answer than its frozen copy is a reward.",
				"So each label becomes a step of plain classification: raise the answer that you chose against the one that you refused.",
			},
			Formula: "−log σ(β·[log π/ref(chosen) − log π/ref(rejected)])",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "frozen copy", Role: "frozen"}, {Name: "model", Role: "trained"}},
			Summary: "Makes each answer that you chose more likely, against a frozen copy of the model, and each that you refused less.",
			Params:  join(dpoKnobs(), tuning{8e-3, 0.1, 3, 2.8, 50, 16, "Pairs in each step."}.optimiser(), family(), certainty(), ties(), borrowing()),
			Metrics: metrics(dpoMetrics()),
		},
	}
}

// dpoLoss reads the family's knobs.
func dpoLoss(c spec.Config) loss.Func {
	return loss.DPO{
		Beta: c.Get("beta"), Smoothing: c.Get("label_smoothing"), Alpha: c.Get("rpo_alpha"),
		Type: int(c.Get("loss_type")), Divergence: int(c.Get("f_divergence_type")),
		AlphaDivergence: c.Get("f_alpha_divergence_coef"), Tau: c.Get("discopop_tau"),
		Ties: int(c.Get("ties")), TieWidth: c.Get("tie_width"),
		MixType: int(c.Get("mix_type")), MixWeight: c.Get("mix_weight"),
	}.Loss
}

// dpoKnobs are the first that a visitor meets.
func dpoKnobs() []spec.Param {
	return []spec.Param{
		{Name: "beta", Label: "Beta", Help: "How much a unit of log-probability counts. Low lets the model move far; high keeps it near the first one.", Default: 0.1, Min: 0.01, Max: 10, Log: true},
		{Name: "label_smoothing", Label: "Label noise", Help: "The share of your labels assumed to be slips.", Default: 0, Min: 0, Max: 0.49},
		{Name: "rpo_alpha", Label: "Pull to the chosen", Help: "How much each chosen answer is also learned outright, whatever was refused. Keeps the stories whole.", Default: 3, Min: 0, Max: 20},
	}
}

// family are the knobs that choose among DPO's relatives.
func family() []spec.Param {
	return append([]spec.Param{
		{Name: "loss_type", Label: "Loss", Help: "DPO's sigmoid, or one of its relatives.", Default: 0, Max: float64(len(loss.DPOTypes) - 1), Choices: loss.DPOTypes},
	}, more([]spec.Param{
		{Name: "f_divergence_type", Label: "Divergence", Help: "Which distance from the frozen copy is meant; reverse KL is DPO's.", Default: 0, Max: float64(len(loss.Divergences) - 1), Choices: loss.Divergences},
		{Name: "f_alpha_divergence_coef", Label: "Its alpha", Help: "Of the alpha-divergence alone.", Default: 0.5, Min: 0.05, Max: 0.95},
		{Name: "discopop_tau", Label: "DiscoPOP's tau", Help: "How sharply that loss changes its shape.", Default: 0.05, Min: 0.01, Max: 1, Log: true},
		{Name: "mix_type", Label: "Mixed with", Help: "A second loss of the family, added with the weight below.", Default: 0, Max: float64(len(loss.DPOTypes) - 1), Choices: loss.DPOTypes},
		{Name: "mix_weight", Label: "Its weight", Help: "How much the second loss counts; 0 leaves it out.", Default: 0, Min: 0, Max: 5},
	}...)...)
}

// ties are the knobs of what a tie says.
func ties() []spec.Param {
	return more([]spec.Param{
		{Name: "ties", Label: "Ties", Help: "A tie is half a win of each, or an outcome of its own by Davidson's or by Rao and Kupper's model.", Default: 0, Max: float64(len(loss.TieModels) - 1), Choices: loss.TieModels},
		{Name: "tie_width", Label: "Width of a tie", Help: "How readily those two models expect a tie.", Default: 0.5, Min: 0.01, Max: 5, Log: true},
	}...)
}

func dpoMetrics() []spec.Metric {
	return append(paired(ptr(math.Ln2), "ln 2: no preference yet"), spec.Metric{Name: "nll_loss", Label: "surprise at the chosen (nats a token)", Chart: ""})
}

// paired are the metrics of every loss on pairs; the baseline is the loss's.
func paired(baseline *float64, note string) []spec.Metric {
	return []spec.Metric{
		{Name: "loss", Label: "loss", Chart: "Loss", Group: "loss", Baseline: baseline, BaseNote: note},
		{Name: "rewards/chosen", Label: "reward of the chosen", Chart: "Rewards", Group: "rewards", Baseline: ptr(0)},
		{Name: "rewards/rejected", Label: "reward of the rejected", Chart: "Rewards", Group: "rewards"},
		{Name: "rewards/margins", Label: "margin", Chart: "Margin", Group: "rewards", Baseline: ptr(0)},
		{Name: "rewards/accuracies", Label: "pairs ranked as you did", Chart: "Accuracy", Group: "rewards", Baseline: ptr(0.5), BaseNote: "a coin"},
		{Name: "logps/chosen", Label: "log-probability of the chosen", Chart: "Log-probabilities", Group: "policy"},
		{Name: "logps/rejected", Label: "log-probability of the rejected", Chart: "Log-probabilities", Group: "policy"},
		{Name: "entropy", Label: "entropy (nats a token)", Chart: ""},
	}
}

// OnlineDPO is DPO on fresh pairs of the model's own, judged as they come (Guo et
// al. 2024): by the chosen taste, or by the reward model.
func OnlineDPO() *Method {
	return &Method{
		Data:    Online,
		Ref:     true,
		Reports: loss.DPOMetrics,
		Extra:   rolloutMetrics,
		Loss: func(c spec.Config) loss.Func {
			return loss.DPO{Beta: c.Get("beta"), Smoothing: c.Get("label_smoothing"), Alpha: c.Get("rpo_alpha")}.Loss
		},
		Spec: spec.Spec{
			Method: "online_dpo", Title: "Online DPO", Labels: true, Reward: true, Policy: true,
			Story: []string{
				"DPO's labels are of answers that the first model wrote; what the tuned one writes, nobody has judged.",
				"Here it writes two answers at every step, a judge picks the better one, and DPO learns from that pair.",
				"The judge is a reward model made from your labels, or a taste.",
			},
			Formula: "−log σ(β·[log π/ref(winner) − log π/ref(loser)]), both written by π",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "judge", Role: "frozen"}, {Name: "model's own pairs", Role: "data"}, {Name: "model", Role: "trained"}},
			Summary: "Learns from fresh pairs of its own, judged as they come.",
			Params:  join(scoring(), dpoKnobs(), tuning{1e-2, 0.1, 3, 2.8, 40, 8, "Pairs in each step."}.optimiser(), borrowing()),
			Metrics: metrics(dpoMetrics(), rollouts()),
		},
	}
}
