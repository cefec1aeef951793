package lab

import (
	"fmt"

	"preflab/core/eval"
	"preflab/core/nn"
	"preflab/core/proto"
	"preflab/core/rng"
	"preflab/core/world"
)

// winJob measures how often the tuned model beats the opened one by a taste: one
// answer of each, drawn independently, on held-out openings, sixteen at a time.
type winJob struct {
	id            int
	c             proto.WinRate
	taste         world.Taste
	step          int
	prompts       []string // of the batch under way
	before, after *rollout
	scored        int // answers of the batch whose divergence is known

	old, new []float64 // gold scores so far
	well     int
	kl       float64
	tokens   int
}

func (s *Session) askWinRate(id int, c *proto.WinRate) error {
	t, err := s.taste(c.Taste)
	if err != nil {
		return err
	}
	if c.Prompts < 1 || c.Prompts > 2000 {
		return fmt.Errorf("%d openings were asked for; a win rate takes 1 to 2000", c.Prompts)
	}
	s.enqueue(&winJob{id: id, c: *c, taste: t, step: -1})
	return nil
}

func (j *winJob) request() int        { return j.id }
func (j *winJob) holdsTraining() bool { return true }

func (j *winJob) advance(s *Session) ([]proto.Event, bool) {
	if j.step < 0 {
		j.step = s.run.step
	}
	if j.before == nil {
		j.begin(s)
	}
	if j.before.sampler.Next() || j.after.sampler.Next() {
		return nil, false
	}
	if j.scored < len(j.prompts) {
		n := min(4, len(j.prompts)-j.scored)
		for _, kl := range s.klOf(j.after.streams[j.scored : j.scored+n]...) {
			j.kl += kl
		}
		j.scored += n
		return nil, false
	}
	for i, p := range j.prompts {
		j.score(s, p, j.before.streams[i], j.after.streams[i])
	}
	j.before = nil
	finished := len(j.new) >= j.c.Prompts
	return []proto.Event{{WinRate: j.result(finished)}}, finished
}

// begin samples the next batch of openings.
func (j *winJob) begin(s *Session) {
	first := len(j.new)
	j.prompts, j.scored = j.prompts[:0], 0
	for i := first; i < min(first+rows, j.c.Prompts); i++ {
		j.prompts = append(j.prompts, s.world.Opening(rng.At(j.c.Seed, "eval", i), world.HeldOut))
	}
	j.before = s.newRollout(s.ref, j.prompts, sampleTemperature, j.c.Seed, "eval-old", first)
	j.after = s.newRollout(s.model, j.prompts, sampleTemperature, j.c.Seed, "eval-new", first)
}

// score takes one opening's two answers in.
func (j *winJob) score(s *Session, prompt string, before, after *nn.Stream) {
	tuned := s.text(after)
	o, _ := j.taste.Score(prompt, s.text(before))
	n, _ := j.taste.Score(prompt, tuned)
	j.old, j.new = append(j.old, o), append(j.new, n)
	if s.isWhole(prompt, tuned) {
		j.well++
	}
	j.tokens += len(after.Tokens)
}

// result is the win rate so far.
func (j *winJob) result(finished bool) *proto.WinRated {
	n := len(j.new)
	w := eval.WinRate(j.new, j.old)
	return &proto.WinRated{
		Taste: j.c.Taste, Step: j.step, N: n, Of: j.c.Prompts,
		WinRate: w.Mean, Low: w.Low, High: w.High,
		WellFormed: float64(j.well) / float64(n),
		ScoreOld:   mean(j.old), ScoreNew: mean(j.new),
		KL: j.kl / float64(n), Length: float64(j.tokens) / float64(n), Done: finished,
	}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
