package method

import (
	"preflab/core/loss"
	"preflab/core/spec"
)

// The metrics of a roll-out, behind those of the loss; TRL's names and meaning.
const (
	RolloutKL       = iota // mean over answers of the summed estimate
	RolloutEntropy         // mean over answers of -Σ log π
	RolloutNonScore        // what the KL penalty took
	RolloutRLHF            // that and the score
	RolloutScore           // in deviations of the first model's scores
	RolloutEnded           // share of answers with an end
	rolloutMetrics
)

// rollouts describes them.
func rollouts() []spec.Metric {
	return []spec.Metric{
		{Name: "objective/kl", Label: "KL of the roll-outs (nats)", Chart: "KL in the roll-outs", Group: "policy", Baseline: ptr(0)},
		{Name: "objective/entropy", Label: "entropy of an answer (nats)", Chart: "Entropy", Group: "policy"},
		{Name: "objective/non_score_reward", Label: "KL penalty", Chart: "Objective", Group: "rewards", Baseline: ptr(0)},
		{Name: "objective/rlhf_reward", Label: "score and penalty", Chart: "Objective", Group: "rewards"},
		{Name: "objective/scores", Label: "score", Chart: "Scores", Group: "rewards", Baseline: ptr(0), BaseNote: "the first model"},
		{Name: "val/ended", Label: "answers that end", Chart: "", Group: "samples"},
	}
}

// rolling are the knobs of the roll-outs.
func rolling(answers, generations, iterations float64, group bool) []spec.Param {
	out := more([]spec.Param{
		{Name: "rollout_batch_size", Label: "Answers a roll-out", Help: "How many answers the model writes before it learns from them.", Default: answers, Min: 8, Max: 128, Integer: true},
		{Name: "num_iterations", Label: "Passes", Help: "How often it learns from each roll-out.", Default: iterations, Min: 1, Max: 8, Integer: true},
		{Name: "kl_estimator", Label: "KL estimate", Help: "How the distance of an answer is estimated from its own words: k1, or k3, which is never negative.", Default: 0, Max: 1, Choices: []string{"k1", "k3"}},
	}...)
	if group {
		out = append(out, spec.Param{Name: "num_generations", Label: "Answers an opening", Help: "They are each other's baseline.", Default: generations, Min: 2, Max: 16, Integer: true})
	}
	return out
}

// valueCoef is TRL's default of vf_coef, the critic's share in the loss. It is no knob:
// see docs/RATIONALE.md.
const valueCoef = 0.1

