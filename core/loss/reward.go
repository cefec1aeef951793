package loss

import "preflab/core/seq"

// Metrics of [Reward], in the order of its Report: TRL's, except that the running
// means of a Report know no least and greatest reward, and the means of either side
// stand in their place.
const (
	RewardLoss     = iota
	RewardAccuracy // share of decided pairs with the chosen answer ahead, strictly
	RewardMargin   // mean of chosen - rejected
	RewardMean     // over chosen and rejected answers
	RewardChosen
	RewardRejected
	RewardMetrics
)

// Reward fits a reward model to labelled pairs (Bradley and Terry 1952). The reward
// of a row is its value at the last counted token; with c of the chosen answer, d of
// the rejected one and x = c - d - Margin:
//
//	L = Q·softplus(-x) + (1-Q)·softplus(x) + Centre·(c + d)²
//	dL/dc = σ(x) - Q + 2·Centre·(c + d),   dL/dd = Q - σ(x) + 2·Centre·(c + d)
//
// averaged over b.Norm, the weight of the step's pairs. The margin is Llama 2's
// (Touvron et al. 2023b), the centring Eisenstein et al. 2023, eq. 2, the soft label
// RLAIF's (Lee et al. 2023). The batch needs Pairs; of the scores it reads and
// writes Value alone.
type Reward struct {
	Centre float64
}

// Loss is a [Func].
func (l Reward) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for _, p := range b.Pairs {
		w := b.RowWeight(p.Chosen)
		c, d := float64(LastValue(b, s.Value, p.Chosen)), float64(LastValue(b, s.Value, p.Rejected))
		value, slope := crossEntropy(c-d-p.Margin, p.Q)
		sum := c + d
		pull := float64(2 * float64(l.Centre*sum))
		for i, row := range [2]int{p.Chosen, p.Rejected} {
			if at := last(b, row); at >= 0 {
				ds.Value[at] += float32(float64(w*(pull+[2]float64{slope, -slope}[i])) / b.Norm)
			}
		}
		r[RewardLoss].Add(value+float64(l.Centre*float64(sum*sum)), w)
		if p.Q != 0.5 {
			r[RewardAccuracy].Add(indicator(c > d), w)
		}
		r[RewardMargin].Add(c-d, w)
		r[RewardMean].Add(sum/2, w)
		r[RewardChosen].Add(c, w)
		r[RewardRejected].Add(d, w)
	}
}

// LastValue is the entry of a (B,T) column at the last counted token of a row: a
// reward model's verdict on it. It is 0 for a row without one.
func LastValue(b *seq.Batch, value []float32, row int) float32 {
	if at := last(b, row); at >= 0 {
		return value[at]
	}
	return 0
}

// last is the place of the last counted token of a row, -1 if there is none.
func last(b *seq.Batch, row int) int {
	for t := (row+1)*b.T - 1; t >= row*b.T; t-- {
		if b.Mask[t] != 0 {
			return t
		}
	}
	return -1
}
