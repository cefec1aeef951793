package lab

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"

	"preflab/core/ckpt"
	"preflab/core/proto"
)

// magic begins a saved run; its last character is the format's version.
const magic = "PREFRUN1"

// saved is the head of a saved run. Behind it come the weights and the two
// moments, float32, little-endian. A step that had begun is not in it: resuming
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
}

// savedSource is a source's place in its data; each kind uses its own fields.
type savedSource struct {
	Rand  []byte   `json:"rand,omitempty"`
	Cards []string `json:"cards,omitempty"`
	Known []string `json:"known,omitempty"`
	Next  int      `json:"next,omitempty"`
}

// save writes the whole run.
func (s *Session) save() []byte {
	r := s.run
	h := saved{
		World: s.open.World, Method: s.open.Method, Query: r.cfg.Query(), Seed: r.seed, Model: s.hash,
		Step: r.step, Target: r.target, State: r.state, Why: r.why, Tokens: r.tokens,
		Source: r.data.marshal(), Rows: r.rows,
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
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(head))))
	out.Write(head)
	for _, x := range [][]float32{s.model.W.Flat, r.opt.M.Flat, r.opt.V.Flat} {
		out.Write(floatBytes(x))
	}
	return out.Bytes()
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
	n := len(s.ref.W.Flat)
	switch {
	case h.World != s.open.World || h.Method != s.open.Method:
		return fmt.Errorf("it is a run of %s in %s", h.Method, h.World)
	case h.Model != s.hash:
		return fmt.Errorf("it belongs to another model")
	case len(rest) != 3*4*n:
		return fmt.Errorf("it holds %d bytes of weights; this model needs %d", len(rest), 3*4*n)
	}
	o := s.open
	o.Query, o.Seed = h.Query, h.Seed
	m, cfg, err := configured(o)
	if err != nil {
		return err
	}
	r := newRun(s, m, cfg, h.Seed)
	if err := r.data.unmarshal(h.Source); err != nil {
		return err
	}
	for i, x := range [][]float32{s.model.W.Flat, r.opt.M.Flat, r.opt.V.Flat} {
		readFloats(x, rest[i*4*n:])
	}
	s.model.Touch()
	r.opt.Restore(h.Step)
	r.step, r.target, r.tokens, r.rows, r.state, r.why = h.Step, h.Target, h.Tokens, h.Rows, h.State, h.Why
	if r.state == stateTraining || r.state == stateStarved {
		r.state = statePaused
	}
	s.open.Query, s.open.Seed = h.Query, h.Seed
	s.run = r
	return nil
}

// readSaved splits a saved run into its head and its numbers.
func readSaved(data []byte) (h saved, rest []byte, err error) {
	if len(data) < len(magic)+4 || string(data[:len(magic)]) != magic {
		return h, nil, fmt.Errorf("it was not written by this version of Preflab")
	}
	rest = data[len(magic):]
	n := int(binary.LittleEndian.Uint32(rest))
	rest = rest[4:]
	if n > len(rest) {
		return h, nil, fmt.Errorf("it is cut short: its head should have %d bytes and has %d", n, len(rest))
	}
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return h, nil, fmt.Errorf("its head cannot be read: %w", err)
	}
	if h.Step < 0 || h.Step > 1<<30 || h.Target < 0 {
		return h, nil, fmt.Errorf("it stands at step %d of %d", h.Step, h.Target)
	}
	return h, rest[n:], nil
}

func floatBytes(x []float32) []byte {
	out := make([]byte, 4*len(x))
	for i, v := range x {
		binary.LittleEndian.PutUint32(out[4*i:], math.Float32bits(v))
	}
	return out
}

func readFloats(x []float32, data []byte) {
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
}

func (d *deck) marshal() savedSource {
	state, err := d.src.MarshalBinary()
	if err != nil {
		panic("lab: a generator that cannot be written: " + err.Error())
	}
	return savedSource{Rand: state, Cards: append([]string(nil), d.cards...), Known: append([]string(nil), d.known...)}
}

func (d *deck) unmarshal(x savedSource) error {
	d.cards, d.known = x.Cards, x.Known
	return d.src.UnmarshalBinary(x.Rand)
}

// export packs the tuned model as a folder that Hugging Face's tools read.
func (s *Session) export() []proto.Event {
	about := fmt.Sprintf("Tuned in Preflab with %s for %d steps (seed %d, settings %q) from the model %s.",
		s.run.method.Spec.Title, s.run.step, s.run.seed, s.run.cfg.Query(), s.hash[:12])
	files := ckpt.Folder(s.model.W, s.tok, ckpt.F32, "Preflab "+s.world.Name()+", tuned", about)
	name := fmt.Sprintf("preflab-%s-%s-%d", s.open.World, s.open.Method, s.run.step)
	return []proto.Event{{
		Exported: &proto.Exported{Name: name + ".zip", Hash: ckpt.Hash(s.model.W)},
		Blobs:    [][]byte{ckpt.Zip(name, files...)},
	}}
}
