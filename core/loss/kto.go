package loss

import (
	"preflab/core/exact"
	"preflab/core/seq"
)

// Metrics of [KTO], in the order of its Report. The first eight are as in [DPO].
const (
	KTOLoss = iota // over examples, two a pair
	KTOChosen
	KTORejected
	KTOMargin
	KTOAccuracy
	KTOLogChosen
	KTOLogRejected
	KTOEntropy
	KTOZero // the reference point z0 in nats; TRL calls it kl
	KTOMetrics
)

// KTO is Kahneman-Tversky optimisation (Ethayarajh et al. 2024): answers are
// good or bad by themselves, and what counts is how far each is above or below a
// reference point z0 = max(0, b.Zero). With r the answer's summed log-ratio:
//
//	desirable:    L = Desirable·(1 - σ(Beta·(r - z0)))
//	undesirable:  L = Undesirable·(1 - σ(Beta·(z0 - r)))
//
// averaged over examples. Each pair gives two: its chosen answer is desirable with
// probability Q, its rejected one with 1-Q. Ties say nothing and are skipped, so
// b.Norm is the weight of the other pairs of the step; the loss divides by 2·b.Norm.
// The batch needs Ref, Pairs and Zero, which is frozen: it has no slope.
//
// Differs from TRL: examples come in pairs, so there is an accuracy.
type KTO struct {
	Beta, Desirable, Undesirable float64
}

// Loss is a [Func].
func (l KTO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	zero := max(0, b.Zero)
	for _, p := range b.Pairs {
		if p.Q == 0.5 {
			continue
		}
		w, ratios := b.RowWeight(p.Chosen), [2]float64{}
		for i, row := range [2]int{p.Chosen, p.Rejected} {
			q := p.Q
			if i == 1 {
				q = 1 - p.Q
			}
			ratios[i] = b.Sum(s.LogP, row) - b.Sum(b.Ref, row)
			value, slope := l.of(ratios[i]-zero, q)
			spread(b, ds.LogP, row, float64(w*slope)/float64(2*b.Norm))
			r[KTOLoss].Add(value, w)
		}
		r.compared(b, s, p, l.Beta, ratios[0], ratios[1])
		r[KTOZero].Add(zero, w)
	}
}

// of is the loss of one example that is desirable with probability q, and its
// slope, at x = r - z0.
func (l KTO) of(x, q float64) (value, slope float64) {
	x = float64(l.Beta * x)
	good, bad := float64(q*l.Desirable), float64((1-q)*l.Undesirable)
	value = float64(good*exact.Sigmoid(-x)) + float64(bad*exact.Sigmoid(x))
	return value, float64(l.Beta * float64((bad-good)*bell(x)))
}
