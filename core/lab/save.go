package lab

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"preflab/core/ckpt"
	"preflab/core/proto"
)

// order is that of all numbers that leave the engine.
var order = binary.LittleEndian

// magic begins a saved run; its last character is the format's version.
const magic = "PREFRUN1"

// saved is the head of a saved run. Behind it come, float32, little-endian, the
// weights and the two moments of each net in training, the policy's first, and the
// weights of the reward model that judges, if one does. A step that had begun is not in it: resuming
// takes that step again, from the same draw.
type saved struct {
	World  string      `json:"world"`
	Method string      `json:"method"`
	Query  string      `json:"query"`
	Seed   uint64      `json:"seed"`
	Model  string      `json:"model"` // hash of the weights as opened
	Step   int         `json:"step"`
	Target int         `json:"target"`
	Tokens int64       `json:"tokens"`
	State  string      `json:"state"`
	Why    string      `json:"why,omitempty"`
	Source savedSource `json:"source"`
	Rows   []proto.Row `json:"rows"`

	Taste  string        `json:"taste,omitempty"`
	Reward *proto.Reward `json:"reward,omitempty"` // there is a reward model behind the nets
	Layers [2]int        `json:"layers"`           // of the model of values in training, and of the reward model; 0: all
}

// savedSource is a source's place in its data; each kind uses its own fields.
type savedSource struct {
	Rand  []byte   `json:"rand,omitempty"`
	Cards []string `json:"cards,omitempty"`
	Known []string `json:"known,omitempty"`
	Next  int      `json:"next,omitempty"`

	Episodes []episode `json:"episodes,omitempty"`
	Cursor   int       `json:"cursor,omitempty"`
	Steps    int       `json:"steps,omitempty"`
	Per      int       `json:"per,omitempty"`
	Penalty  float64   `json:"penalty,omitempty"`
	Measured []float64 `json:"measured,omitempty"`
	Judge    *judge    `json:"judge,omitempty"`
}

// save writes the whole run.
func (s *Session) save() []byte {
	r := s.run
	h := saved{
		World: s.open.World, Method: s.open.Method, Query: r.cfg.Query(), Seed: r.seed, Model: s.hash,
		Step: r.step, Target: r.target, State: r.state, Why: r.why, Tokens: r.tokens,
		Source: r.data.marshal(), Rows: r.rows, Taste: s.open.Taste,
	}
	if r.value != nil {
		h.Layers[0] = r.value.m.W.Config.Layers
	}
	if s.reward != nil && r.method.Spec.Reward {
		h.Reward = &s.reward.info
		h.Layers[1] = s.reward.m.W.Config.Layers
	}
	if r.now != nil {
		h.Source = r.now.before
		h.Tokens -= r.now.tokens()
	}
	head, err := json.Marshal(h)
	if err != nil {
		panic("lab: a run that cannot be written: " + err.Error())
	}
	var out bytes.Buffer
	out.WriteString(magic)
	out.Write(order.AppendUint32(nil, uint32(len(head))))
	out.Write(head)
	for _, x := range r.parts() {
		out.Write(floatBytes(x))
	}
	if h.Reward != nil {
		out.Write(floatBytes(s.reward.m.W.Flat))
	}
	return out.Bytes()
}

// parts are the numbers of all nets in training.
func (r *run) parts() (out [][]float32) {
	for _, n := range r.nets() {
		out = append(out, n.parts()...)
	}
	return out
}

// size is how many bytes numbers take.
func size(parts [][]float32) (n int) {
	for _, x := range parts {
		n += 4 * len(x)
	}
	return n
}

// tokens counts what the shards done so far have added.
func (n *step) tokens() int64 {
	var sum int64
	for _, b := range n.shards[:n.next] {
		sum += int64(b.B * b.T)
	}
	return sum
}

