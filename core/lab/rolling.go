package lab

import (
	"fmt"
	"slices"

	"preflab/core/method"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/world"
)

// rolling draws from the model's own answers: it writes so many, has them scored,
// and hands them out a few at a time, as often as the settings say.
type rolling struct {
	seed uint64
	judging
	next     int // answers written so far: each draws from an item of its own
	from     int // of them before the roll-out under way
	episodes []episode
	scored   int       // of them
	cursor   int       // steps drawn from these episodes; at the end, new ones are written
	steps    int       // that these episodes are good for
	size     int       // answers of this roll-out, in
	group    int       // groups of so many to one opening; as the settings were when it began
	per      int       // answers a step
	penalty  float64   // of a nat, where it adapts; 0: not begun
	measured []float64 // the roll-out's metrics, until the row of its first step

	now *rollout // being written
}

func (d *rolling) busy() bool { return d.now != nil || len(d.episodes) > d.scored }

func (d *rolling) doing() string {
	if what := d.judging.doing(); what != "" {
		return what
	}
	if d.busy() {
		return fmt.Sprintf("writing and scoring answers, %d so far", d.scored)
	}
	return ""
}

func (d *rolling) extra(*Session, *run) []float64 {
	x := d.measured
	d.measured = nil
	return x
}

// size is how many answers a roll-out has: whole groups.
func (r *run) size() int {
	if r.method.Data == method.Online {
		return 2 * values(r.cfg, "train_batch_size")
	}
	g := r.group()
	return (values(r.cfg, "rollout_batch_size") + g - 1) / g * g
}

// group is how many of them are of one opening.
func (r *run) group() int {
	switch {
	case r.method.Data == method.Online:
		return 2
	case r.cfg.Spec.Has("num_generations"):
		return values(r.cfg, "num_generations")
	}
	return 1
}

// prepare does one piece of the next roll-out, if one is due.
func (d *rolling) prepare(s *Session, r *run) bool {
	worked, failed := d.judging.prepare(s, r)
	if failed != "" {
		r.state, r.why = stateStarved, failed
		return false
	}
	switch {
	case worked:
	case d.cursor < d.steps:
		return false
	case d.now != nil:
		d.write()
	case d.scored < len(d.episodes):
		d.look(s, r)
	case d.steps > 0: // used up
		d.episodes, d.scored, d.cursor, d.steps, d.from = nil, 0, 0, 0, d.next
		d.judging.renew(r)
	case len(d.episodes) == 0 || len(d.episodes) < d.size:
		d.begin(s, r)
	default:
		d.finish(r)
	}
	return true
}

// begin starts the next answers, as many as are sampled together. The first of a
// roll-out settle its shape: settings that change meanwhile are for the next one.
func (d *rolling) begin(s *Session, r *run) {
	if len(d.episodes) == 0 {
		d.size, d.group, d.per = r.size(), r.group(), values(r.cfg, "train_batch_size")
		d.next = (d.next + d.group - 1) / d.group * d.group
	}
	n := min(rows, d.size-len(d.episodes))
	var prompts []string
	for i := range n {
		at := (d.next + i) / d.group
		prompts = append(prompts, s.world.Opening(rng.At(d.seed, "rollout-opening", at), world.Train))
	}
	d.now = s.newRollout(s.model, prompts, draw{1, d.seed, "rollout", d.next})
	d.next += n
}

// write samples one more token of each answer.
func (d *rolling) write() {
	if d.now.sampler.Next() {
		return
	}
	for i, st := range d.now.streams {
		d.episodes = append(d.episodes, episode{Opening: d.now.prompts[i], Prompt: st.Prompt, Tokens: st.Tokens, Ended: st.Ended})
	}
	d.now = nil
}

// look scores a few answers by all models.
func (d *rolling) look(s *Session, r *run) {
	const few = 4
	end := min(d.scored+few, len(d.episodes))
	part := d.episodes[d.scored:end]
	var rows []method.Row
	for i := range part {
		rows = append(rows, part[i].row())
	}
	b := method.Lay(rows...)
	old, ref := s.model.Forward(b).LogP, s.ref.Forward(b).LogP
	for i := range part {
		part[i].Old, part[i].Ref = part[i].cut(b, old, i), part[i].cut(b, ref, i)
	}
	if r.value != nil {
		val := r.value.m.Values(b).Value
		for i := range part {
			part[i].Val = part[i].cut(b, val, i)
		}
	}
	for i := range part {
		e := &part[i]
		if e.Score = d.done.score(s, e.Opening, e.Prompt, e.Tokens); !e.Ended {
			e.Score -= r.cfg.Get("missing_eos_penalty")
		}
	}
	d.scored = end
}

