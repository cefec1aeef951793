package method

import (
	"preflab/core/loss"
	"preflab/core/spec"
)

// SFT is supervised fine-tuning on the world's demonstrations: cross-entropy on
// the continuation only, averaged over the tokens of the whole step.
func SFT() *Method {
	return &Method{
		Reports: loss.SFTMetrics,
		Loss:    func(spec.Config) loss.Func { return loss.SFT },
		Spec: spec.Spec{
			Method: "sft",
			Title:  "SFT",
			Base:   true, Policy: true,
			Story: []string{
				"Before anybody is asked what they like, a model must be able to do the task at all.",
				"It begins with the base model, which has read this world's texts in pieces, and is shown whole stories: opening and ending.",
				"Each word of an ending becomes a little likelier; the opening itself is given and costs nothing.",
			},
			Formula: "−mean log π(word | words before)",
			Flow:    []spec.Box{{Name: "stories", Role: "data"}, {Name: "model", Role: "trained"}},
			Summary: "Shows the model stories of this world and makes each next word more likely.",
			Params:  optimiser(5e-4, 1e-8, 1, 150, 200, 16, "Stories in each step."),
			Metrics: append([]spec.Metric{
				{Name: "loss", Label: "loss (nats a token)", Chart: "Loss"},
				{Name: "entropy", Label: "entropy (nats a token)", Chart: "Entropy"},
			}, sharedMetrics()...),
		},
	}
}
