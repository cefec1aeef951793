package pretrain

import (
	"strings"
	"testing"

	"preflab/core/ckpt"
	"preflab/core/kernel"
	"preflab/core/nn"
	"preflab/core/world/tales"
)

// little is a plan that trains in a moment.
func little() Plan {
	return Plan{
		World: tales.World{}, TokenizerOn: 200, Vocab: 400,
		Shape: nn.Config{Dim: 16, Layers: 1, Heads: 2, KVHeads: 1, Hidden: 24, Context: 512, Theta: 1e4, Eps: 1e-5, Tied: true},
		Stages: []Course{
			{Name: "base", Base: true, Steps: 2, Rows: 8, LR: 1e-2, Seed: 1},
			{Name: "sft", Steps: 4, Rows: 8, LR: 1e-2, Seed: 2},
		},
	}
}

// finish takes a course to its end, and returns the hash of its weights.
func finish(c *Course) string {
	for !c.Done() {
		c.Step()
	}
	return ckpt.Hash(c.Weights)
}

// TestResumedCourseIsUninterrupted: stopped in the middle, and gone on with by
// another number of workers, a plan ends in the same bits.
func TestResumedCourseIsUninterrupted(t *testing.T) {
	p := little()
	tok := p.Tokenizer()
	whole, broken := p.Courses(tok, 1), p.Courses(tok, 2)
	for i, c := range whole {
		c.Start(kernel.Best())
		want := finish(c)

		b := broken[i]
		b.Start(kernel.Best())
		b.Step()
		saved := b.Save()
		b.Step() // lost
		if err := b.Resume(saved); err != nil {
			t.Fatal(err)
		}
		if got := finish(b); got != want {
			t.Errorf("%s: resumed %s, uninterrupted %s", c.Name, got, want)
		}
	}
}

// TestAnotherRecipeIsRefused, and leaves the course as it was.
func TestAnotherRecipeIsRefused(t *testing.T) {
	p := little()
	c := p.Courses(p.Tokenizer(), 1)[1]
	c.Start(kernel.Best())
	saved, before := c.Save(), ckpt.Hash(c.Weights)
	c.LR = 1
	for data, want := range map[string]string{string(saved): "another recipe", "no tensors": "safetensors"} {
		err := c.Resume([]byte(data))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	if after := ckpt.Hash(c.Weights); after != before {
		t.Error("a refused state changed the weights")
	}
}
