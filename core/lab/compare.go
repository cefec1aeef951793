package lab

import (
	"fmt"

	"preflab/core/method"
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
	id     int
	c      proto.Compare
	before *rollout
	after  *asking
	next   int // opening to score
	step   int
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
	if err := s.checkMarker(c.Marker); err != nil {
		return err
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
		d := draw{j.c.Temperature, j.c.Seed, "compare", 0}
		j.before = s.newRollout(s.ref, j.c.Prompts, d)
		j.after = s.ask(j.c.Prompts, j.c.Marker, d)
	}
	if j.before.sampler.Next() || j.after.next(s) {
		return nil, false
	}
	e := proto.Event{Compared: s.compared(j, j.next)}
	j.next++
	return []proto.Event{e}, j.next == len(j.c.Prompts)
}

// compared scores one opening's two answers under both models. The tuned model reads
// the first model's answer as it would write it itself, behind what it was asked with.
func (s *Session) compared(j *compareJob, i int) *proto.Compared {
	before, after := j.before.streams[i], j.after.streams[i]
	out := &proto.Compared{Index: i, Of: len(j.c.Prompts), Step: j.step, Prompt: j.c.Prompts[i]}
	mine := s.read(j.after.rollout, i, 1)
	out.KL = mine.kl[0]
	out.After = s.tokens(after.Tokens, mine.ref[0], mine.tuned[0])
	first := method.Row{Prompt: before.Prompt, Completion: before.Tokens}
	b := method.Lay(first)
	old := counted(b, s.ref.Forward(b).LogP, 0)
	if asked := len(after.Prompt) + len(before.Tokens); asked <= s.ref.W.Config.Context {
		first.Prompt = after.Prompt
	}
	b = method.Lay(first)
	out.Before = s.tokens(before.Tokens, old, counted(b, s.model.Forward(b).LogP, 0))
	return out
}

// endMark stands for the end of a text where its tokens are shown.
const endMark = "∎"

// tokens pairs each piece of an answer with how much likelier the tuned model
// finds it.
func (s *Session) tokens(answer []int32, old, tuned []float32) []proto.Token {
	var out []proto.Token
	for i, id := range answer {
		out = append(out, proto.Token{Text: s.piece(id), Delta: float64(tuned[i] - old[i])})
	}
	return out
}

// piece is what one token shows.
func (s *Session) piece(id int32) string {
	if id == token.EOS {
		return endMark
	}
	return s.tok.Piece(id)
}
