package lab

import (
	"fmt"
	"slices"

	"preflab/core/eval"
	"preflab/core/proto"
	"preflab/core/rng"
	"preflab/core/world"
)

// bestJob measures best-of-n: n answers of the opened model to each held-out opening,
// of which what picks, a taste or the reward model, picks one. It needs no training.
type bestJob struct {
	id     int
	c      proto.BestOf
	taste  world.Taste
	reward *rewardModel // nil: the taste picks
	roll   *rollout
	first  int // openings done

	answers []answers // by opening
	some    answers   // to the opening under way
}

// answers are the scores of the answers to one opening.
type answers struct{ gold, proxy []float64 }

func (s *Session) askBestOf(id int, c *proto.BestOf) error {
	t, err := s.taste(c.Taste)
	switch {
	case err != nil:
		return err
	case c.N < 1 || c.N > mostOf:
		return fmt.Errorf("the best of %d was asked for; it must be of 1 to %d", c.N, mostOf)
	case c.Prompts < 1 || c.Prompts > 2000:
		return fmt.Errorf("%d openings were asked for; best-of-n takes 1 to 2000", c.Prompts)
	case c.By != "taste" && c.By != "reward":
		return fmt.Errorf("%q was to pick; it must be taste or reward", c.By)
	}
	j := &bestJob{id: id, c: *c, taste: t}
	if c.By == "reward" {
		if j.reward = s.current(); j.reward == nil {
			return errNoReward
		}
	}
	s.enqueue(j)
	return nil
}

// mostOf bounds n: a page has no time for more.
const mostOf = 128

var errNoReward = fmt.Errorf("there is no reward model yet: train one first, with the method “Reward model” (rm)")

// current is the reward model at hand: the one in training, or the last.
func (s *Session) current() *rewardModel {
	if s.run.policy == nil && s.run.step > 0 {
		return s.run.live(s)
	}
	return s.reward
}

func (j *bestJob) request() int        { return j.id }
func (j *bestJob) holdsTraining() bool { return j.c.By == "reward" }

func (j *bestJob) advance(s *Session) ([]proto.Event, bool) {
	if j.roll == nil {
		opening := s.world.Opening(rng.At(j.c.Seed, "eval", j.first), world.HeldOut)
		prompts := slices.Repeat([]string{opening}, rows)
		j.roll = s.newRollout(s.ref, prompts, draw{sampleTemperature, j.c.Seed, "best", j.first*2*mostOf + len(j.some.gold)})
	}
	if j.roll.sampler.Next() {
		return nil, false
	}
	for i, st := range j.roll.streams {
		g, _ := j.taste.Score(j.roll.prompts[i], s.text(st))
		p := g
		if j.c.By == "reward" {
			p = j.reward.score(j.roll.row(i))
		}
		j.some.gold, j.some.proxy = append(j.some.gold, g), append(j.some.proxy, p)
	}
	j.roll = nil
	if len(j.some.gold) <= j.c.N {
		return nil, false // what is not picked is the rival: one more is needed
	}
	j.answers, j.some = append(j.answers, j.some), answers{}
	j.first++
	return []proto.Event{{BestOf: j.result()}}, j.first == j.c.Prompts
}

// result is what there is so far, for n of 1, 2, 4 and so on up to N: all subsets of
// an opening's answers count, and what was not picked is the rival.
func (j *bestJob) result() *proto.BestOfN {
	out := &proto.BestOfN{By: j.c.By, Taste: j.c.Taste, Done: j.first, Of: j.c.Prompts}
	for n := 1; n <= j.c.N; n *= 2 {
		var win, gold, proxy []float64
		for _, a := range j.answers {
			win = append(win, eval.BestOfWin(a.proxy, a.gold, n))
			gold = append(gold, eval.BestOf(a.proxy, a.gold, n))
			proxy = append(proxy, eval.BestOf(a.proxy, a.proxy, n))
		}
		w := eval.MeanInterval(win)
		out.Rows = append(out.Rows, proto.BestOfRow{
			N: n, KL: eval.BestOfKL(n), WinRate: w.Mean, Low: max(0, w.Low), High: min(1, w.High), Gold: mean(gold), Proxy: mean(proxy),
		})
	}
	return out
}
