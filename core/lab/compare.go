package lab

import (
	"fmt"

	"preflab/core/nn"
	"preflab/core/proto"
	"preflab/core/rng"
	"preflab/core/token"
	"preflab/core/world"
)

// fixed returns the first n of the world's fixed openings: held out, and the
// same for every run, so that runs can be compared.
func (s *Session) fixed(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s.world.Opening(rng.At(fixedSeed, "eval", i), world.HeldOut)
	}
	return out
}

// fixedSeed draws the fixed openings; any number would do, and this one stays.
const fixedSeed = 2023

// compareJob continues openings before and after, from one seed.
type compareJob struct {
	id            int
	c             proto.Compare
	before, after *rollout
	next          int // opening to score
	step          int
}

func (s *Session) askCompare(id int, c *proto.Compare) error {
	j := &compareJob{id: id, c: *c}
	if len(j.c.Prompts) == 0 {
		j.c.Prompts = s.fixed(8)
	}
	if len(j.c.Prompts) > rows {
		return fmt.Errorf("%d openings were sent; compare at most %d at a time", len(j.c.Prompts), rows)
	}
	if !(c.Temperature >= 0 && c.Temperature <= 2) {
		return fmt.Errorf("the temperature is %v; it must be from 0 to 2", c.Temperature)
	}
	for _, p := range j.c.Prompts {
		if err := s.fits(p); err != nil {
			return err
		}
	}
	s.enqueue(j)
	return nil
}

func (j *compareJob) request() int        { return j.id }
func (j *compareJob) holdsTraining() bool { return true }

func (j *compareJob) advance(s *Session) ([]proto.Event, bool) {
	if j.before == nil {
		j.step = s.run.step
		j.before = s.newRollout(s.ref, j.c.Prompts, j.c.Temperature, j.c.Seed, "compare", 0)
		j.after = s.newRollout(s.model, j.c.Prompts, j.c.Temperature, j.c.Seed, "compare", 0)
	}
	if j.before.sampler.Next() || j.after.sampler.Next() {
		return nil, false
	}
	e := proto.Event{Compared: s.compared(j, j.next)}
	j.next++
	return []proto.Event{e}, j.next == len(j.c.Prompts)
}

// compared scores one opening's two answers under both models.
func (s *Session) compared(j *compareJob, i int) *proto.Compared {
	before, after := j.before.streams[i], j.after.streams[i]
	kl := s.klOf(before, after)[1]
	b := batchOfStreams(before, after)
	old := append([]float32(nil), s.ref.Forward(b).LogP...)
	tuned := s.model.Forward(b).LogP
	out := &proto.Compared{Index: i, Of: len(j.c.Prompts), Step: j.step, Prompt: j.c.Prompts[i], KL: kl}
	out.Before = s.tokens(before, old, tuned)
	out.After = s.tokens(after, old[b.T:], tuned[b.T:])
	return out
}

// endMark stands for the end of a text where its tokens are shown.
const endMark = "∎"

// tokens pairs each piece of an answer with how much likelier the tuned model
// finds it. The columns begin at the answer's row.
func (s *Session) tokens(st *nn.Stream, old, tuned []float32) []proto.Token {
	var out []proto.Token
	for i, id := range st.Tokens {
		at := len(st.Prompt) - 1 + i
		text := s.tok.Piece(id)
		if id == token.EOS {
			text = endMark
		}
		out = append(out, proto.Token{Text: text, Delta: float64(tuned[at] - old[at])})
	}
	return out
}
