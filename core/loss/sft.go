package loss

import "preflab/core/seq"

// Metrics of [SFT], in the order of its Report.
const (
	SFTLoss = iota
	SFTEntropy
	SFTMetrics
)

// SFT is next-token cross-entropy on the counted tokens, each with the weight w of
// its row:
//
//	L = -(1/N) Σ_t w·log p(y_t | y_<t)
//
// b.Norm is N, the weight of the counted tokens of the whole step (TRL's
// reduction). Chain of Hindsight (Liu et al. 2023) is SFT on chains, with rows of
// plain text of another weight.
func SFT(b *seq.Batch, s, ds seq.Scores, r Report) {
	for i, on := range b.Mask {
		if on == 0 {
			continue
		}
		w := b.RowWeight(i / b.T)
		ds.LogP[i] -= float32(w / b.Norm)
		r[SFTLoss].Add(-float64(s.LogP[i]), w)
		r[SFTEntropy].Add(float64(s.Entropy[i]), w)
	}
}
