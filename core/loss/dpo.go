package loss

import "preflab/core/seq"

// Metrics of [DPO], in the order of its Report; TRL's definitions. The first
// eight are those of every loss of pairs.
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
// labels, and the losses that took its place for pair and log-ratio. For a pair
// with summed log-ratios a = log π/ref of the chosen and b of the rejected answer,
// D = a - b, and target q = Q(1-Smoothing) + (1-Q)Smoothing:
//
//	L = q·softplus(-Beta·D) + (1-q)·softplus(Beta·D)
//	dL/dD = Beta·(σ(Beta·D) - q)
//
// averaged over b.Norm, the weight of the step's pairs. Q = 1 is the paper's loss,
// Smoothing is cDPO's label noise (Mitchell 2023), Q = 0.5 a tie. The batch needs
// Ref and Pairs.
//
// With Alpha each chosen answer of n tokens is learned outright as well (RPO, Pang
// et al. 2024, eq. 3): the gradient is that of L - Alpha·(2Q-1)·log π/n.
//
// Differs from TRL: Smoothing with sigmoid is cDPO, where TRL now ignores it; every
// type takes soft labels.
type DPO struct {
	Beta      float64
	Smoothing float64 // share of labels taken to be slips, below 0.5; read by sigmoid, sigmoid_norm, robust and exo_pair
	Alpha     float64
	Type      int // of DPOTypes

	Divergence      int     // of Divergences
	AlphaDivergence float64 // of alpha_divergence; 1 is reverse_kl, 0 is forward_kl
	Tau             float64 // temperature of discopop; 0 is TRL's 0.05

	Ties     int     // of TieModels; read by sigmoid
	TieWidth float64 // ν of davidson, η of rao_kupper; not above 0 is half

	MixType   int     // of DPOTypes: L + MixWeight·L of this type, at the same Beta
	MixWeight float64 // 0: nothing mixed in
}

// DPOTypes are the names of [DPO].Type, TRL's but for ipo_sum.
var DPOTypes = []string{
	"sigmoid", "hinge", "ipo", "ipo_sum", "exo_pair", "nca_pair", "robust", "bco_pair", "sppo_hard",
	"apo_zero", "apo_down", "discopop", "sigmoid_norm",
}

// pairLosses are the losses of DPOTypes, in that order.
var pairLosses = [...]pairLoss{
	sigmoid, either(hinge), either(ipo), either(ipoSum), exo, either(nca), robust, either(bco), either(sppo),
	either(apoZero), either(apoDown), either(discopop), sigmoidNorm,
}

// A pairLoss returns the loss of one pair and its derivatives with respect to the
// log-ratios a and b. A new type of DPO is one of these, a name and a place.
type pairLoss func(l DPO, p sides) (value, da, db float64)

// sides is a pair as a pairLoss sees it.
type sides struct {
	q        float64 // probability that the chosen answer is preferred
	a, b     float64 // summed log-ratios of the chosen and of the rejected answer
	sa, sb   float64 // their scores under the divergence: a and b under reverse_kl
	dsa, dsb float64 // the scores' slopes
	n, m     float64 // counted tokens
}

// swapped is the pair with the other answer chosen.
func (p sides) swapped() sides {
	return sides{1 - p.q, p.b, p.a, p.sb, p.sa, p.dsb, p.dsa, p.m, p.n}
}

// delta is the difference of the scores: D under reverse_kl.
func (p sides) delta() float64 { return p.sa - p.sb }

// along carries a derivative with respect to delta over to a and b.
func (p sides) along(value, slope float64) (v, da, db float64) {
	return value, float64(slope * p.dsa), float64(-slope * p.dsb)
}

// either makes a loss of a hard label one of a soft label: its expectation over
// which of the two answers is preferred.
func either(f pairLoss) pairLoss {
	return func(l DPO, p sides) (value, da, db float64) {
		value, da, db = f(l, p)
		if p.q == 1 {
			return value, da, db
		}
		other, ob, oa := f(l, p.swapped())
		r := 1 - p.q
		return float64(p.q*value) + float64(r*other), float64(p.q*da) + float64(r*oa), float64(p.q*db) + float64(r*ob)
	}
}

// Loss is a [Func].
func (l DPO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for _, p := range b.Pairs {
		w := b.RowWeight(p.Chosen)
		lc := b.Sum(s.LogP, p.Chosen)
		x := sides{q: p.Q, n: length(b, p.Chosen), m: length(b, p.Rejected)}
		x.a, x.b = lc-b.Sum(b.Ref, p.Chosen), b.Sum(s.LogP, p.Rejected)-b.Sum(b.Ref, p.Rejected)
		x.sa, x.dsa = l.score(x.a)
		x.sb, x.dsb = l.score(x.b)

		value, da, db := l.of(x)
		pull := float64(l.Alpha*max(float64(2*p.Q)-1, 0)) / x.n
		spread(b, ds.LogP, p.Chosen, float64(w*(da-pull))/b.Norm)
		spread(b, ds.LogP, p.Rejected, float64(w*db)/b.Norm)

		r[DPOLoss].Add(value, w)
		if p.Q != 0.5 {
			r[DPONLL].Add(-lc/x.n, w)
		}
		r.compared(b, s, p, l.Beta, x.a, x.b)
	}
}

// of returns the loss of one pair and its slopes, the mixture included.
func (l DPO) of(p sides) (value, da, db float64) {
	value, da, db = pairLosses[l.Type](l, p)
	if l.MixWeight == 0 {
		return value, da, db
	}
	v, a, b := pairLosses[l.MixType](l, p)
	return value + float64(l.MixWeight*v), da + float64(l.MixWeight*a), db + float64(l.MixWeight*b)
}
