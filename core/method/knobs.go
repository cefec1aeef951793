package method

import "preflab/core/spec"

// tuning holds the defaults of the knobs that every method has.
type tuning struct {
	rate, eps, clip, far, steps, rows float64
	rowsHelp                          string
}

// optimiser are those knobs.
func (t tuning) optimiser() []spec.Param {
	return append([]spec.Param{
		{Name: "learning_rate", Label: "Learning rate", Help: "How far each step moves the weights. Too high and the stories fall apart.", Default: t.rate, Min: 1e-6, Max: 1, Log: true},
		{Name: "max_steps", Label: "Steps", Help: "How many steps a run takes before it stops by itself.", Default: t.steps, Min: 1, Max: 5000, Integer: true},
		{Name: "target_kl", Label: "Farthest distance", Help: "In nats: a run ends when the model is measured to be so far from the first one, whatever steps are left.", Default: t.far, Min: 0.1, Max: 150, Log: true},
	}, more([]spec.Param{
		{Name: "train_batch_size", Label: "Batch", Help: t.rowsHelp, Default: t.rows, Min: 1, Max: 32, Integer: true},
		{Name: "warmup_steps", Label: "Warm-up", Help: "Steps over which the learning rate rises from nothing.", Default: 5, Min: 0, Max: 500, Integer: true},
		{Name: "adam_epsilon", Label: "Adam's epsilon", Help: "Weights whose gradient is far above it all move alike; the others in proportion to their gradient.", Default: t.eps, Min: 1e-10, Max: 1, Log: true},
		{Name: "max_grad_norm", Label: "Clip", Help: "Longer gradients are shortened to this length.", Default: t.clip, Min: 0.01, Max: 100, Log: true},
	}...)...)
}

// borrowing are the knobs of every method that learns from labels: pairs that a
// taste labels beside the visitor's own.
func borrowing() []spec.Param {
	return append([]spec.Param{
		{Name: "borrow_pairs", Label: "Borrowed pairs", Help: "So many more pairs are labelled by the chosen taste, not by you.", Default: 0, Min: 0, Max: 1000, Integer: true},
	}, more([]spec.Param{
		{Name: "borrow_noise", Label: "Noise in them", Help: "The share of the borrowed labels that are turned round.", Default: 0.1, Min: 0, Max: 0.5},
		{Name: "borrow_weight", Label: "Their weight", Help: "How much a borrowed label counts beside one of yours.", Default: 0.5, Min: 0.01, Max: 1},
	}...)...)
}

// certainty are the knobs that turn a verdict into a probability.
func certainty() []spec.Param {
	return more([]spec.Param{
		{Name: "certainty", Label: "A label's certainty", Help: "How probable it is that the answer called better is the better one. Below 1 labels are soft.", Default: 1, Min: 0.51, Max: 1},
		{Name: "certainty_much", Label: "When much better", Help: "The same for an answer called much better.", Default: 1, Min: 0.51, Max: 1},
	}...)
}

// scoring are the knobs of every method whose answers are scored.
func scoring() []spec.Param {
	return []spec.Param{
		{Name: "reward", Label: "Scored by", Help: "A reward model, trained first on the labels if there is none; or the chosen taste itself.", Default: 0, Min: 0, Max: 1, Choices: []string{"model", "taste"}},
		{Name: "missing_eos_penalty", Label: "No end costs", Help: "What an answer loses that does not come to an end, in deviations of the score.", Default: 1, Min: 0, Max: 10, More: true},
	}
}

// more marks knobs as the experts', which are folded away at first.
func more(params ...spec.Param) []spec.Param {
	for i := range params {
		params[i].More = true
	}
	return params
}

// join puts knobs together.
func join(parts ...[]spec.Param) (all []spec.Param) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// metrics puts metrics together.
func metrics(parts ...[]spec.Metric) (all []spec.Metric) {
	for _, p := range append(parts, sharedMetrics()) {
		all = append(all, p...)
	}
	return all
}
