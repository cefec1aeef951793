package lab

import (
	"math/rand/v2"
	"slices"

	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/pref"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/spec"
)

// A deck deals labelled pairs: all of them once, in a shuffled order, then again.
// A label that comes while cards are left joins at a random place among them.
type deck struct {
	src   *rand.PCG
	rand  *rand.Rand
	cards []string // label ids still to be dealt in this round
	known []string // label ids that have been shuffled in

	items map[string]*item // by label id; only ever looked up
}

// An item is a label made ready: tokens, and the frozen log-probabilities of the
// reference.
type item struct {
	label              pref.Label
	chosen, rejected   method.Row
	q                  float64
	refChosen, refRej  []float32
	refReady, unusable bool
}

func newDeck(seed uint64) *deck {
	src := rng.Source(seed, "data")
	return &deck{src: src, rand: rand.New(src), items: map[string]*item{}}
}

// prepare computes the reference's log-probabilities of one label that lacks
// them.
func (d *deck) prepare(s *Session) bool {
	for i := range s.labels {
		l := &s.labels[i]
		it := d.items[l.ID]
		if it == nil || it.label != *l {
			it = newItem(s, *l)
			d.items[l.ID] = it
		}
		if !it.refReady && !it.unusable {
			it.score(s.ref)
			return true
		}
	}
	return false
}

// newItem tokenises a label. One that does not train, or does not fit the
// model's context, is unusable.
func newItem(s *Session, l pref.Label) *item {
	it := &item{label: l}
	q, trains := l.Q()
	chosen, rejected := l.A, l.B
	if q < 0.5 {
		q, chosen, rejected = 1-q, l.B, l.A
	}
	it.q = q
	prompt := method.Prompt(s.tok, l.Prompt)
	it.chosen = method.Row{Prompt: prompt, Completion: method.Answer(s.tok, chosen)}
	it.rejected = method.Row{Prompt: prompt, Completion: method.Answer(s.tok, rejected)}
	it.unusable = !trains || method.Width(it.chosen, it.rejected) > s.ref.W.Config.Context
	return it
}

// score keeps what the reference says of both answers.
func (it *item) score(ref *nn.Model) {
	b := method.Lay(it.chosen, it.rejected)
	sc := ref.Forward(b)
	it.refChosen = append([]float32(nil), sc.LogP[:b.T]...)
	it.refRej = append([]float32(nil), sc.LogP[b.T:]...)
	it.refReady = true
}

// draw deals the next step's pairs, at most one shard of each two.
func (d *deck) draw(s *Session, cfg spec.Config) []*seq.Batch {
	d.update(s)
	n := min(values(cfg, "train_batch_size"), len(d.known))
	var items []*item
	for len(items) < n {
		if len(d.cards) == 0 {
			d.cards = append(d.cards, d.known...)
			d.rand.Shuffle(len(d.cards), func(i, j int) { d.cards[i], d.cards[j] = d.cards[j], d.cards[i] })
		}
		items = append(items, d.items[d.cards[0]])
		d.cards = d.cards[1:]
	}
	per := (n + shards - 1) / shards
	var out []*seq.Batch
	for part := range slices.Chunk(items, max(per, 1)) {
		out = append(out, batchOf(part, n))
	}
	return out
}

// update takes in labels that came and drops those that went, in label order.
func (d *deck) update(s *Session) {
	usable := make([]string, 0, len(s.labels))
	for i := range s.labels {
		if it := d.items[s.labels[i].ID]; it != nil && !it.unusable {
			usable = append(usable, s.labels[i].ID)
		}
	}
	gone := func(id string) bool { return !slices.Contains(usable, id) }
	d.known = slices.DeleteFunc(d.known, gone)
	d.cards = slices.DeleteFunc(d.cards, gone)
	for _, id := range usable {
		if !slices.Contains(d.known, id) {
			d.known = append(d.known, id)
			if len(d.cards) > 0 {
				d.cards = slices.Insert(d.cards, d.rand.IntN(len(d.cards)+1), id)
			}
		}
	}
}

// batchOf lays pairs out as rows 2i (chosen) and 2i+1 (rejected).
func batchOf(items []*item, norm int) *seq.Batch {
	var rows []method.Row
	for _, it := range items {
		rows = append(rows, it.chosen, it.rejected)
	}
	b := method.Lay(rows...)
	b.Ref = make([]float32, b.B*b.T)
	b.Norm = float64(norm)
	for i, it := range items {
		copy(b.Ref[2*i*b.T:], it.refChosen)
		copy(b.Ref[(2*i+1)*b.T:], it.refRej)
		b.Pairs = append(b.Pairs, seq.Pair{Chosen: 2 * i, Rejected: 2*i + 1, Q: it.q})
	}
	return b
}
