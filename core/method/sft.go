package method

import (
	"preflab/core/loss"
	"preflab/core/spec"
)

// sftMetrics are those of [loss.SFT].
func sftMetrics() []spec.Metric {
	return []spec.Metric{
		{Name: "loss", Label: "loss (nats a token)", Chart: "Loss", Group: "loss"},
		{Name: "entropy", Label: "entropy (nats a token)", Chart: "Entropy", Group: "policy"},
	}
}

// SFT is supervised fine-tuning on the world's demonstrations: cross-entropy on
// the continuation only, averaged over the tokens of the whole step.
func SFT() *Method {
	return &Method{
		Data:    Demos,
		Reports: loss.SFTMetrics,
		Norm:    OverTokens,
		Loss:    func(spec.Config) loss.Func { return loss.SFT },
		Spec: spec.Spec{
			Method: "sft", Title: "SFT", Base: true, Policy: true,
			Story: []string{
				"Before anybody is asked what they like, a model must be able to do the task at all.",
				"It begins with the base model, which has read this world's texts in pieces, and is shown whole stories: opening and ending.",
				"Each word of an ending becomes a little likelier; the opening itself is given and costs nothing.",
			},
			Formula: "−mean log π(word | words before)",
			Flow:    []spec.Box{{Name: "stories", Role: "data"}, {Name: "model", Role: "trained"}},
			Summary: "Shows the model stories of this world and makes each next word more likely.",
			Params:  tuning{5e-4, 1e-8, 1, 150, 200, 16, "Stories in each step."}.optimiser(),
			Metrics: metrics(sftMetrics()),
		},
	}
}

// SFTChosen is SFT on the preferred answers alone ("preferred fine-tuning" in the
// DPO paper, section 6): the honest baseline of all that follows.
func SFTChosen() *Method {
	return &Method{
		Data:    Chosen,
		Reports: loss.SFTMetrics,
		Norm:    OverTokens,
		Loss:    func(spec.Config) loss.Func { return loss.SFT },
		Spec: spec.Spec{
			Method: "sft_chosen", Title: "SFT on the chosen", Labels: true, Policy: true,
			Story: []string{
				"The plainest thing to do with labels: forget the refused answers and learn the chosen ones by heart.",
				"There is no reward and no frozen copy, only next-word prediction on what you liked.",
				"It is the baseline: whatever is cleverer must beat it.",
			},
			Formula: "−mean log π(word of the chosen | words before)",
			Flow:    []spec.Box{{Name: "your chosen answers", Role: "labels"}, {Name: "model", Role: "trained"}},
			Summary: "Learns the answers that you chose, and forgets the others.",
			Params:  join(tuning{2.5e-2, 0.1, 3, 2.8, 50, 16, "Answers in each step."}.optimiser(), borrowing()),
			Metrics: metrics(sftMetrics()),
		},
	}
}

// Unlikelihood is SFT on the chosen answers and its opposite on the refused ones
// (Welleck et al. 2020): what DPO would be without its weighing of each pair.
func Unlikelihood() *Method {
	return &Method{
		Data:    Pairs,
		Reports: loss.UnlikelihoodMetrics,
		Loss: func(c spec.Config) loss.Func {
			return loss.Unlikelihood{Alpha: c.Get("alpha")}.Loss
		},
		Spec: spec.Spec{
			Method: "unlikelihood", Title: "Unlikelihood", Labels: true, Policy: true,
			Story: []string{
				"The second plainest thing: make the chosen words likelier and the refused words less likely.",
				"Nothing says when it is enough, since no frozen copy is asked.",
				"So it breaks the model sooner than it teaches it, which is what DPO's weights are for.",
			},
			Formula: "−mean log π(chosen) − α·mean log(1 − π(refused))",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "model", Role: "trained"}},
			Summary: "Makes chosen words likelier and refused words less likely, without measure.",
			Params: join([]spec.Param{
				{Name: "alpha", Label: "Alpha", Help: "How much the refused answers count beside the chosen ones.", Default: 0.2, Min: 0, Max: 5},
			}, tuning{4e-3, 0.1, 3, 2.8, 50, 16, "Pairs in each step."}.optimiser(), borrowing()),
			Metrics: metrics(paired(nil, ""), []spec.Metric{
				{Name: "nll_loss", Label: "surprise at the chosen", Chart: "Parts of the loss", Group: "loss"},
				{Name: "unlikelihood_loss", Label: "of the refused", Chart: "Parts of the loss", Group: "loss"},
			}),
		},
	}
}
