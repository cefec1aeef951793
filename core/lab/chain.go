package lab

import (
	"math/rand/v2"

	"preflab/core/method"
	"preflab/core/rng"
	"preflab/core/seq"
)

// cells lays one label out as the run's method wants it.
func (d *deck) cells(s *Session, r *run, it *item, random *rand.Rand) []cell {
	w := weightOf(&it.label, r.cfg)
	switch r.method.Data {
	case method.Chosen:
		return []cell{{rows: []method.Row{it.chosen}, weight: w}}
	case method.Control:
		return []cell{
			{rows: []method.Row{marked(s, r, it.chosen, method.Good)}, weight: w},
			{rows: []method.Row{marked(s, r, it.rejected, method.Bad)}, weight: w},
		}
	case method.Chains:
		return []cell{{rows: []method.Row{chain(s, r, it, random)}, weight: w}}
	}
	c := cell{rows: []method.Row{it.chosen, it.rejected}, q: it.certainty(r), margin: it.margin(r), weight: w}
	if r.method.Ref {
		c.refs = [][]float32{it.refChosen, it.refRej}
	}
	return []cell{c}
}

// certainty is the probability that the chosen answer is the better one; a tie stays
// one.
func (it *item) certainty(r *run) float64 {
	switch {
	case it.q == 0.5 || !r.cfg.Spec.Has("certainty"):
		return it.q
	case it.label.Strength > 1:
		return r.cfg.Get("certainty_much")
	}
	return r.cfg.Get("certainty")
}

// margin is by how much the chosen answer should lead.
func (it *item) margin(r *run) float64 {
	if it.label.Strength > 1 && r.cfg.Spec.Has("margin") {
		return r.cfg.Get("margin")
	}
	return 0
}

// marked puts a marker between an opening and its answer.
func marked(s *Session, r *run, row method.Row, kind string) method.Row {
	m := method.Marker(s.tok, r.cfg, kind)
	return method.Row{Prompt: append(row.Prompt[:len(row.Prompt):len(row.Prompt)], m...), Completion: row.Completion}
}

// quietMarkers has each learned marker begin as half a full stop, which the model reads
// over: as the token of no text that it is, it put the model 16 nats away before the
// first step, and as half a full stop 0.1. A whole one would be written in its place,
// since the output shares the embedding.
func (r *run) quietMarkers(s *Session) {
	if len(r.method.Spec.Markers) == 0 || r.cfg.Get("marker") != 0 {
		return
	}
	embed, stop := s.model.W.Embed, s.tok.EncodeRaw(".")[0]
	row := func(id int32) []float32 { return embed.Data[int(id)*embed.C:][:embed.C] }
	for _, kind := range []string{method.Good, method.Bad} {
		for _, m := range [][]int32{method.Marker(s.tok, r.cfg, kind), method.SecondMarker(s.tok, r.cfg, kind)} {
			for i, x := range row(stop) {
				row(m[0])[i] = x / 2
			}
		}
	}
	s.model.Touch()
}

// chain is one row of Chain of Hindsight: both answers, the good or the bad first, or
// one of them. A chain longer than the model's context gives a single.
func chain(s *Session, r *run, it *item, random *rand.Rand) method.Row {
	first, second, kind, other := it.chosen, it.rejected, method.Good, method.Bad
	if random.IntN(2) == 0 {
		first, second, kind, other = second, first, other, kind
	}
	row := marked(s, r, first, kind)
	if random.Float64() >= r.cfg.Get("chain_share") {
		return row
	}
	both := row
	both.Marker, both.Second = method.SecondMarker(s.tok, r.cfg, other), second.Completion
	if method.Width(both) > s.ref.W.Config.Context {
		return row
	}
	return both
}

// beside are the world's own stories that are learned with the feedback, so weighed
// that together they count the settings' share of n counted tokens.
func (d *deck) beside(s *Session, r *run, n float64, step int) []cell {
	share := r.cfg.Get("pt_loss_weight")
	if share == 0 {
		return nil
	}
	rows := s.stories(rng.At(d.seed, "beside", step), values(r.cfg, "train_batch_size")/2+1)
	tokens := 0
	for _, row := range rows {
		tokens += row.Counted()
	}
	var cells []cell
	for _, row := range rows {
		cells = append(cells, cell{rows: []method.Row{row}, weight: share * n / float64(tokens)})
	}
	return cells
}

// forget is forgetful causal masking (Liu et al. 2022): each row draws a share of at
// most most, and each of its queries loses that share of its keys, never the first.
func forget(batches []*seq.Batch, most float64, random *rand.Rand) {
	if most == 0 {
		return
	}
	for _, b := range batches {
		b.Drop = make([]bool, b.B*b.T*b.T)
		for i := range b.B {
			share := random.Float64() * most
			for q := range b.T {
				for k := 1; k <= q; k++ {
					b.Drop[(i*b.T+q)*b.T+k] = random.Float64() < share
				}
			}
		}
	}
}
