package lab

import (
	"slices"

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
	n := values(cfg, "train_batch_size")
	rows, count := make([][2][]int32, n), 0
	for i := range rows {
		st := s.world.Story(r, world.Train)
		rows[i] = [2][]int32{encodePrompt(s.tok, st.Opening), encodeAnswer(s.tok, st.Continuation)}
		count += len(rows[i][1])
	}
	var out []*seq.Batch
	for part := range slices.Chunk(rows, (n+shards-1)/shards) {
		t := 0
		for _, x := range part {
			t = max(t, (len(x[0])+len(x[1])-1+7)&^7)
		}
		b := seq.NewBatch(len(part), t)
		b.Norm = float64(count)
		for i, x := range part {
			b.SetRow(i, x[0], x[1])
		}
		out = append(out, b)
	}
	return out
}

func (d *demos) marshal() savedSource { return savedSource{Next: d.next} }

func (d *demos) unmarshal(x savedSource) error {
	d.next = x.Next
	return nil
}
