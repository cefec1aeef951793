package method

import (
	"math"

	"preflab/core/loss"
	"preflab/core/spec"
)

// DPO is direct preference optimisation on labelled pairs; [loss.DPO] has the
// formula. Differs from the paper's set-up: AdamW instead of RMSprop, a learning
// rate for a model ten thousand times smaller, and reference log-probabilities
// computed once for each pair and kept.
func DPO() *Method {
	ln2 := math.Ln2
	zero, half := 0.0, 0.5
	return &Method{
		Pairs:   true,
		Reports: loss.DPOMetrics,
		Loss: func(c spec.Config) loss.Func {
			return loss.DPO{Beta: c.Get("beta"), Smoothing: c.Get("label_smoothing"), Alpha: c.Get("rpo_alpha")}.Loss
		},
		Spec: spec.Spec{
			Method: "dpo",
			Title:  "DPO",
			Labels: true, Policy: true,
			Story: []string{
				"RLHF needs a reward model and reinforcement learning; DPO needs neither.",
				"The best model for a reward can be solved for, and read backwards: how much likelier a model finds an answer than its frozen copy is a reward.",
				"So each label becomes a step of plain classification: raise the answer that you chose against the one that you refused.",
			},
			Formula: "−log σ(β·[log π/ref(chosen) − log π/ref(rejected)])",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "frozen copy", Role: "frozen"}, {Name: "model", Role: "trained"}},
			Summary: "Makes each answer that you chose more likely, against a frozen copy of the model, and each that you refused less.",
			Params: append([]spec.Param{
				{Name: "beta", Label: "Beta", Help: "How much a unit of log-probability counts. Low lets the model move far; high keeps it near the first one.", Default: 0.1, Min: 0.01, Max: 2, Log: true},
				{Name: "label_smoothing", Label: "Label noise", Help: "The share of your labels assumed to be slips.", Default: 0, Min: 0, Max: 0.49},
				{Name: "rpo_alpha", Label: "Pull to the chosen", Help: "How much each chosen answer is also learned outright, whatever was refused. Keeps the stories whole.", Default: 3, Min: 0, Max: 20},
			}, optimiser(8e-3, 0.1, 3, 2.8, 50, 16, "Pairs in each step.")...),
			Metrics: append([]spec.Metric{
				{Name: "loss", Label: "loss", Chart: "Loss", Baseline: &ln2, BaseNote: "ln 2: no preference yet"},
				{Name: "rewards/chosen", Label: "reward of the chosen", Chart: "Rewards", Baseline: &zero},
				{Name: "rewards/rejected", Label: "reward of the rejected", Chart: "Rewards"},
				{Name: "rewards/margins", Label: "margin", Chart: "Margin", Baseline: &zero},
				{Name: "rewards/accuracies", Label: "pairs ranked as you did", Chart: "Accuracy", Baseline: &half, BaseNote: "a coin"},
				{Name: "logps/chosen", Label: "log-probability of the chosen", Chart: "Log-probabilities"},
				{Name: "logps/rejected", Label: "log-probability of the rejected", Chart: "Log-probabilities"},
				{Name: "entropy", Label: "entropy (nats a token)", Chart: ""},
				{Name: "nll_loss", Label: "surprise at the chosen (nats a token)", Chart: ""},
			}, sharedMetrics()...),
		},
	}
}
