package lab

import (
	"cmp"
	"math"
	"slices"

	"preflab/core/eval"
	"preflab/core/exact"
	"preflab/core/method"
	"preflab/core/proto"
	"preflab/core/world"
)

// auditJob asks what the reward model likes: it scores fresh answers of the opened
// model, two to an opening, beside the taste.
type auditJob struct {
	id    int
	c     proto.Audit
	taste world.Taste
	m     *rewardModel
	roll  *rollout
	rated []rated
}

// A rated answer, with what it takes to show it.
type rated struct {
	proto.Rated
	row method.Row
}

// audited is how many answers are looked at, and shown how many at either end.
const (
	audited = 96
	shown   = 3
)

func (s *Session) askAudit(id int, c *proto.Audit) error {
	t, err := s.taste(c.Taste)
	if err != nil {
		return err
	}
	m := s.current()
	if m == nil {
		return errNoReward
	}
	s.enqueue(&auditJob{id: id, c: *c, taste: t, m: m})
	return nil
}

func (j *auditJob) request() int        { return j.id }
func (j *auditJob) holdsTraining() bool { return true }

func (j *auditJob) advance(s *Session) ([]proto.Event, bool) {
	if j.roll == nil {
		prompts := twice(s.openings(j.c.Seed, "audit-opening", len(j.rated)/2, rows/2))
		j.roll = s.newRollout(s.ref, prompts, draw{sampleTemperature, j.c.Seed, "audit", len(j.rated)})
	}
	if j.roll.sampler.Next() {
		return nil, false
	}
	for i, st := range j.roll.streams {
		r := rated{row: j.roll.row(i)}
		r.Prompt, r.Score = j.roll.prompts[i], j.m.score(r.row)
		r.Gold, _ = j.taste.Score(r.Prompt, s.text(st))
		j.rated = append(j.rated, r)
	}
	j.roll = nil
	if len(j.rated) < audited {
		return nil, false
	}
	return []proto.Event{{Audited: j.result(s)}}, true
}

// result compares the scores with the taste's, pair by pair and over all.
func (j *auditJob) result(s *Session) *proto.Audited {
	out := &proto.Audited{Reward: j.m.info}
	var said, was, score, gold []float64
	right := 0
	for i := 0; i < len(j.rated); i += 2 {
		a, b := j.rated[i], j.rated[i+1]
		if a.Gold < b.Gold {
			a, b = b, a
		}
		if a.Gold != b.Gold {
			p := exact.Sigmoid(a.Score - b.Score)
			if i%4 == 0 { // or every outcome would be a 1
				said, was = append(said, p), append(was, 1)
			} else {
				said, was = append(said, 1-p), append(was, 0)
			}
			if a.Score > b.Score {
				right++
			}
		}
	}
	w := eval.Share(right, len(said))
	out.Accuracy, out.Low, out.High, out.N = zeroNaN(w.Mean), zeroNaN(w.Low), zeroNaN(w.High), w.N
	bins, ece := eval.Calibrate(said, was, 5)
	for _, b := range bins {
		if b.N > 0 {
			out.Bins = append(out.Bins, proto.Bin{Said: b.Said, Was: b.Was, N: b.N})
		}
	}
	out.ECE = ece
	for _, r := range j.rated {
		score, gold = append(score, r.Score), append(gold, r.Gold)
	}
	out.Rank = zeroNaN(eval.Spearman(score, gold))
	slices.SortStableFunc(j.rated, func(a, b rated) int { return cmp.Compare(b.Score, a.Score) })
	for i := range shown {
		out.Best = append(out.Best, j.show(s, j.rated[i]))
		out.Worst = append(out.Worst, j.show(s, j.rated[len(j.rated)-1-i]))
	}
	return out
}

// zeroNaN is for numbers that JSON cannot say.
func zeroNaN(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// show tells how the reward rises and falls along a story: by each token, the
// difference that it makes to what the model says when it has read so far.
func (j *auditJob) show(s *Session, r rated) proto.Rated {
	b := method.Lay(r.row)
	value := counted(b, j.m.m.Values(b).Value, 0) // value[t] is before token t
	out := r.Rated
	for t, id := range r.row.Completion {
		delta := 0.0
		if t+1 < len(value) {
			delta = float64(value[t+1] - value[t])
		}
		out.Tokens = append(out.Tokens, proto.Token{Text: s.piece(id), Delta: delta})
	}
	return out
}
