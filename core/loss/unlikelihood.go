package loss

import (
	"preflab/core/exact"
	"preflab/core/seq"
)

// Metrics of [Unlikelihood], in the order of its Report: the first eight of [DPO],
// with rewards the mean log-probability a token.
const (
	UnlikelihoodLoss = iota
	UnlikelihoodChosen
	UnlikelihoodRejected
	UnlikelihoodMargin
	UnlikelihoodAccuracy
	UnlikelihoodLogChosen
	UnlikelihoodLogRejected
	UnlikelihoodEntropy
	UnlikelihoodNLL  // mean negative log-probability a token of the answers that were preferred
	UnlikelihoodPart // mean of -log(1-p) a token of the others
	UnlikelihoodMetrics
)

// Unlikelihood learns the chosen answer and unlearns the rejected one, word by
// word (Welleck et al. 2020; SFT-U of Chain of Hindsight, Liu et al. 2023).
// With p_t the probability of token t of an answer of n or m counted tokens:
//
//	L = -(1/n) Σ_chosen log p_t - (Alpha/m) Σ_rejected log(1-p_t)
//	dL/dlog p_t = -1/n  or  (Alpha/m)·p_t/(1-p_t)
//
// averaged over b.Norm, the weight of the step's pairs. A soft label is the
// expectation over which answer is preferred. The batch needs Pairs.
//
// Differs from Welleck et al.: what is unlearned is a rejected answer's own tokens,
// not candidates beside the right one.
type Unlikelihood struct {
	Alpha float64
}

// Loss is a [Func].
func (l Unlikelihood) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for _, p := range b.Pairs {
		w := b.RowWeight(p.Chosen)
		nll, part := 0.0, 0.0
		for i, row := range [2]int{p.Chosen, p.Rejected} {
			q := p.Q
			if i == 1 {
				q = 1 - p.Q
			}
			nll -= float64(q * average(b, s.LogP, row))
			part += float64((1 - q) * l.unlearn(b, s, ds, row, q, w))
		}
		r[UnlikelihoodLoss].Add(nll+float64(l.Alpha*part), w)
		r[UnlikelihoodNLL].Add(nll, w)
		r[UnlikelihoodPart].Add(part, w)
		r.compared(b, s, p, 1, average(b, s.LogP, p.Chosen), average(b, s.LogP, p.Rejected))
	}
}

// unlearn writes the slopes of a row that is preferred with probability q, and
// returns the mean of -log(1-p) over its counted tokens.
func (l Unlikelihood) unlearn(b *seq.Batch, s, ds seq.Scores, row int, q, w float64) float64 {
	sum, n := 0.0, length(b, row)
	for t := row * b.T; t < (row+1)*b.T; t++ {
		if b.Mask[t] == 0 {
			continue
		}
		logp := min(float64(s.LogP[t]), nearlySure)
		sum -= exact.Log1mExp(logp)
		odds := exact.Exp(logp) / -exact.Expm1(logp)
		ds.LogP[t] += float32(float64(w*(float64(float64((1-q)*l.Alpha)*odds)-q)) / n / b.Norm)
	}
	return sum / n
}
