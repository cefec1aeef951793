package toy_test

import (
	"math"
	"testing"

	"preflab/core/loss"
	"preflab/core/rng"
	"preflab/core/seq"
)

// The experiment: 15 answers of up to three tokens, a reward between -1 and 1, a
// penalty of half a unit of reward a nat. The optimum then gives the best answer
// about e^4 times the odds of the worst.
const beta = 0.5

// A case of it: a reference and a reward.
type setting struct {
	name   string
	ref    *policy
	reward []float64
}

func settings() []setting {
	s := enumerate(3, 3)
	uniform, given := newPolicy(s), newPolicy(s)
	r := rng.New(1, "toy")
	reward := make([]float64, len(s.answers))
	for i := range reward {
		reward[i] = 2*r.Float64() - 1
	}
	for i := range given.z {
		given.z[i] = 2*r.Float64() - 1
	}
	return []setting{{"even reference", uniform, reward}, {"uneven reference", given, reward}}
}

// start is a copy of the reference, and the batch of all answers with its scores.
func (s setting) start() (*policy, table) {
	p := newPolicy(s.ref.space)
	copy(p.z, s.ref.z)
	b := s.ref.table()
	b.Ref = s.ref.score(b).LogP
	return p, b
}

// allPairs gives each pair of answers the soft label of Bradley and Terry's model.
func allPairs(b table, reward []float64) {
	for i := range reward {
		for j := range i {
			b.Pairs = append(b.Pairs, seq.Pair{Chosen: i, Rejected: j, Q: sigmoid(reward[i] - reward[j])})
		}
	}
	b.Norm = float64(len(b.Pairs))
}

// dpo trains on all pairs until it rests.
func (s setting) dpo() *policy {
	p, b := s.start()
	allPairs(b, s.reward)
	p.descend(1500, 0.1, func(int) slope {
		return p.slope(loss.DPO{Beta: beta}.Loss, loss.DPOMetrics, b)
	})
	return p
}

// TestDPOReachesTheOptimum: with labels drawn from the reward exactly, DPO arrives at
// ref·exp(r/β)/Z. The scores are float32, which left 2e-8; the bound allows for other machines.
func TestDPOReachesTheOptimum(t *testing.T) {
	for _, s := range settings() {
		t.Run(s.name, func(t *testing.T) {
			want := tilted(s.ref.logs(), s.reward, beta)
			got := chances(s.dpo().logs())
			tv, far := variation(got, want), variation(chances(s.ref.logs()), want)
			t.Logf("total variation %.2g; the reference's is %.2f", tv, far)
			if tv > 1e-4 {
				t.Errorf("total variation %v from the optimum", tv)
			}
		})
	}
}

// TestSoftLabelsReachTheirQ: at the end σ(βD) is each label's q.
func TestSoftLabelsReachTheirQ(t *testing.T) {
	for _, s := range settings() {
		p := s.dpo()
		logs, ref := p.logs(), s.ref.logs()
		worst := 0.0
		for i := range logs {
			for j := range i {
				d := logs[i] - ref[i] - logs[j] + ref[j]
				worst = max(worst, math.Abs(sigmoid(beta*d)-sigmoid(s.reward[i]-s.reward[j])))
			}
		}
		t.Logf("%s: the worst of 105 pairs is off by %.2g", s.name, worst)
		if worst > 1e-4 {
			t.Errorf("%s: σ(βD) is %v from q", s.name, worst)
		}
	}
	for _, q := range []float64{0.1, 0.5, 0.7, 0.9} {
		p := bandit(loss.DPO{Beta: 0.2}, q, 1500)
		if got := sigmoid(0.2 * (p[1] - p[0])); math.Abs(got-q) > 1e-4 {
			t.Errorf("a single label of %v ends at σ(βD) = %v", q, got)
		}
	}
}

// bandit trains a choice of two answers of one token, from an even reference, and
// returns the log-probabilities. Answer 1 is preferred with probability q.
func bandit(l loss.DPO, q float64, steps int) []float64 {
	s := setting{ref: newPolicy(enumerate(2, 1))}
	p, b := s.start()
	b.Pairs, b.Norm = []seq.Pair{{Chosen: 1, Rejected: 0, Q: q}}, 1
	p.descend(steps, 0.1, func(int) slope { return p.slope(l.Loss, loss.DPOMetrics, b) })
	return p.logs()
}

// TestDPODoesNotRestOnSureLabels: for every β a label that is always right drives the
// choice towards 1, further the longer it runs.
func TestDPODoesNotRestOnSureLabels(t *testing.T) {
	for _, beta := range []float64{0.1, 1} {
		short, long := bandit(loss.DPO{Beta: beta}, 1, 100), bandit(loss.DPO{Beta: beta}, 1, 1000)
		if math.Exp(long[1]) < 0.9999 || long[0] > short[0]-1 {
			t.Errorf("β %v: the rejected answer is at e^%v after 100 steps, e^%v after 1000", beta, short[0], long[0])
		}
	}
}
