package lab

import (
	"math/rand/v2"

	"preflab/core/method"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/world"
)

// demos draws the world's own stories, fresh ones each step.
type demos struct {
	seed uint64
	next int // step to draw
}

func (d *demos) prepare(*Session, *run) bool    { return false }
func (d *demos) busy() bool                     { return false }
func (d *demos) doing() string                  { return "" }
func (d *demos) extra(*Session, *run) []float64 { return nil }

func (d *demos) draw(s *Session, r *run) []*seq.Batch {
	rows := s.stories(rng.At(d.seed, "data", d.next), values(r.cfg, "train_batch_size"))
	d.next++
	return method.Shards(rows, shards)
}

// stories draws n of the world's stories to learn, of those that the model can read
// to the end.
func (s *Session) stories(r *rand.Rand, n int) []method.Row {
	rows := make([]method.Row, 0, n)
	for len(rows) < n {
		st := s.world.Story(r, world.Train)
		row := method.Row{Prompt: method.Prompt(s.tok, st.Opening), Completion: method.Answer(s.tok, st.Continuation)}
		if method.Width(row) <= s.ref.W.Config.Context {
			rows = append(rows, row)
		}
	}
	return rows
}

func (d *demos) marshal() savedSource { return savedSource{Next: d.next} }

func (d *demos) unmarshal(_ *Session, _ *run, x savedSource) error {
	d.next = x.Next
	return nil
}
