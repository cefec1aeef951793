package golden

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/seq"
	"preflab/core/shard"
)

// Adam divides each gradient by its own size, so at the first step a gradient
// that is all rounding moves its weight as far as any other. Five steps from our
// own float32 gradients, each 2e-8 off, leave a summed log-probability up to
// 1.01e-3 from PyTorch's float64, and noise of that size moves it as far again:
// ownDrift. With PyTorch's gradients at the first step and ours at the other
// four it is 4e-5: drift.
const (
	ownDrift = 2e-3
	drift    = 1e-4
)

// tuned returns stories260K after the oracle's five steps; the first uses the
// given gradients where there are any.
func tuned(t *testing.T, o oracle, first *nn.Params) *nn.Model {
	t.Helper()
	tr := newTrainer(t, o.SFT.IDs)
	for i := range o.AdamW.Norms {
		tr.backward()
		if i == 0 && first != nil {
			copy(tr.m.G.Flat, first.Flat)
		}
		tr.step()
	}
	return tr.m
}

// pairBatch lays the oracle's pairs out: row 2i is chosen, row 2i+1 rejected. The
// reference is stories260K itself.
func pairBatch(t *testing.T, o oracle) *seq.Batch {
	t.Helper()
	b := seq.NewBatch(2*len(o.Pairs), 40)
	b.Norm = float64(len(o.Pairs))
	for i, p := range o.Pairs {
		b.SetRow(2*i, p.ChosenIDs[:p.ChosenStart], p.ChosenIDs[p.ChosenStart:])
		b.SetRow(2*i+1, p.RejectedIDs[:p.RejectedStart], p.RejectedIDs[p.RejectedStart:])
		b.Pairs = append(b.Pairs, seq.Pair{Chosen: 2 * i, Rejected: 2*i + 1, Q: 1})
	}
	b.Ref = nn.New(kernel.Best(), stories(t)).Forward(b).LogP
	return b
}

// TestLogProbabilitiesAreDPOAuthors compares the summed log-probabilities of
// whole answers. Those of the reference are held to 1e-4, ten times the error of
// the sum of 20 roundings of numbers near 2.
func TestLogProbabilitiesAreDPOAuthors(t *testing.T) {
	o := storiesOracle(t)
	b := pairBatch(t, o)
	for _, row := range []struct {
		name  string
		logp  []float32
		bound float64
		want  func(p oraclePair) (chosen, rejected float64)
	}{
		{"reference", b.Ref, 1e-4, oraclePair.reference},
		{"policy, PyTorch's first gradient", tuned(t, o, expectedGradients(t, o)).Forward(b).LogP, drift, oraclePair.policy},
		{"policy, all gradients ours", tuned(t, o, nil).Forward(b).LogP, ownDrift, oraclePair.policy},
	} {
		t.Run(row.name, func(t *testing.T) {
			for i, p := range o.Pairs {
				c, r := row.want(p)
				gotC, gotR := b.Sum(row.logp, 2*i), b.Sum(row.logp, 2*i+1)
				near(t, "chosen", gotC, c, row.bound, 0)
				near(t, "rejected", gotR, r, row.bound, 0)
				t.Logf("chosen %.2g off, rejected %.2g", gotC-c, gotR-r)
			}
		})
	}
}

func (p oraclePair) reference() (chosen, rejected float64) { return p.ChosenRef, p.RejectedRef }
func (p oraclePair) policy() (chosen, rejected float64)    { return p.ChosenPolicy, p.RejectedPolicy }

// TestDPOIsItsAuthors compares losses, rewards and gradient norms with the DPO
// authors' functions: sigmoid, label smoothing, and IPO as they wrote it, on sums.
// The norm of the gradient is held to 1e-4 of itself, which is the drift again.
func TestDPOIsItsAuthors(t *testing.T) {
	o := storiesOracle(t)
	b, m := pairBatch(t, o), tuned(t, o, expectedGradients(t, o))
	for i, c := range o.DPO {
		f := loss.DPO{Beta: c.Beta, Smoothing: c.Smoothing}
		if c.IPO {
			f.Type = slices.Index(loss.DPOTypes, "ipo_sum")
		}
		t.Run(fmt.Sprintf("beta %v smoothing %v ipo %v", c.Beta, c.Smoothing, c.IPO), func(t *testing.T) {
			backward(m, b, f.Loss, loss.DPOMetrics, func(s seq.Scores) {
				for j := range b.Pairs {
					checkPair(t, o, i, j, f, b, s)
				}
			})
			norm := optim.Norm(kernel.Best(), m.G.Flat)
			near(t, "norm", norm, c.Norm, 0, 1e-4)
			t.Logf("norm %.6g, %.1g of itself off", norm, norm/c.Norm-1)
		})
	}
}

// checkPair compares the loss and the rewards of pair j under configuration i.
// The loss carries the drift of two log-probabilities over by its slope in D: at
// most beta, or 2|D - 1/2β| = 2·sqrt(loss) for IPO.
func checkPair(t *testing.T, o oracle, i, j int, f loss.DPO, b *seq.Batch, s seq.Scores) {
	t.Helper()
	var ds seq.Scores
	shard.Zero(&ds, s)
	one := *b
	one.Pairs = b.Pairs[j : j+1]
	r := make(loss.Report, loss.DPOMetrics)
	f.Loss(&one, s, ds, r)
	c, name := o.DPO[i], fmt.Sprintf("pair %d, ", j+1)
	slope := f.Beta
	if c.IPO {
		slope = 2*math.Sqrt(c.Losses[j]) + 2*drift
	}
	near(t, name+"loss", r[loss.DPOLoss].Sum, c.Losses[j], slope*2*drift, 0)
	near(t, name+"chosen reward", r[loss.DPOChosen].Sum, c.Chosen[j], f.Beta*2*drift, 0)
	near(t, name+"rejected reward", r[loss.DPORejected].Sum, c.Rejected[j], f.Beta*2*drift, 0)
	t.Logf("%sloss %.6f, %.1g off", name, r[loss.DPOLoss].Sum, r[loss.DPOLoss].Sum-c.Losses[j])
}