// draw hands out the next few episodes of this pass.
func (d *rolling) draw(s *Session, r *run) []*seq.Batch {
	defer func() { d.cursor++ }()
	if r.method.Data == method.Online {
		return d.pairs(r)
	}
	n, per := len(d.episodes), d.per
	inPass := (n + per - 1) / per
	pass, at := d.cursor/inPass, d.cursor%inPass*per
	order := rng.At(d.seed, "rollout-order", d.next*8+pass).Perm(n)
	part := order[at:min(at+per, n)]
	var out []*seq.Batch
	total := 0.0
	for few := range slices.Chunk(part, (len(part)+shards-1)/shards) {
		b := d.lay(few)
		out = append(out, b)
		total += d.norm(r, b)
	}
	for _, b := range out {
		b.Norm = total
	}
	return out
}

// norm is what a batch adds to what the loss divides by.
func (d *rolling) norm(r *run, b *seq.Batch) float64 {
	if r.method.Over(r.cfg) == method.OverRows {
		return float64(b.B)
	}
	n := 0
	for i := range b.B {
		n += b.Count(i)
	}
	return float64(n)
}

// lay puts episodes into a batch with their frozen columns.
func (d *rolling) lay(which []int) *seq.Batch {
	var rows []method.Row
	for _, i := range which {
		rows = append(rows, d.episodes[i].row())
	}
	b := method.Lay(rows...)
	n := b.B * b.T
	b.Ref, b.Old, b.Adv = make([]float32, n), make([]float32, n), make([]float32, n)
	if d.episodes[0].Val != nil {
		b.Val, b.Ret = make([]float32, n), make([]float32, n)
	}
	for k, i := range which {
		e := &d.episodes[i]
		e.put(b, b.Ref, k, e.Ref)
		e.put(b, b.Old, k, e.Old)
		e.put(b, b.Adv, k, e.Adv)
		if b.Val != nil {
			e.put(b, b.Val, k, e.Val)
			e.put(b, b.Ret, k, e.Ret)
		}
	}
	return b
}

// pairs are online DPO's: of two answers to one opening the better is chosen; two
// that score alike are a tie.
func (d *rolling) pairs(r *run) []*seq.Batch {
	var cells []cell
	for i := 0; i+1 < len(d.episodes); i += 2 {
		a, b := &d.episodes[i], &d.episodes[i+1]
		q := 1.0
		if a.Score < b.Score {
			a, b = b, a
		} else if a.Score == b.Score {
			q = 0.5
		}
		cells = append(cells, cell{
			rows: []method.Row{a.row(), b.row()}, q: q, weight: 1,
			refs: [][]float32{a.column(a.Ref), b.column(b.Ref)},
		})
	}
	return pack(cells, float64(len(cells)))
}

// marshal keeps the episodes that are still good for a step. Those of a roll-out
// under way are left out: it is taken again, from the same weights and draws.
func (d *rolling) marshal() savedSource {
	x := savedSource{Next: d.next, Penalty: d.penalty, Judge: d.done}
	switch {
	case d.cursor < d.steps:
		x.Episodes, x.Cursor, x.Steps, x.Per, x.Measured = slices.Clone(d.episodes), d.cursor, d.steps, d.per, d.measured
	case d.steps == 0:
		x.Next = d.from
	}
	return x
}

func (d *rolling) unmarshal(s *Session, r *run, x savedSource) error {
	d.next, d.from, d.penalty, d.done = x.Next, x.Next, x.Penalty, x.Judge
	d.episodes, d.scored, d.cursor, d.steps, d.per, d.measured = x.Episodes, len(x.Episodes), x.Cursor, x.Steps, x.Per, x.Measured
	for i := range d.episodes {
		if err := d.episodes[i].check(s, r); err != nil {
			return fmt.Errorf("its answer %d %w", i+1, err)
		}
	}
	if x.Steps > 0 && (len(x.Episodes) == 0 || x.Per < 1) || x.Cursor < 0 || x.Cursor > x.Steps || x.Next < 0 {
		return fmt.Errorf("it stands at step %d of %d of a roll-out of %d answers", x.Cursor, x.Steps, len(x.Episodes))
	}
	if n := len(x.Measured); n != 0 && n != r.method.Extra {
		return fmt.Errorf("its roll-out has %d metrics; this method has %d", n, r.method.Extra)
	}
	if d.done != nil {
		return d.done.restore(s)
	}
	return nil
}
