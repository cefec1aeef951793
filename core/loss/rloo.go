package loss

import "preflab/core/seq"

// Metrics of [RLOO], in the order of its Report, under TRL's names.
const (
	RLOOLoss    = iota
	RLOOClip    // clip_ratio/region_mean: share of rows where the bound decided
	RLOOEntropy // mean over counted tokens
	RLOOMetrics
)

// RLOO is REINFORCE with the rest of the group as baseline (Ahmadian et al. 2024):
// a whole answer is one action. With ρ its ratio of probabilities now and when it
// was written, and A its advantage ([LeaveOneOut]):
//
//	L = max(-A·ρ, -A·clip(ρ, 1-Clip, 1+Clip)),   dL/dlog p_t = -A·ρ or 0
//
// averaged over b.Norm, the weight of the step's rows. The batch needs Old and Adv;
// a row's A is the Adv at its first counted token. A Clip of 0 bounds nothing.
//
// Differs from the paper, as TRL does: the ratio and its bound are PPO's, for more
// than one step a roll-out. On the first, ρ is 1 and this is REINFORCE.
type RLOO struct {
	Clip float64
}

// Loss is a [Func].
func (l RLOO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for row := range b.B {
		at := first(b, row)
		if at < 0 {
			continue
		}
		w := b.RowWeight(row)
		p := clippedRatio(b.Sum(s.LogP, row)-b.Sum(b.Old, row), float64(b.Adv[at]), l.Clip)
		spread(b, ds.LogP, row, float64(w*p.slope)/b.Norm)
		r[RLOOLoss].Add(p.value, w)
		r[RLOOClip].Add(p.clipped, w)
		r[RLOOEntropy].entropy(b, s, row, w)
	}
}

// first is the place of the first counted token of a row, -1 if there is none.
func first(b *seq.Batch, row int) int {
	for t := row * b.T; t < (row+1)*b.T; t++ {
		if b.Mask[t] != 0 {
			return t
		}
	}
	return -1
}
