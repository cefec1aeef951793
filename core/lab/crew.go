package lab

import (
	"encoding/json"
	"fmt"
	"math"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/proto"
	"preflab/core/seq"
	"preflab/core/shard"
	"preflab/core/spec"
)

// A crew is the engines that compute gradients for this one. Each step is cut into the
// same shards and its gradients are added in their order, whoever computed them: a
// crew changes how long a step takes, and no bit.
type crew struct {
	there  []bool // by a helper's index
	step   int    // counts the steps that were begun, over all runs
	outbox []proto.Event
}

// helper notes that one came or is gone; what a gone one owes is computed here.
func (s *Session) helper(h *proto.Helper) error {
	const most = shards - 1
	if h.Index < 0 || h.Index >= most {
		return fmt.Errorf("the helper's index is %d; it must be 0 to %d, since a step has %d shards", h.Index, most-1, shards)
	}
	for len(s.crew.there) <= h.Index {
		s.crew.there = append(s.crew.there, false)
	}
	s.crew.there[h.Index] = !h.Gone
	if s.opened != nil && s.run.now != nil {
		s.run.now.without(h.Index) // one that has come anew knows nothing of this step
	}
	return nil
}

// hands counts the engines that compute a step, this one included.
func (c *crew) hands() int {
	n := 1
	for _, there := range c.there {
		if there {
			n++
		}
	}
	return n
}

// alone is the owner of a shard that this engine computes itself.
const alone = -1

// share gives each shard of a step an owner, in runs as equal as can be, the first to
// this engine, and sends the helpers off.
func (c *crew) share(r *run) {
	n := r.now
	c.step++
	n.number = c.step
	who := []int{alone}
	for h, there := range c.there {
		if there && !r.alone {
			who = append(who, h)
		}
	}
	n.owner, n.back = make([]int, len(n.shards)), make([]*gradient, len(n.shards))
	var e *proto.Errand
	for i, b := range n.shards {
		n.owner[i] = who[i*len(who)/len(n.shards)]
		if n.owner[i] == alone {
			continue
		}
		p, err := packed(i, b)
		if err != nil { // a number that JSON cannot say: the step will find the run diverged
			n.owner[i] = alone
			continue
		}
		if e == nil || e.Helper != n.owner[i] {
			e = c.errand(r, n.owner[i])
		}
		e.Shards = append(e.Shards, p)
	}
}

// errand begins one: the weights as they stand, and no shard yet.
func (c *crew) errand(r *run, helper int) *proto.Errand {
	e := &proto.Errand{Helper: helper, Step: c.step, Method: r.method.Spec.Method, Values: r.now.cfg.Values}
	var blobs [][]byte
	e.Policy, blobs = r.policy.sent(blobs)
	e.Value, blobs = r.value.sent(blobs)
	c.outbox = append(c.outbox, proto.Event{Errand: e, Blobs: blobs})
	return e
}

// sent adds a net's weights to blobs; nothing of a nil one.
func (n *net) sent(blobs [][]byte) (json.RawMessage, [][]byte) {
	if n == nil {
		return nil, blobs
	}
	shape, err := json.Marshal(n.m.W.Config)
	if err != nil {
		panic("lab: a model's shape that cannot be written: " + err.Error())
	}
	return shape, append(blobs, floatBytes(n.m.W.Flat))
}

// packed makes a batch fit for JSON.
func packed(i int, b *seq.Batch) (p proto.Shard, err error) {
	bare := *b
	bare.Drop = nil
	p.Index = i
	p.Batch, err = json.Marshal(bare)
	for _, d := range b.Drop {
		bit := byte(0)
		if d {
			bit = 1
		}
		p.Drop = append(p.Drop, bit)
	}
	return p, err
}

// unpacked is the inverse of packed.
func unpacked(p proto.Shard) (*seq.Batch, error) {
	b := new(seq.Batch)
	err := json.Unmarshal(p.Batch, b)
	for _, bit := range p.Drop {
		b.Drop = append(b.Drop, bit != 0)
	}
	return b, err
}

// A gradient is what a helper sent back.
type gradient struct {
	report loss.Report
	parts  [][]byte // of the policy, then of the model of values
}

// takeBack keeps what a helper computed until its turn; what is late is dropped.
func (s *Session) takeBack(g *proto.Gradient, blobs [][]byte) error {
	if s.opened == nil || s.run.now == nil {
		return nil
	}
	n, r := s.run.now, s.run
	if n.number != g.Step || g.Shard < 0 || g.Shard >= len(n.owner) || n.owner[g.Shard] != g.Helper {
		return nil
	}
	want := []int{16 * r.method.Reports}
	for _, net := range r.nets() {
		want = append(want, 4*net.count())
	}
	for i, size := range want {
		if len(blobs) != len(want) || len(blobs[i]) != size {
			n.without(g.Helper)
			return fmt.Errorf("helper %d sent a gradient of another shape; this engine computes its shards itself", g.Helper)
		}
	}
	back := &gradient{report: make(loss.Report, r.method.Reports), parts: blobs[1:]}
	readReport(back.report, blobs[0])
	n.back[g.Shard] = back
	return nil
}

