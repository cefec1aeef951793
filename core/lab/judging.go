package lab

import (
	"fmt"
	"hash/fnv"
	"math"

	"preflab/core/loss"
	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/proto"
	"preflab/core/spec"
	"preflab/core/world"
)

// A rewardModel is one that has been trained, with what is known of it.
type rewardModel struct {
	m    *nn.Model
	hash string // of the model that it was made from
	auto uint64 // what a run made it from by itself; 0: a visitor made it
	info proto.Reward
}

// A judge scores answers for a roll-out: a reward model, or a taste. Its scores are
// brought to mean 0 and deviation 1 over answers of the first model (Ziegler et al.
// 2019), so that a KL penalty means the same whoever judges.
type judge struct {
	reward   *rewardModel // nil: the taste
	taste    world.Taste
	ByModel  bool
	Mean, SD float64
}

// judging finds a judge: it trains a reward model if there is none, and measures the
// scores of the first model's answers.
type judging struct {
	sub  *run     // the reward model's training
	roll *rollout // the first model's answers
	next int
	raw  []float64
	done *judge
}

// gauged is how many answers of the first model the scores are measured on.
const gauged = 64

// prepare does one piece. failed says why there can be no judge.
func (j *judging) prepare(s *Session, r *run) (worked bool, failed string) {
	switch {
	case j.done != nil:
		return false, ""
	case byModel(r.cfg) && (s.reward == nil || s.reward.auto != 0 && s.reward.auto != r.madeFrom(s)):
		return j.train(s, r)
	case len(j.raw) < gauged:
		j.gauge(s, r)
		return true, ""
	}
	j.done = &judge{taste: j.taste(s), ByModel: byModel(r.cfg)}
	j.done.Mean, j.done.SD = spread(j.raw)
	if j.done.ByModel {
		j.done.reward = s.reward
		if r.step == 0 {
			r.beginCritic(s, j.done)
		}
	}
	return true, ""
}

// spread returns the mean of x and its deviation, 1 where there is none: a judge that
// finds all answers alike says nothing.
func spread(x []float64) (mean, sd float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	squares := 0.0
	for _, v := range x {
		squares += float64((v - mean) * (v - mean))
	}
	const alike = 1e-12 // of squares: what rounding leaves of equal scores
	if squares < alike {
		return mean, 1
	}
	return mean, math.Sqrt(squares / float64(len(x)-1))
}

// restore makes a saved judge whole.
func (j *judge) restore(s *Session) error {
	j.taste, _ = s.taste(s.open.Taste)
	if bad(j.Mean) || !(j.SD > 0) || bad(j.SD) {
		return fmt.Errorf("its scores have the mean %v and the deviation %v", j.Mean, j.SD)
	}
	if j.ByModel {
		j.reward = s.reward
	}
	if j.reward == nil && j.taste.Score == nil {
		return fmt.Errorf("what scored its answers is not in it")
	}
	return nil
}

// renew forgets the judge, between two roll-outs, if the settings ask for another.
func (j *judging) renew(r *run) {
	if j.done != nil && j.done.ByModel != byModel(r.cfg) {
		*j = judging{}
	}
}

// madeFrom tells apart what a run's own reward model is trained on.
func (r *run) madeFrom(s *Session) uint64 {
	h := fnv.New64a()
	for i := range s.labels {
		l := &s.labels[i]
		fmt.Fprintln(h, l.ID, l.Verdict, l.Strength)
	}
	fmt.Fprint(h, r.seed, s.open.Taste)
	for _, name := range []string{"borrow_pairs", "borrow_noise", "borrow_weight"} {
		fmt.Fprint(h, " ", r.cfg.Get(name))
	}
	return h.Sum64() | 1 // never 0
}

// byModel reports whether the settings have a reward model judge, rather than a taste.
func byModel(cfg spec.Config) bool { return cfg.Get("reward") == 0 }

// taste is the one that Open named; a reward model can do without.
func (j *judging) taste(s *Session) world.Taste {
	t, _ := s.taste(s.open.Taste)
	return t
}