// resume continues a saved run on the opened model. On an error the run is as it
// was.
func (s *Session) resume(data []byte) error {
	h, rest, err := readSaved(data)
	if err != nil {
		return err
	}
	switch {
	case h.World != s.open.World || h.Method != s.open.Method:
		return fmt.Errorf("it is a run of %s in %s", h.Method, h.World)
	case h.Model != s.hash:
		return fmt.Errorf("it belongs to another model")
	}
	o := s.open
	o.Query, o.Seed = h.Query, h.Seed
	m, cfg, err := configured(o)
	if err != nil {
		return err
	}
	r := newRun(s, m, cfg, h.Seed)
	if r.value != nil {
		r.value = valueNet(s.k, s.ref.W, h.Layers[0])
	}
	parts := r.parts()
	var reward *rewardModel
	if h.Reward != nil {
		net := valueNet(s.k, s.ref.W, h.Layers[1])
		reward = &rewardModel{m: net.m, hash: s.hash, info: *h.Reward}
		parts = append(parts, net.m.W.Flat)
	}
	for _, row := range h.Rows {
		if len(row.Values) != m.Metrics() {
			return fmt.Errorf("its log has %d metrics at step %d; this method has %d", len(row.Values), row.Step, m.Metrics())
		}
	}
	if len(rest) != size(parts) {
		return fmt.Errorf("it holds %d bytes of weights; this model needs %d", len(rest), size(parts))
	}
	kept, taste := s.reward, s.open.Taste
	if reward != nil {
		s.reward = reward
	}
	if _, err := s.taste(h.Taste); h.Taste != "" && err == nil {
		s.open.Taste = h.Taste // what scored and labelled so far goes on doing so
	}
	if err := r.data.unmarshal(s, r, h.Source); err != nil {
		s.reward, s.open.Taste = kept, taste
		return err
	}
	r.load(parts, rest, h.Step)
	s.model.Touch()
	r.step, r.target, r.tokens, r.rows, r.state, r.why = h.Step, h.Target, h.Tokens, h.Rows, h.State, h.Why
	if r.state == stateTraining || r.state == stateStarved {
		r.state = statePaused
	}
	s.open.Query, s.open.Seed = h.Query, h.Seed
	s.run = r
	r.measureAgain(s)
	return nil
}

// load reads the numbers of all nets as they stood at a step.
func (r *run) load(parts [][]float32, data []byte, step int) {
	for _, x := range parts {
		readFloats(x, data)
		data = data[4*len(x):]
	}
	for _, n := range r.nets() {
		n.m.Touch()
		n.opt.Restore(step)
	}
}

// readSaved splits a saved run into its head and its numbers.
func readSaved(data []byte) (h saved, rest []byte, err error) {
	if len(data) < len(magic)+4 || string(data[:len(magic)]) != magic {
		return h, nil, fmt.Errorf("it was not written by this version of Preflab")
	}
	rest = data[len(magic):]
	n := int(order.Uint32(rest))
	rest = rest[4:]
	if n > len(rest) {
		return h, nil, fmt.Errorf("it is cut short: its head should have %d bytes and has %d", n, len(rest))
	}
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return h, nil, fmt.Errorf("its head cannot be read: %w", err)
	}
	if h.Step < 0 || h.Step > 1<<30 || h.Target < 0 || min(h.Layers[0], h.Layers[1]) < 0 {
		return h, nil, fmt.Errorf("it stands at step %d of %d", h.Step, h.Target)
	}
	return h, rest[n:], nil
}

func (d *deck) marshal() savedSource {
	state, err := d.src.MarshalBinary()
	if err != nil {
		panic("lab: a generator that cannot be written: " + err.Error())
	}
	return savedSource{Rand: state, Cards: append([]string(nil), d.cards...), Known: append([]string(nil), d.known...), Next: d.next}
}

func (d *deck) unmarshal(_ *Session, _ *run, x savedSource) error {
	d.cards, d.known, d.next = x.Cards, x.Known, x.Next
	return d.src.UnmarshalBinary(x.Rand)
}

// export packs what was trained as a folder that Hugging Face's tools read: the tuned
// model, or the reward model.
func (s *Session) export() []proto.Event {
	w, what := s.model.W, "tuned"
	if s.run.policy == nil {
		w, what = s.run.value.m.W, "reward model"
	}
	about := fmt.Sprintf("Made in Preflab with %s in %d steps (seed %d, settings %q) from the model %s.",
		s.run.method.Spec.Title, s.run.step, s.run.seed, s.run.cfg.Query(), s.hash[:12])
	files := ckpt.Folder(w, s.tok, ckpt.F32, "Preflab "+s.world.Name()+", "+what, about)
	name := fmt.Sprintf("preflab-%s-%s-%d", s.open.World, s.open.Method, s.run.step)
	return []proto.Event{{
		Exported: &proto.Exported{Name: name + ".zip", Hash: ckpt.Hash(w)},
		Blobs:    [][]byte{ckpt.Zip(name, files...)},
	}}
}
