package loss

import (
	"preflab/core/exact"
	"preflab/core/seq"
)

// farRatio bounds log-ratios of the policy to itself of some steps ago, as OpenRLHF
// does: e^20 is already 5e8 times as likely.
const farRatio = 20

// A surrogate is what a policy gradient of one token or one row comes to.
type surrogate struct {
	value, slope float64 // the loss, and its derivative with respect to the log-probability
	ratio        float64 // how much likelier it became since it was written
	clipped      float64 // 1 where the bound decided
}

// clippedRatio is PPO's clipped objective with its sign turned (Schulman et al.
// 2017, eq. 7), for a log-ratio and an advantage A:
//
//	ρ = e^ratio,   L = max(-A·ρ, -A·clip(ρ, 1-clip, 1+clip))
//
// The slope is -A·ρ, and 0 where the bound decides. A clip of 0 bounds nothing. Log-
// ratios beyond ±20 are taken as that, and are flat.
func clippedRatio(ratio, adv, clip float64) surrogate {
	at := min(max(ratio, -farRatio), farRatio)
	s := surrogate{ratio: exact.Exp(at)}
	s.value = float64(-adv * s.ratio)
	if at == ratio {
		s.slope = s.value
	}
	if clip <= 0 {
		return s
	}
	if bound := float64(-adv * min(max(s.ratio, 1-clip), 1+clip)); bound > s.value {
		s.value, s.slope, s.clipped = bound, 0, 1
	}
	return s
}

// counted calls f on the place of every counted token, with its row's weight.
func counted(b *seq.Batch, f func(at int, w float64)) {
	for i, on := range b.Mask {
		if on != 0 {
			f(i, b.RowWeight(i/b.T))
		}
	}
}