// train does one piece of a reward model's training, with the chapter's own defaults
// and all labels.
func (j *judging) train(s *Session, r *run) (worked bool, failed string) {
	if j.sub == nil {
		m := method.RM()
		cfg := m.Spec.Default()
		for _, p := range r.cfg.Spec.Params {
			if len(p.Name) > 7 && p.Name[:7] == "borrow_" {
				cfg.Put(p.Name, r.cfg.Get(p.Name))
			}
		}
		cfg.Put("holdout", 0)
		j.sub = newRun(s, m, cfg, r.seed)
		j.sub.alone = true // the run that waits for it could not tell waiting for a helper from having no labels
		j.sub.train(0)
	}
	if j.sub.state == stateStarved {
		j.sub.train(0) // there may be labels now
	}
	if j.sub.advance(s) {
		return true, ""
	}
	switch j.sub.state {
	case stateFinished:
		s.reward = j.sub.reward(s)
		s.reward.auto = r.madeFrom(s)
		j.sub = nil
		return true, ""
	case stateDiverged:
		return false, "its reward model ran away: " + j.sub.why
	}
	return false, "a reward model needs labels, and there are none: label a few pairs, borrow some, or have the taste score"
}

// reward is the run's reward model as it stands, to be kept.
func (r *run) reward(s *Session) *rewardModel {
	m := r.live(s)
	m.m = nn.New(s.k, r.value.m.W.Clone())
	return m
}

// live is the same as long as the run does not go on.
func (r *run) live(s *Session) *rewardModel {
	i := r.data.(*deck).onHeldOut(s, r) // a reward model learns from labels
	info := proto.Reward{Step: r.step, N: i.N}
	pool := s.pool(r.cfg)
	for k := range pool {
		if _, trains := pool[k].Q(); trains && !heldOut(pool[k].ID, r.cfg) {
			info.Labels++
		}
	}
	if i.N > 0 {
		info.Accuracy, info.Low, info.High = i.Mean, i.Low, i.High
	}
	return &rewardModel{m: r.value.m, hash: s.hash, info: info}
}

// gauge samples and scores the first model's answers.
func (j *judging) gauge(s *Session, r *run) {
	if j.roll == nil {
		s.borrowed.roll = nil // it would be written with the same sampler
		j.roll = s.rolloutOn(s.quiet(), s.openings(r.seed, "gauge-opening", j.next, rows), nil, draw{1, r.seed, "gauge", j.next})
		j.next += rows
	}
	if j.roll.sampler.Next() {
		return
	}
	one := &judge{reward: s.reward, taste: j.taste(s), SD: 1}
	if !byModel(r.cfg) {
		one.reward = nil
	}
	for i, st := range j.roll.streams {
		j.raw = append(j.raw, one.score(s, j.roll.prompts[i], st.Prompt, st.Tokens))
	}
	j.roll = nil
}

// score is what the judge says of one answer.
func (j *judge) score(s *Session, opening string, prompt, answer []int32) float64 {
	if j.reward != nil {
		return (j.reward.score(method.Row{Prompt: prompt, Completion: answer}) - j.Mean) / j.SD
	}
	x, _ := j.taste.Score(opening, s.textOf(answer))
	return (x - j.Mean) / j.SD
}

// score is the reward of one answer.
func (m *rewardModel) score(row method.Row) float64 {
	b := method.Lay(row)
	return float64(loss.LastValue(b, m.m.Values(b).Value, 0))
}

// beginCritic starts the critic as the reward model, on the judge's scale.
func (r *run) beginCritic(s *Session, j *judge) {
	if r.value == nil {
		return
	}
	w := j.reward.m.W.Clone()
	for i := range w.Value {
		w.Value[i] /= float32(j.SD)
	}
	w.Value[len(w.Value)-1] -= float32(j.Mean / j.SD)
	r.value = newNet(nn.New(s.k, w))
}

// doing says what prepare is at.
func (j *judging) doing() string {
	switch {
	case j.sub != nil && j.sub.data.doing() != "":
		return j.sub.data.doing()
	case j.sub != nil:
		return fmt.Sprintf("training a reward model, step %d of %d", j.sub.step, j.sub.target)
	case j.done == nil:
		return "scoring the first model's answers"
	}
	return ""
}
