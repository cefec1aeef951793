package bench

import (
	"fmt"

	"preflab/core/nn"
	"preflab/core/seq"
)

// A Shape is a model and a batch, in the letters of package seq.
type Shape struct {
	D int `json:"D"` // width (C in package seq: the letter is the jobs')
	L int `json:"L"`
	H int `json:"H"` // heads, each with keys and values of its own
	F int `json:"F"`
	V int `json:"V"`
	B int `json:"B"`
	T int `json:"T"`
}

// Sizes are the shapes that everybody is measured on. The smaller, the more steps are
// taken apart: a browser's clock counts tenths of a millisecond.
func Sizes() []Job {
	return []Job{
		{Size: "XS", Phases: 40, Shape: &Shape{D: 64, L: 2, H: 2, F: 176, V: 512, B: 16, T: 32}},
		{Size: "S", Phases: 8, Shape: &Shape{D: 128, L: 4, H: 4, F: 352, V: 512, B: 16, T: 64}},
		{Size: "M", Phases: 3, Shape: &Shape{D: 256, L: 6, H: 8, F: 704, V: 1024, B: 16, T: 128}},
	}
}

// mostNumbers bounds weights and activations of a shape together, in floats: 1 GiB,
// a quarter of what a WebAssembly program can have.
const mostNumbers = 1 << 28

// check says what is wrong with a shape.
func (s *Shape) check() error {
	if s.H < 1 {
		return fmt.Errorf(`"H" is %d; it must be 1 or more`, s.H)
	}
	if s.B < 1 || s.B > 4096 {
		return fmt.Errorf(`"B" is %d; it must be from 1 to 4096`, s.B)
	}
	c := s.Config()
	if err := c.Check(); err != nil {
		return err
	}
	n := s.B * s.T
	perLayer := n*(9*s.D+3*s.F) + s.B*s.H*s.T*s.T
	if all := 5*c.Count() + s.L*perLayer + n*(s.V+12*s.D+5*s.F); all > mostNumbers {
		return fmt.Errorf("this shape takes about %d million numbers; at most %d million are allowed", all>>20, mostNumbers>>20)
	}
	return nil
}

// Config is the model: Llama's, with the output sharing the embedding, as in the
// models that the site ships.
func (s *Shape) Config() nn.Config {
	return nn.Config{Dim: s.D, Layers: s.L, Heads: s.H, KVHeads: s.H, Hidden: s.F, Vocab: s.V, Context: s.T, Theta: 1e4, Eps: 1e-5, Tied: true}
}

// Batch has ids[i] = i·7919 mod V and targets[i] = (i·104729 + 1) mod V, all of
// which count: primes, so that neither repeats soon, and no generator that a peer
// would have to share.
func (s *Shape) Batch() *seq.Batch {
	b := seq.NewBatch(s.B, s.T)
	for i := range b.Tokens {
		b.Tokens[i] = int32(int64(i) * 7919 % int64(s.V))
		b.Target[i] = int32((int64(i)*104729 + 1) % int64(s.V))
		b.Mask[i] = 1
	}
	b.Norm = float64(len(b.Tokens))
	return b
}

// Flop is what a step costs, by the usual count: 6 for each weight of a product and
// token (Kaplan et al. 2020), and 12·L·D·T for the attention of each token, as if
// nothing of it were masked.
func (s *Shape) Flop() float64 {
	weights := s.L*(4*s.D*s.D+3*s.D*s.F) + s.D*s.V
	tokens := float64(s.B * s.T)
	return 6*float64(weights)*tokens + 12*float64(s.L*s.D*s.T)*tokens
}