// PPO is proximal policy optimisation as RLHF does it (Schulman et al. 2017;
// Ziegler et al. 2019): roll-outs, a score at the end, a KL penalty at every token,
// a critic. [loss.PPO] has the formulas. A step here is one step of the optimiser,
// not one roll-out.
func PPO() *Method {
	return &Method{
		Data: Rollouts, Ref: true, Value: true,
		Reports: loss.PPOMetrics,
		Extra:   rolloutMetrics,
		Norm:    OverTokens,
		Credit:  ByCritic,
		Loss: func(c spec.Config) loss.Func {
			return loss.PPO{Clip: c.Get("cliprange"), ValueClip: c.Get("cliprange_value"), ValueCoef: valueCoef, EntropyCoef: c.Get("entropy_coef")}.Loss
		},
		Spec: spec.Spec{
			Method: "ppo", Title: "PPO", Labels: true, Reward: true, Policy: true,
			Story: []string{
				"This is RLHF's second half: the model writes, the reward model scores, and what scored above expectation becomes likelier.",
				"A critic, begun as the reward model, says word by word what to expect; a penalty holds the model near its frozen copy.",
				"Steps are clipped, because each answer is learned from several times after the model that wrote it has moved.",
			},
			Formula: "−mean min(ρA, clip(ρ)·A), reward = score − β·KL",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "reward model", Role: "frozen"}, {Name: "frozen copy", Role: "frozen"}, {Name: "critic", Role: "trained"}, {Name: "model", Role: "trained"}},
			Summary: "Writes, is scored by a reward model, and learns from what did better than expected.",
			Params: join(scoring(), []spec.Param{
				{Name: "kl_coef", Label: "KL penalty", Help: "What a nat of distance costs, in deviations of the score.", Default: 0.05, Min: 0.001, Max: 5, Log: true},
				{Name: "target", Label: "KL aimed at", Help: "In nats: the penalty then adapts to hold the model there; 0 leaves it fixed.", Default: 0, Min: 0, Max: 50},
				{Name: "horizon", Label: "Over answers", Help: "How slowly the penalty adapts.", Default: 1000, Min: 100, Max: 20000, Log: true, More: true},
			}, tuning{8e-4, 1e-5, 1, 2.8, 160, 16, "Answers in each step, of the roll-out's."}.optimiser(), []spec.Param{
				{Name: "value_learning_rate", Label: "Critic's learning rate", Help: "How far each step moves the critic.", Default: 2e-3, Min: 1e-6, Max: 1, Log: true, More: true},
			}, rolling(32, 1, 4, false), []spec.Param{
				{Name: "cliprange", Label: "Clip of the ratio", Help: "How far one roll-out may change a word's probability.", Default: 0.2, Min: 0.01, Max: 1, More: true},
				{Name: "cliprange_value", Label: "Clip of the value", Help: "The same for the critic.", Default: 0.2, Min: 0.01, Max: 10, More: true},
				{Name: "entropy_coef", Label: "Entropy bonus", Help: "Pays for staying undecided.", Default: 0, Min: 0, Max: 1, More: true},
				{Name: "gamma", Label: "Gamma", Help: "How much later rewards count.", Default: 1, Min: 0, Max: 1, More: true},
				{Name: "lam", Label: "Lambda", Help: "0 trusts the critic, 1 waits for the end.", Default: 0.95, Min: 0, Max: 1, More: true},
			}, borrowing()),
			Metrics: metrics([]spec.Metric{
				{Name: "loss", Label: "loss", Chart: "", Group: "loss"},
				{Name: "loss/policy_avg", Label: "policy", Chart: "Loss", Group: "loss"},
				{Name: "loss/value_avg", Label: "value", Chart: "Loss of the critic", Group: "value"},
				{Name: "policy/approxkl_avg", Label: "moved since the roll-out", Chart: "Moved since the roll-out", Group: "policy", High: ptr(0.02)},
				{Name: "policy/clipfrac_avg", Label: "clipped", Chart: "Clipped", Group: "policy", High: ptr(0.3)},
				{Name: "policy/entropy_avg", Label: "entropy (nats a token)", Chart: "", Group: "policy"},
				{Name: "val/clipfrac_avg", Label: "clipped values", Chart: "Clipped", Group: "policy"},
				{Name: "val/ratio", Label: "ratio", Chart: "Ratio", Group: "policy", Low: ptr(0.9), High: ptr(1.1)},
			}, rollouts()),
		},
	}
}

// RLOO is REINFORCE with the other answers to the same opening as the baseline
// (Ahmadian et al. 2024): PPO without a critic.
func RLOO() *Method {
	return &Method{
		Data: Rollouts, Ref: true,
		Reports: loss.RLOOMetrics,
		Extra:   rolloutMetrics,
		Norm:    OverRows,
		Credit:  OthersMean,
		Loss:    func(c spec.Config) loss.Func { return loss.RLOO{Clip: c.Get("epsilon")}.Loss },
		Spec: spec.Spec{
			Method: "rloo", Title: "RLOO", Labels: true, Reward: true, Policy: true,
			Story: []string{
				"Most of PPO's machinery is there for long games; an answer is one move.",
				"RLOO writes a few answers to each opening, and each is judged against the mean of the others.",
				"No critic, no clipping worth the name: plain REINFORCE with a good baseline.",
			},
			Formula: "−mean (R − mean of the others' R)·log π(answer), R = score − β·KL",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "reward model", Role: "frozen"}, {Name: "frozen copy", Role: "frozen"}, {Name: "model", Role: "trained"}},
			Summary: "Writes several answers to each opening and learns from which did better.",
			Params: join(scoring(), []spec.Param{
				{Name: "beta", Label: "KL penalty", Help: "What a nat of distance costs, in deviations of the score.", Default: 0.05, Min: 0.001, Max: 5, Log: true},
			}, tuning{4e-4, 1e-5, 1, 2.8, 80, 32, "Answers in each step, of the roll-out's."}.optimiser(), rolling(32, 4, 1, true), []spec.Param{
				{Name: "epsilon", Label: "Clip of the ratio", Help: "How far one roll-out may change an answer's probability.", Default: 0.2, Min: 0.01, Max: 1, More: true},
			}, borrowing()),
			Metrics: metrics([]spec.Metric{
				{Name: "loss", Label: "loss", Chart: "Loss", Group: "loss"},
				{Name: "clip_ratio/region_mean", Label: "clipped", Chart: "", Group: "policy"},
				{Name: "entropy", Label: "entropy (nats a token)", Chart: "", Group: "policy"},
			}, rollouts()),
		},
	}
}

