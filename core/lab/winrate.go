package lab

import (
	"fmt"
	"strings"

	"preflab/core/eval"
	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/proto"
	"preflab/core/rng"
	"preflab/core/world"
)

// winJob measures how often the tuned model beats the opened one by a taste: one
// answer of each, drawn independently, on held-out openings, sixteen at a time.
type winJob struct {
	id      int
	c       proto.WinRate
	taste   world.Taste
	step    int
	prompts []string // of the batch under way
	before  *rollout
	after   *asking
	scored  int // answers of the batch that both models have read

	old, new       []float64 // gold scores so far
	oldLen, newLen []int     // tokens
	words          [][]string
	well           int
	kl, k1, k3     float64
	entropy        float64
	oldBy, newBy   float64 // scores by the reward model

	pairs    []*item      // labels whose answers both models read, once the openings are done
	compared int          // of them
	logp     [4][]float64 // of the chosen and the rejected answer before, and after
}

func (s *Session) askWinRate(id int, c *proto.WinRate) error {
	t, err := s.taste(c.Taste)
	if err != nil {
		return err
	}
	if c.Prompts < 1 || c.Prompts > 2000 {
		return fmt.Errorf("%d openings were asked for; a win rate takes 1 to 2000", c.Prompts)
	}
	if err := s.checkMarker(c.Marker); err != nil {
		return err
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
	if j.before == nil && len(j.new) < j.c.Prompts {
		j.begin(s)
	}
	if j.before != nil && (j.before.sampler.Next() || j.after.next(s)) {
		return nil, false
	}
	if j.before != nil && j.scored < len(j.prompts) {
		n := min(4, len(j.prompts)-j.scored)
		j.read(s.read(j.after.rollout, j.scored, n))
		j.scored += n
		return nil, false
	}
	if j.before != nil {
		for i, p := range j.prompts {
			j.score(s, p, j.before.streams[i], j.after.streams[i])
		}
		j.before = nil
		if len(j.new) < j.c.Prompts {
			return []proto.Event{{WinRate: j.result()}}, false
		}
		j.pairs = s.decided()
	}
	if j.compared < len(j.pairs) {
		j.displace(s)
		return nil, false
	}
	return []proto.Event{{WinRate: j.last()}}, true
}

// decided are the first labels that prefer an answer, made ready.
func (s *Session) decided() (items []*item) {
	const most = 48 // as many as a visitor gives
	for i := range s.labels {
		if len(items) == most {
			break
		}
		if it := newItem(s, s.labels[i]); !it.unusable && it.q != 0.5 {
			items = append(items, it)
		}
	}
	return items
}

// displace has both models read one label's answers.
func (j *winJob) displace(s *Session) {
	it := j.pairs[j.compared]
	j.compared++
	b := method.Lay(it.chosen, it.rejected)
	for k, m := range []*nn.Model{s.ref, s.model} {
		col := m.Forward(b).LogP
		j.logp[2*k] = append(j.logp[2*k], b.Sum(col, 0))
		j.logp[2*k+1] = append(j.logp[2*k+1], b.Sum(col, 1))
	}
}

// last is the result when all is measured.
func (j *winJob) last() *proto.WinRated {
	w := j.result()
	w.Done = true
	boot := eval.WinRateBootstrap(j.new, j.old, j.c.Seed, 0)
	w.BootLow, w.BootHigh = boot.Low, boot.High
	if len(j.pairs) > 0 {
		d := eval.Displacement(j.logp[0], j.logp[1], j.logp[2], j.logp[3])
		w.Moved = &proto.Moved{Chosen: d.Chosen, Rejected: d.Rejected, Displaced: d.Displaced, N: d.N}
	}
	return w
}

// begin samples the next batch of openings.
func (j *winJob) begin(s *Session) {
	first := len(j.new)
	j.prompts, j.scored = j.prompts[:0], 0
	for i := first; i < min(first+rows, j.c.Prompts); i++ {
		j.prompts = append(j.prompts, s.world.Opening(rng.At(j.c.Seed, "eval", i), world.HeldOut))
	}
	j.before = s.newRollout(s.ref, j.prompts, draw{sampleTemperature, j.c.Seed, "eval-old", first})
	j.after = s.ask(j.prompts, j.c.Marker, draw{sampleTemperature, j.c.Seed, "eval-new", first})
}

// read takes in what both models say of a few answers. The estimates from the sampled
// tokens alone stand beside the exact divergence; they are of a model at temperature
// 1, and biased where answers are drawn at another.
func (j *winJob) read(r reading) {
	for i := range r.kl {
		j.kl += r.kl[i]
		j.entropy += r.entropy[i]
		logr := make([]float64, len(r.tuned[i]))
		for t := range logr {
			logr[t] = float64(r.ref[i][t] - r.tuned[i][t])
		}
		j.k1 += eval.K1(logr)
		j.k3 += eval.K3(logr)
	}
}

// score takes one opening's two answers in.
func (j *winJob) score(s *Session, prompt string, before, after *nn.Stream) {
	tuned := s.text(after)
	o, _ := j.taste.Score(prompt, s.text(before))
	n, _ := j.taste.Score(prompt, tuned)
	j.old, j.new = append(j.old, o), append(j.new, n)
	if s.world.Check(prompt, tuned).Whole() {
		j.well++
	}
	j.oldLen, j.newLen = append(j.oldLen, len(before.Tokens)), append(j.newLen, len(after.Tokens))
	j.words = append(j.words, strings.Fields(tuned))
	if m := s.reward; m != nil {
		row := method.Row{Prompt: method.Prompt(s.tok, prompt), Completion: after.Tokens}
		j.newBy += m.score(row)
		row.Completion = before.Tokens
		j.oldBy += m.score(row)
	}
}

// result is the win rate so far.
func (j *winJob) result() *proto.WinRated {
	n := float64(len(j.new))
	w := eval.WinRate(j.new, j.old)
	tokens := 0
	for _, l := range j.newLen {
		tokens += l
	}
	return &proto.WinRated{
		Taste: j.c.Taste, Step: j.step, N: len(j.new), Of: j.c.Prompts,
		WinRate: w.Mean, Low: w.Low, High: w.High,
		WellFormed: float64(j.well) / n,
		ScoreOld:   mean(j.old), ScoreNew: mean(j.new),
		KL: j.kl / n, K1: j.k1 / n, K3: j.k3 / n,
		Length: float64(tokens) / n, Entropy: j.entropy / float64(tokens),
		Distinct2: eval.Distinct2(j.words), Balanced: eval.Balanced(j.new, j.old, j.newLen, j.oldLen),
		ProxyOld: j.oldBy / n, ProxyNew: j.newBy / n,
	}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
