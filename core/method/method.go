// Package method declares the recipes of preference tuning: for each, the knobs,
// the metrics, the loss, and from what kind of data its batches come. Drawing the
// data is the session's; a new method is one more file and a line in [All].
package method

import (
	"preflab/core/loss"
	"preflab/core/spec"
)

// Data is where a method's batches come from.
type Data int

// The kinds of data.
const (
	Demos    Data = iota // the world's own stories
	Pairs                // labelled pairs, both answers side by side
	Chosen               // the preferred answers alone
	Control              // both answers, each behind its marker
	Chains               // both answers in one row behind their markers, and singles
	Rollouts             // the model's own answers, scored
	Online               // pairs of the model's own answers, judged
)

// A Method is one recipe.
type Method struct {
	Spec spec.Spec
	Data Data

	Ref   bool // the loss reads the reference's log-probabilities
	Value bool // a model with a value head is trained: a reward model, or a critic beside the policy
	Shift bool // the loss reads KTO's reference point

	// Loss returns the loss under a configuration.
	Loss func(c spec.Config) loss.Func
	// Reports is the length of that loss's Report: the first Metrics of the Spec.
	Reports int
	// Extra are the metrics behind those of the loss: of the roll-outs, or of what a
	// reward model was not trained on.
	Extra int
	// Norm is what the loss divides by; NormBy, where a setting says it instead.
	Norm   Norm
	NormBy func(c spec.Config) Norm
	// Credit is what turns the scores of roll-outs into advantages.
	Credit Credit
}

// Over returns what the loss divides by under a configuration.
func (m *Method) Over(c spec.Config) Norm {
	if m.NormBy != nil {
		return m.NormBy(c)
	}
	return m.Norm
}

// Norm is what a step's loss is the mean over.
type Norm int

// What a mean may be over.
const (
	OverPairs Norm = iota
	OverTokens
	OverRows
)

// Credit is how the score of an answer becomes the advantages of its tokens.
type Credit int

// What an answer is held against.
const (
	NoCredit    Credit = iota // nothing: the better of two answers is chosen
	ByCritic                  // a critic's values, token by token; distance costs at every token
	OthersMean                // the others of its group, less what its distance costs
	GroupSpread               // its group, by its mean and deviation; the loss knows the distance
)

// All lists the methods in the order of the story.
func All() []*Method {
	return []*Method{
		SFT(), SFTChosen(), RM(), PPO(), RLOO(), GRPO(),
		DPO(), OnlineDPO(), KTO(), ORPO(), SimPO(), Unlikelihood(), CoH(), CSFT(),
	}
}

// First is the method that a page begins with.
const First = "dpo"

// Of finds a method by name.
func Of(name string) (*Method, bool) {
	for _, m := range All() {
		if m.Spec.Method == name {
			return m, true
		}
	}
	return nil, false
}

// Names lists the methods' names.
func Names() (names []string) {
	for _, m := range All() {
		names = append(names, m.Spec.Method)
	}
	return names
}

// The metrics that every run has, behind those of its loss and its roll-outs.
const (
	KL = iota
	GradNorm
	LearningRate
	shared
)

// sharedMetrics describes them, in order.
func sharedMetrics() []spec.Metric {
	return []spec.Metric{
		{Name: "kl", Label: "distance from the first model (KL, nats)", Chart: "KL to the reference", Group: "policy"},
		{Name: "grad_norm", Label: "gradient norm", Chart: ""},
		{Name: "learning_rate", Label: "learning rate", Chart: ""},
	}
}

// Metrics returns how many metrics a row of m's log has.
func (m *Method) Metrics() int { return m.Reports + m.Extra + shared }

// Shared is where the metrics that every run has begin.
func (m *Method) Shared() int { return m.Reports + m.Extra }

// ptr returns the address of a constant, for baselines and bands.
func ptr(x float64) *float64 { return &x }
