package loss

import (
	"preflab/core/exact"
	"preflab/core/seq"
)

// Metrics of [SimPO], in the order of its Report: the first eight of [DPO], with
// rewards Beta·(mean log-probability a token).
const (
	SimPOLoss = iota
	SimPOChosen
	SimPORejected
	SimPOMargin
	SimPOAccuracy
	SimPOLogChosen
	SimPOLogRejected
	SimPOEntropy
	SimPOMetrics
)

// SimPO is simple preference optimisation (Meng et al. 2024, eq. 6): the reward is
// the mean log-probability a token, without a reference, and the chosen answer must
// lead by Gamma. With x = Beta·(u - v) of the two means:
//
//	L = softplus(Gamma - x),   dL/dx = -σ(Gamma - x)
//
// averaged over b.Norm, the weight of the step's pairs. A soft label is the
// expectation over which answer is preferred. Gamma is in units of reward, as in
// the paper; the authors' program asks for Gamma/Beta. The batch needs Pairs.
type SimPO struct {
	Beta, Gamma float64
}

// Loss is a [Func].
func (l SimPO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for _, p := range b.Pairs {
		w, q := b.RowWeight(p.Chosen), p.Q
		u, v := average(b, s.LogP, p.Chosen), average(b, s.LogP, p.Rejected)
		x := float64(l.Beta * (u - v))
		value := float64(q*exact.Softplus(l.Gamma-x)) + float64((1-q)*exact.Softplus(l.Gamma+x))
		slope := float64((1-q)*exact.Sigmoid(l.Gamma+x)) - float64(q*exact.Sigmoid(l.Gamma-x))
		slope = float64(float64(w*l.Beta) * slope)
		spread(b, ds.LogP, p.Chosen, slope/length(b, p.Chosen)/b.Norm)
		spread(b, ds.LogP, p.Rejected, -slope/length(b, p.Rejected)/b.Norm)

		r[SimPOLoss].Add(value, w)
		r.compared(b, s, p, l.Beta, u, v)
	}
}
