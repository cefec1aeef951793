package method

import (
	"preflab/core/loss"
	"preflab/core/spec"
	"preflab/core/token"
)

// The markers by which an answer is asked for.
const (
	Good  = "good"
	Bad   = "bad"
	Chain = "chain" // a bad answer first, then a better one
)

// words are the worded markers, each with what it becomes as the second of a chain.
var words = map[string][2]string{
	Good: {"A good ending:", "A better ending:"},
	Bad:  {"A bad ending:", "A worse ending:"},
}

// Marker is what stands before an answer that is to be good or bad: words, or one
// token of the byte alphabet that no text uses, to be learned.
func Marker(t *token.Tokenizer, c spec.Config, kind string) []int32 { return marker(t, c, kind, 0) }

// SecondMarker is the same before the second answer of a chain.
func SecondMarker(t *token.Tokenizer, c spec.Config, kind string) []int32 {
	return marker(t, c, kind, 1)
}

func marker(t *token.Tokenizer, c spec.Config, kind string, at int) []int32 {
	if c.Get("marker") == 1 {
		return t.Encode(words[kind][at])
	}
	b := byte(1 + at) // U+0001 to U+0004
	if kind == Bad {
		b += 2
	}
	return []int32{t.Byte(b)}
}

// marking is the knob of the markers.
func marking() []spec.Param {
	return []spec.Param{
		{Name: "marker", Label: "Markers", Help: "What stands before a good or a bad answer: a token of its own, to be learned, or words.", Default: 0, Max: 1, Choices: []string{"learned", "words"}},
	}
}

// CoH is Chain of Hindsight (Liu, Sferrazza and Abbeel 2023): both answers in one
// row behind words of feedback, next-token prediction on the answers alone.
func CoH() *Method {
	return &Method{
		Data:    Chains,
		Reports: loss.SFTMetrics,
		Norm:    OverTokens,
		Loss:    func(spec.Config) loss.Func { return loss.SFT },
		Spec: spec.Spec{
			Method: "coh", Title: "Chain of Hindsight", Labels: true, Policy: true, Markers: []string{Good, Bad, Chain},
			Story: []string{
				"People learn from words: “this was bad, that is better.” So can a language model, which reads.",
				"Both answers are written one after the other, each behind a marker that says what it is, and the model learns to go on.",
				"Afterwards you ask for a good answer by writing the marker. The paper saw this fall behind plain SFT at its smallest sizes, and so do we: from 24 labels it won 0.53 of the openings where SFT won 0.76.",
			},
			Formula: "−mean log π(answers | opening, feedback) − λ·mean log π(stories)",
			Flow:    []spec.Box{{Name: "your labels, in words", Role: "labels"}, {Name: "stories", Role: "data"}, {Name: "model", Role: "trained"}},
			Summary: "Learns from both answers, each behind a marker that says what it is.",
			Params: join(marking(), []spec.Param{
				{Name: "chain_share", Label: "Chains", Help: "The share of rows with both answers; the others hold one.", Default: 0.5, Min: 0, Max: 1},
				{Name: "fcm_max_ratio", Label: "Forgetting", Help: "Up to this share of what was read is hidden while learning, so that nothing is merely copied.", Default: 0.05, Min: 0, Max: 0.5},
				{Name: "pt_loss_weight", Label: "Stories beside", Help: "How much the world's own stories are learned beside the labels; without them the model forgets to write.", Default: 1.5, Min: 0, Max: 10},
			}, tuning{3e-3, 1e-3, 1, 150, 100, 16, "Rows of feedback in each step."}.optimiser(), borrowing()),
			Metrics: metrics(sftMetrics()),
		},
	}
}

// CSFT is SFT on both answers behind a control token (Korbak et al. 2023): Chain of
// Hindsight without chains.
func CSFT() *Method {
	return &Method{
		Data:    Control,
		Reports: loss.SFTMetrics,
		Norm:    OverTokens,
		Loss:    func(spec.Config) loss.Func { return loss.SFT },
		Spec: spec.Spec{
			Method: "csft", Title: "Control tokens", Labels: true, Policy: true, Markers: []string{Good, Bad},
			Story: []string{
				"Every answer is learned, the refused ones too, each behind a mark that says which it was.",
				"What is asked for afterwards is the good mark.",
				"It is Chain of Hindsight's smallest form: one answer at a time, nothing to compare.",
			},
			Formula: "−mean log π(answer | opening, mark)",
			Flow:    []spec.Box{{Name: "your labels", Role: "labels"}, {Name: "model", Role: "trained"}},
			Summary: "Learns both answers, each behind its mark.",
			Params:  join(marking(), tuning{1e-3, 1e-3, 1, 150, 100, 16, "Pairs in each step, taken apart."}.optimiser(), borrowing()),
			Metrics: metrics(sftMetrics()),
		},
	}
}
