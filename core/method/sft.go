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
			Method:  "sft",
			Title:   "SFT",
			Summary: "Shows the model stories of this world and makes each next word more likely.",
			Params:  optimiser(5e-4, 1e-8, 1, 150, 200, 16, "Stories in each step."),
			Metrics: append([]spec.Metric{
				{Name: "loss", Label: "loss (nats a token)", Chart: "Loss"},
				{Name: "entropy", Label: "entropy (nats a token)", Chart: "Entropy"},
			}, sharedMetrics()...),
		},
	}
}
