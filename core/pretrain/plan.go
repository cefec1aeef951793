package pretrain

import (
	"preflab/core/nn"
	"preflab/core/token"
	"preflab/core/world"
	"preflab/core/world/tales"
)

// A Plan is the recipe of the shipped models of one world. The same plan gives
// the same bits on every machine, whatever the number of workers.
type Plan struct {
	World       world.World
	TokenizerOn int       // stories that the tokenizer is trained on
	Vocab       int       // tokens, a multiple of 16
	Shape       nn.Config // without the vocabulary
	Stages      []Course  // one after the other over one set of weights; the end of each is a model of the site: Name, Steps, Rows, LR, Seed
}

// Tales is the plan behind public/models/tales; docs/results/models.md has what
// came of it.
func Tales() Plan {
	return Plan{
		World: tales.World{}, TokenizerOn: 20000, Vocab: 1488,
		Shape: nn.Config{Dim: 96, Layers: 5, Heads: 3, KVHeads: 3, Hidden: 256, Context: 128, Theta: 1e4, Eps: 1e-5, Tied: true},
		Stages: []Course{
			{Name: "base", Base: true, Steps: 3000, Rows: 32, LR: 8e-3, Seed: 1},
			{Name: "sft", Steps: 10000, Rows: 32, LR: 6e-3, Seed: 2},
		},
	}
}

// Tokenizer trains the plan's tokenizer.
func (p Plan) Tokenizer() *token.Tokenizer {
	return Tokenizer(p.World, p.TokenizerOn, p.Vocab, 1)
}

// Courses readies the stages over one set of weights: each goes on from where
// the one before it ends.
func (p Plan) Courses(tok *token.Tokenizer, workers int) []*Course {
	c := p.Shape
	c.Vocab = tok.Size()
	weights := nn.NewParams(c)
	weights.Init(p.Stages[0].Seed)
	var out []*Course
	for _, x := range p.Stages {
		x.World, x.Tok, x.Weights, x.Workers = p.World, tok, weights, workers
		out = append(out, &x)
	}
	return out
}
