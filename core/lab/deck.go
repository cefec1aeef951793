package lab

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"

	"preflab/core/eval"
	"preflab/core/loss"
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
	seed  uint64
	src   *rand.PCG
	rand  *rand.Rand
	cards []string // label ids still to be dealt in this round
	known []string // label ids that have been shuffled in
	next  int      // steps drawn

	items map[string]*item // by label id; only ever looked up
	short bool             // borrowed pairs are being written
}

// An item is a label made ready: tokens, and the frozen log-probabilities of the
// reference.
type item struct {
	label             pref.Label
	chosen, rejected  method.Row
	q                 float64
	refChosen, refRej []float32
	unusable          bool
}

func newDeck(seed uint64) *deck {
	src := rng.Source(seed, "data")
	return &deck{seed: seed, src: src, rand: rand.New(src), items: map[string]*item{}}
}

func (d *deck) busy() bool { return false }

// extra is how a reward model ranks the labels that it was not trained on, now and
// then.
func (d *deck) extra(s *Session, r *run) []float64 {
	if r.policy != nil || !r.looked() {
		return nil
	}
	if i := d.onHeldOut(s, r); i.N > 0 {
		return []float64{i.Mean}
	}
	return nil
}

func (d *deck) doing() string {
	if d.short {
		return "borrowing pairs"
	}
	return ""
}

// prepare borrows pairs, and computes the reference's log-probabilities of one label
// that lacks them.
func (d *deck) prepare(s *Session, r *run) bool {
	if d.short = s.borrow(r.cfg, r.seed); d.short {
		return true
	}
	return d.ready(s, r)
}

// ready makes one label ready that is not.
func (d *deck) ready(s *Session, r *run) bool {
	pool := s.pool(r.cfg)
	for i := range pool {
		it := d.item(s, pool[i])
		if it.refChosen == nil && !it.unusable && r.method.Ref {
			it.score(s.ref)
			return true
		}
	}
	return false
}

// item is a label made ready, once for as long as it stays the same.
func (d *deck) item(s *Session, l pref.Label) *item {
	it := d.items[l.ID]
	if it == nil || it.label != l {
		it = newItem(s, l)
		d.items[l.ID] = it
	}
	return it
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
}

// draw deals the next step's labels and lays them out as the method wants them.
func (d *deck) draw(s *Session, r *run) []*seq.Batch {
	d.update(s, r)
	items := d.deal(min(values(r.cfg, "train_batch_size"), len(d.known)))
	if len(items) == 0 {
		return nil
	}
	at := d.next
	d.next++
	var cells []cell
	for i, it := range items {
		cells = append(cells, d.cells(s, r, it, rng.At(d.seed, "chain", at*64+i))...)
	}
	n := norm(r.method.Over(r.cfg), cells)
	if r.method.Data == method.Chains {
		cells = append(cells, d.beside(s, r, n, at)...)
	}
	batches := pack(cells, n)
	switch {
	case r.method.Data == method.Chains:
		forget(batches, r.cfg.Get("fcm_max_ratio"), rng.At(d.seed, "forget", at))
	case r.method.Shift:
		zero := s.shift(items)
		for _, b := range batches {
			b.Zero = zero
		}
	}
	return batches
}

// deal takes n cards.
func (d *deck) deal(n int) (items []*item) {
	for len(items) < n {
		if len(d.cards) == 0 {
			d.cards = append(d.cards, d.known...)
			d.rand.Shuffle(len(d.cards), func(i, j int) { d.cards[i], d.cards[j] = d.cards[j], d.cards[i] })
		}
		items = append(items, d.items[d.cards[0]])
		d.cards = d.cards[1:]
	}
	return items
}

// update takes in labels that came and drops those that went, in label order.
func (d *deck) update(s *Session, r *run) {
	pool := s.pool(r.cfg)
	usable := make([]string, 0, len(pool))
	for i := range pool {
		if it := d.items[pool[i].ID]; it != nil && !it.unusable && r.takes(s, it) {
			usable = append(usable, it.label.ID)
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

// takes reports whether the run's method learns from a label: one answer must be
// preferred where only one is learned, and what is held out is left out.
func (r *run) takes(s *Session, it *item) bool {
	if it.q == 0.5 && (r.method.Data != method.Pairs || r.method.Shift) {
		return false
	}
	return !heldOut(it.label.ID, r.cfg) && r.fits(s, it)
}

// fits reports whether both answers of a label still fit the model behind a marker.
func (r *run) fits(s *Session, it *item) bool {
	if r.method.Data != method.Control && r.method.Data != method.Chains {
		return true
	}
	good, bad := marked(s, r, it.chosen, method.Good), marked(s, r, it.rejected, method.Bad)
	return method.Width(good, bad) <= s.ref.W.Config.Context
}

// heldOut picks the labels that a reward model is measured on, by their names, so
// that it does not hang on what else there is.
func heldOut(id string, cfg spec.Config) bool {
	if !cfg.Spec.Has("holdout") {
		return false
	}
	h := fnv.New32a()
	fmt.Fprint(h, id)
	return float64(h.Sum32()%1000) < 1000*cfg.Get("holdout")
}

// onHeldOut is how often a reward model ranks held-out labels as they say.
func (d *deck) onHeldOut(s *Session, r *run) eval.Interval {
	const most = 64 // it is done between two steps, and must not be felt
	pool := s.pool(r.cfg)
	right, n := 0, 0
	for i := range pool {
		if n == most {
			break
		}
		if !heldOut(pool[i].ID, r.cfg) {
			continue
		}
		it := d.item(s, pool[i])
		if it.unusable || it.q == 0.5 {
			continue
		}
		b := method.Lay(it.chosen, it.rejected)
		v := r.value.m.Values(b).Value
		if n++; loss.LastValue(b, v, 0) > loss.LastValue(b, v, 1) {
			right++
		}
	}
	return eval.Share(right, n)
}

// shift is KTO's reference point: how much likelier than the reference the model
// finds answers that belong to other openings, the mean over a few of the step's.
func (s *Session) shift(items []*item) float64 {
	const most = 8
	var rows []method.Row
	for i, it := range items[:min(most, len(items))] {
		other := items[(i+1)%len(items)]
		if it.label.Prompt == other.label.Prompt {
			continue // not another opening's
		}
		row := method.Row{Prompt: it.chosen.Prompt, Completion: other.chosen.Completion}
		if method.Width(row) <= s.ref.W.Config.Context {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return 0
	}
	b := method.Lay(rows...)
	now, was := s.model.Forward(b).LogP, s.ref.Forward(b).LogP
	sum := 0.0
	for i := range rows {
		sum += b.Sum(now, i) - b.Sum(was, i)
	}
	return max(0, sum/float64(len(rows)))
}
