// Package method declares the recipes of preference tuning: for each, the knobs,
// the metrics and the loss. Where its examples come from is the session's to
// arrange; a new method is one more file and a line in [All].
package method

import (
	"preflab/core/loss"
	"preflab/core/spec"
)

// A Method is one recipe.
type Method struct {
	Spec  spec.Spec
	Pairs bool // learns from labelled pairs; else from demonstrations

	// Loss returns the loss under a configuration.
	Loss func(c spec.Config) loss.Func
	// Reports is the length of that loss's Report: the first Metrics of the Spec.
	Reports int
}

// All lists the methods in the order of the story.
func All() []*Method { return []*Method{DPO(), SFT()} }

// Of finds a method by name.
func Of(name string) (*Method, bool) {
	for _, m := range All() {
		if m.Spec.Method == name {
			return m, true
		}
	}
	return nil, false
}

// The metrics that every run has, behind those of its loss.
const (
	KL = iota
	GradNorm
	LearningRate
	shared
)

// sharedMetrics describes them, in order.
func sharedMetrics() []spec.Metric {
	return []spec.Metric{
		{Name: "kl", Label: "distance from the first model (KL, nats)", Chart: "KL to the reference"},
		{Name: "grad_norm", Label: "gradient norm", Chart: ""},
		{Name: "learning_rate", Label: "learning rate", Chart: ""},
	}
}

// Metrics returns how many metrics a row of m's log has.
func (m *Method) Metrics() int { return m.Reports + shared }

// The knobs that every method has.
func optimiser(lr, eps, clip, far, steps, rows float64, rowsHelp string) []spec.Param {
	return []spec.Param{
		{Name: "learning_rate", Label: "Learning rate", Help: "How far each step moves the weights. Too high and the stories fall apart.", Default: lr, Min: 1e-6, Max: 1, Log: true},
		{Name: "max_steps", Label: "Steps", Help: "How many steps a run takes before it stops by itself.", Default: steps, Min: 1, Max: 5000, Integer: true},
		{Name: "target_kl", Label: "Farthest distance", Help: "In nats: a run ends when the model is measured to be so far from the first one, whatever steps are left.", Default: far, Min: 0.1, Max: 150, Log: true},
		{Name: "train_batch_size", Label: "Batch", Help: rowsHelp, Default: rows, Min: 1, Max: 32, Integer: true},
		{Name: "warmup_steps", Label: "Warm-up", Help: "Steps over which the learning rate rises from nothing.", Default: 5, Min: 0, Max: 500, Integer: true},
		{Name: "adam_epsilon", Label: "Adam's epsilon", Help: "Weights whose gradient is far above it all move alike; the others in proportion to their gradient.", Default: eps, Min: 1e-10, Max: 1, Log: true},
		{Name: "max_grad_norm", Label: "Clip", Help: "Longer gradients are shortened to this length.", Default: clip, Min: 0.01, Max: 100, Log: true},
	}
}
