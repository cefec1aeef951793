package loss

import "preflab/core/seq"

// Metrics of [SFT], in the order of its Report.
const (
	SFTLoss = iota
	SFTEntropy
	SFTMetrics
)

// SFT is next-token cross-entropy on the counted tokens:
//
//	L = -(1/N) Σ_t log p(y_t | y_<t)
//
// b.Norm is N, the counted tokens of the whole step (TRL's reduction).
func SFT(b *seq.Batch, s, ds seq.Scores, r Report) {
	for i, on := range b.Mask {
		if on == 0 {
			continue
		}
		ds.LogP[i] -= float32(1 / b.Norm)
		r[SFTLoss].Add(-float64(s.LogP[i]), 1)
		r[SFTEntropy].Add(float64(s.Entropy[i]), 1)
	}
}
