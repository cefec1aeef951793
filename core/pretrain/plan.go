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
	Base, SFT   Course    // recipes: Steps, Rows, LR, Seed
}

// Tales is the plan behind public/models/tales; docs/results/models.md has what
// came of it.
func Tales() Plan {
	return Plan{
		World: tales.World{}, TokenizerOn: 20000, Vocab: 1488,
		Shape: nn.Config{Dim: 96, Layers: 4, Heads: 3, KVHeads: 3, Hidden: 256, Context: 128, Theta: 1e4, Eps: 1e-5, Tied: true},
		Base:  Course{Base: true, Steps: 2000, Rows: 32, LR: 8e-3, Seed: 1},
		SFT:   Course{Steps: 4000, Rows: 32, LR: 6e-3, Seed: 2},
	}
}

// Tokenizer trains the plan's tokenizer.
func (p Plan) Tokenizer() *token.Tokenizer {
	return Tokenizer(p.World, p.TokenizerOn, p.Vocab, 1)
}

// Courses returns the two runs in order, over one set of weights: the second
// goes on from where the first ends.
func (p Plan) Courses(tok *token.Tokenizer, workers int) (base, sft *Course) {
	c := p.Shape
	c.Vocab = tok.Size()
	weights := nn.NewParams(c)
	weights.Init(p.Base.Seed)
	base, sft = &p.Base, &p.SFT
	for _, x := range []*Course{base, sft} {
		x.World, x.Tok, x.Weights, x.Workers = p.World, tok, weights, workers
	}
	return base, sft
}
