package loss_test

import (
	"math"
	"slices"
	"testing"

	"preflab/core/loss"
	"preflab/core/seq"
)

// A bandit is a language model of one token: its answers are all there are, so that
// where training ends can be computed.
type bandit struct {
	ref  []float64 // probabilities of the reference
	z    []float64 // logits of the policy
	rows []int     // the answer of each row of a batch
}

// four answers of unlike reference and reward.
func four() (*bandit, []float64) {
	b := &bandit{ref: []float64{.4, .3, .2, .1}, z: make([]float64, 4)}
	for i, p := range b.ref {
		b.z[i] = math.Log(p)
	}
	return b, []float64{0, 1, -0.5, 2}
}

func (m *bandit) policy() []float64 {
	sum, p := 0.0, make([]float64, len(m.z))
	for _, z := range m.z {
		sum += math.Exp(z)
	}
	for i, z := range m.z {
		p[i] = math.Exp(z) / sum
	}
	return p
}

// batch has a row of one token for each of m.rows, with its reference.
func (m *bandit) batch() *seq.Batch {
	b := seq.NewBatch(len(m.rows), 1)
	b.Ref = make([]float32, b.B)
	for i, y := range m.rows {
		b.SetRow(i, []int32{0}, []int32{int32(y)})
		b.Ref[i] = float32(math.Log(m.ref[y]))
	}
	b.Norm = 1
	return b
}

// train descends along the gradient of f through the softmax, on batches that next
// prepares for the policy of the moment.
func (m *bandit) train(f loss.Func, metrics int, rate float64, next func(b *seq.Batch, p []float64)) []float64 {
	for range 4000 {
		p, b := m.policy(), m.batch()
		s := seq.Scores{LogP: make([]float32, b.B), Entropy: make([]float32, b.B)}
		for i, y := range m.rows {
			s.LogP[i] = float32(math.Log(p[y]))
		}
		b.Old = slices.Clone(s.LogP)
		next(b, p)
		ds := seq.Scores{LogP: make([]float32, b.B)}
		f(b, s, ds, make(loss.Report, metrics))
		for i, y := range m.rows {
			for j := range m.z {
				d := -p[j]
				if j == y {
					d++
				}
				m.z[j] -= rate * float64(ds.LogP[i]) * d
			}
		}
	}
	return m.policy()
}

// closed is the optimum of reward less beta times the divergence from the reference:
// ref·e^(r/beta)/Z.
func closed(ref, reward []float64, beta float64) []float64 {
	sum, p := 0.0, make([]float64, len(ref))
	for i := range ref {
		p[i] = ref[i] * math.Exp(reward[i]/beta)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
	return p
}

func variation(p, q []float64) float64 {
	v := 0.0
	for i := range p {
		v += math.Abs(p[i]-q[i]) / 2
	}
	return v
}

// everyPair lays out all pairs of four answers, with Bradley-Terry labels.
func everyPair(m *bandit, reward []float64) func(b *seq.Batch, p []float64) {
	var pairs []seq.Pair
	for i := range reward {
		for j := range i {
			pairs = append(pairs, seq.Pair{Chosen: len(m.rows), Rejected: len(m.rows) + 1, Q: 1 / (1 + math.Exp(reward[j]-reward[i]))})
			m.rows = append(m.rows, i, j)
		}
	}
	return func(b *seq.Batch, _ []float64) { b.Pairs = pairs }
}

// TestDPOIsRLHF: DPO on labels of a reward, and RLOO on that reward less beta times
// the log-ratio, end at the same policy, the closed form of what RLHF maximises.
// RLOO gets its exact expectation: each answer once, weighed by its probability.
func TestDPOIsRLHF(t *testing.T) {
	const beta = 0.7
	m, reward := four()
	want := closed(m.ref, reward, beta)
	got := m.train(loss.DPO{Beta: beta}.Loss, loss.DPOMetrics, 0.5, everyPair(m, reward))
	if v := variation(got, want); v > 1e-5 {
		t.Errorf("DPO ends at %v, want %v (%.1g apart)", got, want, v)
	}
	m, _ = four()
	m.rows = []int{0, 1, 2, 3}
	got = m.train(loss.RLOO{Clip: 0.2}.Loss, loss.RLOOMetrics, 0.5, func(b *seq.Batch, p []float64) {
		b.Weight, b.Adv = p, make([]float32, 4)
		for i := range p {
			b.Adv[i] = float32(reward[i] - beta*math.Log(p[i]/m.ref[i]))
		}
	})
	if v := variation(got, want); v > 1e-5 {
		t.Errorf("RLOO ends at %v, want %v (%.1g apart)", got, want, v)
	}
}

// TestGRPOHoldsByTheOtherDivergence: k3 in the loss, on answers of the policy, has
// the gradient of KL(ref‖π), so GRPO ends where π(λ-r)/ref is beta for every answer,
// λ = beta + the mean reward, and not at the closed form.
func TestGRPOHoldsByTheOtherDivergence(t *testing.T) {
	const beta = 0.7
	m, reward := four()
	m.rows = []int{0, 1, 2, 3}
	got := m.train(loss.GRPO{Clip: 0.2, Beta: beta}.Loss, loss.GRPOMetrics, 0.5, func(b *seq.Batch, p []float64) {
		b.Weight, b.Adv = p, []float32{0, 1, -0.5, 2}
	})
	mean := 0.0
	for i, p := range got {
		mean += p * reward[i]
	}
	for i, p := range got {
		if x := p * (beta + mean - reward[i]) / m.ref[i]; math.Abs(x-beta) > 1e-4 {
			t.Errorf("answer %d: %v, want %v", i, x, beta)
		}
	}
	if v := variation(got, closed(m.ref, reward, beta)); v < 0.01 {
		t.Errorf("GRPO ends at the closed form (%v apart)", v)
	}
}

// TestIPOStopsWhereDPODoesNot: of two answers the first is always preferred. IPO on
// a uniform reference ends at σ(1/(2τ)), DPO goes on.
func TestIPOStopsWhereDPODoesNot(t *testing.T) {
	for tau, want := range map[float64]float64{0.1: .993307, 1: .622459} {
		end := func(name string) float64 {
			m := &bandit{ref: []float64{.5, .5}, z: make([]float64, 2), rows: []int{0, 1}}
			p := m.train(of(name, loss.DPO{Beta: tau}).Loss, loss.DPOMetrics, 0.1, func(b *seq.Batch, _ []float64) {
				b.Pairs = []seq.Pair{{Chosen: 0, Rejected: 1, Q: 1}}
			})
			return p[0]
		}
		for _, name := range []string{"ipo", "ipo_sum"} {
			if got := end(name); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s, τ %v: ends at %v, want %v", name, tau, got, want)
			}
		}
		if got := end("sigmoid"); tau == 1 && got < 0.99 {
			t.Errorf("DPO, beta %v: stays at %v", tau, got)
		}
	}
}
