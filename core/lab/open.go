package lab

import (
	"fmt"
	"net/url"
	"strings"

	"preflab/core/ckpt"
	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/core/token"
	"preflab/core/world"
)

// openRun loads a model and begins, or resumes, a run.
func (s *Session) openRun(c proto.Command) ([]proto.Event, error) {
	if len(c.Blobs) < 3 {
		return nil, fmt.Errorf("to open a model takes three files, config.json, tokenizer.json and the weights; got %d", len(c.Blobs))
	}
	w, err := worldOf(c.Open.World)
	if err != nil {
		return nil, err
	}
	tok, err := token.ReadJSON(c.Blobs[1])
	if err != nil {
		return nil, fmt.Errorf("tokenizer.json: %w", err)
	}
	weights, err := ckpt.Load(c.Blobs[0], c.Blobs[2])
	if err != nil {
		return nil, err
	}
	if tok.Size() != weights.Config.Vocab {
		return nil, fmt.Errorf("the tokenizer has %d tokens and the model %d: they do not belong together", tok.Size(), weights.Config.Vocab)
	}
	m, cfg, err := configured(*c.Open)
	if err != nil {
		return nil, err
	}
	if c.Open.Taste != "" {
		if _, err := w.Taste(c.Open.Taste); err != nil {
			return nil, err
		}
	}
	s.keepReward()
	s.opened = &opened{
		world: w, tok: tok, open: *c.Open, hash: ckpt.Hash(weights),
		ref: nn.New(s.k, weights), model: nn.New(s.k, weights.Clone()),
		pairs: pairSource{seed: c.Open.Seed},
	}
	s.jobs = nil
	if s.reward != nil && s.reward.hash != s.hash {
		s.reward = nil
	}
	s.run = newRun(s, m, cfg, c.Open.Seed)
	s.run.quietMarkers(s)
	s.noteLabels()
	r := s.ready()
	if len(c.Blobs) > 3 {
		if err := s.resume(c.Blobs[3]); err != nil {
			r.Notice = "The saved run could not be resumed, so it starts again: " + err.Error()
		} else {
			r.Resumed, r.Step = true, s.run.step
		}
	}
	return []proto.Event{{Ready: r}}, nil
}

// ready describes the opened model.
func (s *Session) ready() *proto.Ready {
	c := s.ref.W.Config
	return &proto.Ready{Params: c.Count(), Vocab: c.Vocab, Context: c.Context, ModelHash: s.hash, Step: s.run.step}
}

// reset goes back to the model as opened.
func (s *Session) reset(seed uint64) ([]proto.Event, error) {
	copy(s.model.W.Flat, s.ref.W.Flat)
	s.model.Touch()
	cfg := s.run.cfg
	s.keepReward()
	s.open.Seed = seed
	s.run = newRun(s, s.run.method, cfg, seed)
	s.run.quietMarkers(s)
	return []proto.Event{{Ready: s.ready()}}, nil
}

// keepReward keeps the reward model that the run has trained, for methods that score
// with one.
func (s *Session) keepReward() {
	if s.run != nil && s.run.policy == nil && s.run.step > 0 {
		s.reward = s.run.reward(s)
	}
}

// configured finds the method and reads its settings; a value out of range is
// refused here, since a link has been clamped by the page.
func configured(o proto.Open) (*method.Method, spec.Config, error) {
	m, ok := method.Of(o.Method)
	if !ok {
		return nil, spec.Config{}, fmt.Errorf("there is no method %q; there are %s", o.Method, strings.Join(method.Names(), ", "))
	}
	q, err := url.ParseQuery(o.Query)
	if err != nil {
		return nil, spec.Config{}, fmt.Errorf("the settings %q cannot be read: %w", o.Query, err)
	}
	cfg := m.Spec.Default()
	for _, p := range m.Spec.Params {
		if v := q.Get(p.Name); v != "" {
			if err := cfg.Set(p.Name, v); err != nil {
				return nil, cfg, err
			}
		}
	}
	return m, cfg, nil
}

// worldOf finds a world by name.
func worldOf(name string) (world.World, error) {
	for _, w := range Worlds() {
		if w.Name() == name {
			return w, nil
		}
	}
	return nil, fmt.Errorf("there is no world %q", name)
}
