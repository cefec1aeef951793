package loss

import (
	"preflab/core/exact"
	"preflab/core/seq"
)

// Metrics of [DPO], in the order of its Report; TRL's definitions.
const (
	DPOLoss      = iota // the preference's part alone: ln 2 at the reference
	DPOChosen           // mean of Beta·a, the implicit reward of the chosen answer
	DPORejected         // mean of Beta·b
	DPOMargin           // mean of Beta·(a-b)
	DPOAccuracy         // share of decided pairs with a > b, strictly
	DPOLogChosen        // mean of the chosen answer's summed log-probability
	DPOLogRejected
	DPOEntropy // mean over counted tokens
	DPONLL     // mean negative log-probability a token of the decided pairs' chosen answers
	DPOMetrics
)

// DPO is direct preference optimisation (Rafailov et al. 2023, eq. 7) with soft
// labels. For a pair with summed log-ratios a = log π/ref of the chosen and b of
// the rejected answer, D = a - b, and target q = Q(1-Smoothing) + (1-Q)Smoothing:
//
//	L = q·softplus(-Beta·D) + (1-q)·softplus(Beta·D)
//	dL/dD = Beta·(σ(Beta·D) - q)
//
// averaged over b.Norm pairs. Q = 1 is the paper's loss, Smoothing is cDPO's
// label noise (Mitchell 2023), Q = 0.5 a tie. The batch needs Ref and Pairs.
//
// With Alpha each chosen answer of n tokens is learned outright as well (RPO, Pang
// et al. 2024, eq. 3): the gradient is that of L - Alpha·(2Q-1)·log π/n.
//
// Differs from the paper: with IPO set the loss is (D - 1/(2·Beta))² on sums, as
// the authors of DPO implement Azar et al. 2023, eq. 17.
type DPO struct {
	Beta, Smoothing float64
	Alpha           float64
	IPO             bool
}

// Loss is a [Func].
func (l DPO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for _, p := range b.Pairs {
		lc, lr := b.Sum(s.LogP, p.Chosen), b.Sum(s.LogP, p.Rejected)
		a, bb := lc-b.Sum(b.Ref, p.Chosen), lr-b.Sum(b.Ref, p.Rejected)
		value, slope := l.of(a-bb, p.Q)
		sure, n := 2*p.Q-1, float64(b.Count(p.Chosen))
		pull := float64(l.Alpha*max(sure, 0)) / n
		spread(b, ds.LogP, p.Chosen, (slope-pull)/b.Norm)
		spread(b, ds.LogP, p.Rejected, -slope/b.Norm)

		r[DPOLoss].Add(value, 1)
		r[DPOChosen].Add(l.Beta*a, 1)
		r[DPORejected].Add(l.Beta*bb, 1)
		r[DPOMargin].Add(float64(l.Beta*a)-float64(l.Beta*bb), 1)
		if p.Q != 0.5 {
			r[DPOAccuracy].Add(indicator(a > bb), 1)
			r[DPONLL].Add(-lc/n, 1)
		}
		r[DPOLogChosen].Add(lc, 1)
		r[DPOLogRejected].Add(lr, 1)
		for _, row := range [2]int{p.Chosen, p.Rejected} {
			n := float64(b.Count(row))
			r[DPOEntropy].Add(b.Sum(s.Entropy, row)/n, n)
		}
	}
}

// of returns the loss of one pair and its derivative with respect to D.
func (l DPO) of(d, q float64) (value, slope float64) {
	if l.IPO {
		h := d - 1/(2*l.Beta)
		return float64(h * h), 2 * h
	}
	q = float64(q*(1-l.Smoothing)) + float64((1-q)*l.Smoothing)
	x := float64(l.Beta * d)
	value = float64(q*exact.Softplus(-x)) + float64((1-q)*exact.Softplus(x))
	return value, l.Beta * (exact.Sigmoid(x) - q)
}

// spread adds g to the counted entries of one row.
func spread(b *seq.Batch, col []float32, row int, g float64) {
	for t := row * b.T; t < (row+1)*b.T; t++ {
		if b.Mask[t] != 0 {
			col[t] += float32(g)
		}
	}
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
