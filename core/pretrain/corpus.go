// Package pretrain makes the models that the site ships: a tokenizer and a base
// model from a world's stories, and an sft model that continues its openings. It
// runs natively, on every processor, and can be stopped and resumed.
package pretrain

import (
	"slices"
	"strings"

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

// A row is one tokenised story.
type row struct{ prompt, completion []int32 }

// encode cuts a story into prompt and completion. The base model learns all of
// it, so its prompt is the beginning of text alone.
func encode(tok *token.Tokenizer, s world.Story, base bool) row {
	p := append([]int32{token.BOS}, tok.Encode(s.Opening)...)
	c := append(tok.Encode(strings.TrimPrefix(s.Continuation, " ")), token.EOS)
	if base {
		return row{p[:1], append(p[1:], c...)}
	}
	return row{p, c}
}

// stories draws the batch of one step: n rows of fresh stories, cut into shards
// of equal rows. Rows are sorted by length first, so that little is padding.
func (c *Course) stories(step, n, shards int) []*seq.Batch {
	r := rng.At(c.Seed, "data", step)
	rows := make([]row, n)
	for i := range rows {
		rows[i] = encode(c.Tok, c.World.Story(r, c.Split), c.Base)
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		return len(a.prompt) + len(a.completion) - len(b.prompt) - len(b.completion)
	})
	norm := 0
	for _, x := range rows {
		norm += len(x.completion)
	}
	var out []*seq.Batch
	for part := range slices.Chunk(rows, n/shards) {
		last := part[len(part)-1]
		b := seq.NewBatch(len(part), (len(last.prompt)+len(last.completion)-1+7)&^7)
		for i, x := range part {
			b.SetRow(i, x.prompt, x.completion)
		}
		b.Norm = float64(norm)
		out = append(out, b)
	}
	return out
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
