// Package pretrain makes the models that the site ships: a tokenizer and a base
// model from a world's stories, and an sft model that continues its openings. It
// runs natively, on every processor, and can be stopped and resumed.
package pretrain

import (
	"slices"

	"preflab/core/method"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/token"
	"preflab/core/world"
)

// Tokenizer trains a tokenizer of the given size on n stories.
func Tokenizer(w world.World, n, size int, seed uint64) *token.Tokenizer {
	r := rng.New(seed, "tokenizer")
	return token.Train(func(yield func(string) bool) {
		for range n {
			s := w.Story(r, world.Train)
			if !yield(s.Opening + s.Continuation) {
				return
			}
		}
	}, size)
}

// row cuts a story into prompt and completion. The base model learns all of it,
// so its prompt is the beginning of text alone.
func (c *Course) row(s world.Story) method.Row {
	p, a := method.Prompt(c.Tok, s.Opening), method.Answer(c.Tok, s.Continuation)
	if c.Base {
		p, a = p[:1], append(p[1:], a...)
	}
	return method.Row{Prompt: p, Completion: a}
}

// stories draws the batch of one step: n fresh stories, cut into shards. They are
// sorted by length first, so that little is padding.
func (c *Course) stories(step, n, shards int) []*seq.Batch {
	r := rng.At(c.Seed, "data", step)
	rows := make([]method.Row, n)
	for i := range rows {
		rows[i] = c.row(c.World.Story(r, c.Split))
	}
	slices.SortStableFunc(rows, func(a, b method.Row) int {
		return len(a.Prompt) + len(a.Completion) - len(b.Prompt) - len(b.Completion)
	})
	return method.Shards(rows, shards)
}

// bound returns the mean information, in nats, of the stories that step 0 draws:
// no model of their text can do better on average than the choices that made it.
func (c *Course) bound(n int) float64 {
	r := rng.At(c.Seed, "data", 0)
	sum := 0.0
	for range n {
		s := c.World.Story(r, c.Split)
		sum += s.Nats
		if c.Base {
			sum += s.OpeningNats
		}
	}
	return sum / float64(n)
}