// GRPO is group relative policy optimisation (Shao et al. 2024): RLOO's groups,
// standardised, with PPO's clipping and the KL as part of the loss.
func GRPO() *Method {
	return &Method{
		Data: Rollouts, Ref: true,
		Reports: loss.GRPOMetrics,
		Extra:   rolloutMetrics,
		NormBy:  grpoNorm,
		Credit:  GroupSpread,
		Loss: func(c spec.Config) loss.Func {
			return loss.GRPO{Clip: c.Get("epsilon"), Beta: c.Get("beta"), Type: int(c.Get("loss_type")), MaxLength: MaxAnswer}.Loss
		},
		Spec: spec.Spec{
			Method: "grpo", Title: "GRPO", Labels: true, Reward: true, Policy: true,
			Story: []string{
				"The recipe of the reasoning models: no critic, many answers to each question.",
				"Within a group the scores are brought to mean 0 and deviation 1, so that each question teaches alike.",
				"The distance from the frozen copy is part of the loss and not of the reward, and so holds the model back in another direction than PPO’s penalty.",
			},
			Formula: "−mean min(ρA, clip(ρ)·A) + β·k3(π‖ref), A = (R − mean)/deviation of the group",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "reward model", Role: "frozen"}, {Name: "frozen copy", Role: "frozen"}, {Name: "model", Role: "trained"}},
			Summary: "Writes a group of answers to each opening and learns from how each stands in its group.",
			Params: join(scoring(), []spec.Param{
				{Name: "beta", Label: "KL penalty", Help: "How much the distance counts in the loss.", Default: 0.04, Min: 0, Max: 5},
			}, tuning{4e-4, 1e-5, 1, 2.8, 80, 32, "Answers in each step, of the roll-out's."}.optimiser(), rolling(32, 8, 1, true), []spec.Param{
				{Name: "epsilon", Label: "Clip of the ratio", Help: "How far one roll-out may change a word's probability.", Default: 0.2, Min: 0.01, Max: 1, More: true},
				{Name: "loss_type", Label: "Mean over", Help: "How the words of long and short answers are averaged.", Default: 3, Max: float64(len(loss.GRPOTypes) - 1), Choices: loss.GRPOTypes},
				{Name: "scale_rewards", Label: "Standardise", Help: "Divide by the group's deviation, or only take its mean away.", Default: 0, Max: 1, Choices: []string{"group", "none"}},
			}, borrowing()),
			Metrics: metrics([]spec.Metric{
				{Name: "loss", Label: "loss", Chart: "Loss", Group: "loss"},
				{Name: "kl_k3", Label: "KL, k3 (nats a token)", Chart: "", Group: "policy"},
				{Name: "clip_ratio/region_mean", Label: "clipped", Chart: "", Group: "policy"},
				{Name: "entropy", Label: "entropy (nats a token)", Chart: "", Group: "policy"},
			}, rollouts()),
		},
	}
}

// grpoNorm is a mean over answers or over tokens, as the loss's type says.
func grpoNorm(c spec.Config) Norm {
	if t := loss.GRPOTypes[int(c.Get("loss_type"))]; t == "grpo" || t == "dr_grpo" {
		return OverRows
	}
	return OverTokens
}
