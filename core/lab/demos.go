package lab

import (
	"preflab/core/method"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/spec"
	"preflab/core/world"
)

// demos draws the world's own stories, fresh ones each step.
type demos struct {
	seed uint64
	next int // step to draw
}

func (d *demos) prepare(*Session) bool { return false }

func (d *demos) draw(s *Session, cfg spec.Config) []*seq.Batch {
	r := rng.At(d.seed, "data", d.next)
	d.next++
	rows := make([]method.Row, values(cfg, "train_batch_size"))
	for i := range rows {
		st := s.world.Story(r, world.Train)
		rows[i] = method.Row{Prompt: method.Prompt(s.tok, st.Opening), Completion: method.Answer(s.tok, st.Continuation)}
	}
	return method.Shards(rows, shards)
}

func (d *demos) marshal() savedSource { return savedSource{Next: d.next} }

func (d *demos) unmarshal(x savedSource) error {
	d.next = x.Next
	return nil
}