// without takes a helper's shards back that it still owes.
func (n *step) without(helper int) {
	for i, owner := range n.owner {
		if owner == helper && n.back[i] == nil {
			n.owner[i] = alone
		}
	}
}

// A hand is the models of an engine that helps another: weights come with every
// errand.
type hand struct {
	policy, value *nn.Model
	ds            seq.Scores
	errand        *proto.Errand
	batches       []*seq.Batch // of the errand that are still to do
	f             loss.Func
	reports       int
}

// sendOff takes an errand; one that is still under way is dropped, since the other
// engine has begun another step.
func (s *Session) sendOff(e *proto.Errand, blobs [][]byte) error {
	m, ok := method.Of(e.Method)
	if !ok || len(e.Values) != len(m.Spec.Params) {
		return fmt.Errorf("there is no method %q with %d settings", e.Method, len(e.Values))
	}
	var batches []*seq.Batch
	for _, p := range e.Shards {
		b, err := unpacked(p)
		if err != nil {
			return fmt.Errorf("shard %d of the errand cannot be read: %w", p.Index, err)
		}
		batches = append(batches, b)
	}
	if s.hand == nil {
		s.hand = &hand{}
	}
	h := s.hand
	var err error
	if h.policy, blobs, err = received(s.k, h.policy, e.Policy, blobs); err != nil {
		return err
	}
	if h.value, _, err = received(s.k, h.value, e.Value, blobs); err != nil {
		return err
	}
	h.errand, h.batches, h.reports = e, batches, m.Reports
	h.f = m.Loss(spec.Config{Spec: &m.Spec, Values: e.Values})
	return nil
}

// received brings a model up to the weights that came, making it anew if its shape
// changed; nil without a shape.
func received(k kernel.Kernel, m *nn.Model, shape json.RawMessage, blobs [][]byte) (*nn.Model, [][]byte, error) {
	if shape == nil {
		return nil, blobs, nil
	}
	var c nn.Config
	if err := json.Unmarshal(shape, &c); err != nil {
		return nil, nil, fmt.Errorf("a model's shape cannot be read: %w", err)
	}
	if err := c.Check(); err != nil {
		return nil, nil, err
	}
	if m == nil || m.W.Config != c {
		m = nn.New(k, nn.NewParams(c))
	}
	if len(blobs) == 0 || len(blobs[0]) != 4*len(m.W.Flat) {
		return nil, nil, fmt.Errorf("the weights that came do not belong to a model of %d", len(m.W.Flat))
	}
	readFloats(m.W.Flat, blobs[0])
	m.Touch()
	return m, blobs[1:], nil
}

// busy reports whether a shard is left to compute.
func (h *hand) busy() bool { return h != nil && len(h.batches) > 0 }

// advance computes one.
func (h *hand) advance() proto.Event {
	report := make(loss.Report, h.reports)
	backward(h.batches[0], h.policy, h.value, h.f, &h.ds, report)
	blobs := [][]byte{reportBytes(report)}
	for _, m := range []*nn.Model{h.policy, h.value} {
		if m != nil {
			blobs = append(blobs, floatBytes(m.G.Flat))
		}
	}
	p := h.errand.Shards[len(h.errand.Shards)-len(h.batches)]
	h.batches = h.batches[1:]
	return proto.Event{Gradient: &proto.Gradient{Helper: h.errand.Helper, Step: h.errand.Step, Shard: p.Index}, Blobs: blobs}
}

// backward leaves the gradient of f on a batch in the models; nil ones are not trained.
func backward(b *seq.Batch, policy, value *nn.Model, f loss.Func, ds *seq.Scores, report loss.Report) {
	var sc seq.Scores
	if policy != nil {
		sc = policy.Forward(b)
	}
	if value != nil {
		sc.Value = value.Values(b).Value
	}
	shard.Zero(ds, sc)
	f(b, sc, *ds, report)
	if policy != nil {
		clear(policy.Grad().Flat)
		policy.Backward(seq.Scores{LogP: ds.LogP, Entropy: ds.Entropy})
	}
	if value != nil {
		clear(value.Grad().Flat)
		value.Backward(seq.Scores{Value: ds.Value})
	}
}

// reportBytes writes a report's sums and weights, which JSON could not if one is not a
// number.
func reportBytes(r loss.Report) (out []byte) {
	for _, m := range r {
		out = order.AppendUint64(out, math.Float64bits(m.Sum))
		out = order.AppendUint64(out, math.Float64bits(m.Weight))
	}
	return out
}

func readReport(r loss.Report, data []byte) {
	for i := range r {
		r[i].Sum = math.Float64frombits(order.Uint64(data[16*i:]))
		r[i].Weight = math.Float64frombits(order.Uint64(data[16*i+8:]))
	}
}
