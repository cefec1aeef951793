package method

import (
	"math"
	"slices"

	"preflab/core/loss"
	"preflab/core/spec"
)

// RM is a reward model: a copy of the model with a scalar head, fitted to the
// labels by Bradley and Terry's law; [loss.Reward] has the formula. Differs from
// the usual: the head starts at 0, so that every reward does and the first loss is
// ln 2.
func RM() *Method {
	return &Method{
		Data:    Pairs,
		Value:   true,
		Reports: loss.RewardMetrics,
		Extra:   1,
		Loss:    func(c spec.Config) loss.Func { return loss.Reward{Centre: c.Get("center_rewards_coefficient")}.Loss },
		Spec: spec.Spec{
			Method: "rm", Title: "Reward model", Labels: true,
			Story: []string{
				"RLHF first turns your labels into a critic that can judge answers nobody has seen.",
				"A copy of the model gets one number as its output and learns to give the answer that you chose the higher one.",
				"It writes nothing itself: look below at what it likes, and then let PPO please it.",
			},
			Formula: "−log σ(r(chosen) − r(rejected) − margin)",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "reward model", Role: "trained"}},
			Summary: "Learns to score answers as you would.",
			Params: join([]spec.Param{
				{Name: "center_rewards_coefficient", Label: "Centring", Help: "Holds rewards around 0; only their differences matter to the labels.", Default: 0.01, Min: 0, Max: 1},
				{Name: "margin", Label: "Margin when much better", Help: "By how much an answer called much better must lead.", Default: 0, Min: 0, Max: 5},
				{Name: "layers", Label: "Layers", Help: "How many of the model's layers it keeps, 0 for all: a small one is cheap, and easy to fool. Takes effect at step 0.", Default: 0, Min: 0, Max: 16, Integer: true},
				{Name: "holdout", Label: "Held out", Help: "The share of labels kept from training, to measure it on.", Default: 0.2, Min: 0, Max: 0.5},
			}, slices.DeleteFunc(tuning{2e-3, 1e-8, 1, 150, 40, 16, "Pairs in each step."}.optimiser(), ofDistance), certainty(), borrowing()),
			Metrics: undrawn("kl", metrics([]spec.Metric{
				{Name: "loss", Label: "loss", Chart: "Loss", Group: "loss", Baseline: ptr(math.Ln2), BaseNote: "ln 2: no preference yet"},
				{Name: "accuracy", Label: "pairs ranked as you did", Chart: "Accuracy", Group: "rewards", Baseline: ptr(0.5), BaseNote: "a coin"},
				{Name: "margin", Label: "margin", Chart: "Margin", Group: "rewards", Baseline: ptr(0)},
				{Name: "mean_reward", Label: "mean reward", Chart: "Rewards", Group: "rewards", Baseline: ptr(0)},
				{Name: "chosen_reward", Label: "of the chosen", Chart: "Rewards", Group: "rewards"},
				{Name: "rejected_reward", Label: "of the rejected", Chart: "Rewards", Group: "rewards"},
				{Name: "eval_accuracy", Label: "of the held-out pairs", Chart: "Accuracy", Group: "rewards"},
			})),
		},
	}
}

// ofDistance picks the knob that a method without a policy has no use for.
func ofDistance(p spec.Param) bool { return p.Name == "target_kl" }

// undrawn takes a metric off the charts: a reward model has no distance.
func undrawn(name string, all []spec.Metric) []spec.Metric {
	for i := range all {
		if all[i].Name == name {
			all[i].Chart = ""
		}
	}
	return all
}
