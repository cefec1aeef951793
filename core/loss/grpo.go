package loss

import (
	"preflab/core/exact"
	"preflab/core/seq"
)

// Metrics of [GRPO], in the order of its Report, under TRL's names.
const (
	GRPOLoss    = iota
	GRPOKL      // kl: mean of k3 over counted tokens
	GRPOClip    // clip_ratio/region_mean: share of tokens where the bound decided
	GRPOEntropy // mean over counted tokens
	GRPOMetrics
)

// GRPOTypes are the names of [GRPO].Type: what a token's loss is divided by.
var GRPOTypes = []string{"grpo", "bnpo", "dr_grpo", "dapo"}

const (
	perRow  = iota // grpo: the row's counted tokens, and b.Norm rows
	perStep        // bnpo: b.Norm counted tokens
	perMost        // dr_grpo: MaxLength, and b.Norm rows
)

// GRPO is group relative policy optimisation (Shao et al. 2024, eq. 3): PPO's
// surrogate with one advantage for a whole answer, judged within its group
// ([GroupNormalise]), and a divergence from the reference in the loss. For a token
// with reference log-probability ref:
//
//	l_t = max(-A·ρ, -A·clip(ρ, 1-Clip, 1+Clip)) + Beta·k3
//	k3 = e^d - 1 - d,   d = ref - log p,   dk3/dlog p = 1 - e^d
//
// The types sum l_t differently: grpo takes the mean of rows' means; bnpo and dapo
// the mean over tokens (Yu et al. 2025); dr_grpo divides each row's sum by
// MaxLength, so that a long wrong answer costs no less a token (Liu et al. 2025), or
// by b.T if MaxLength is 0. b.Norm is the weight of the step's rows, or of its counted
// tokens for bnpo and dapo.
//
// TRL's bnpo divides by the tokens of one shard and its dapo by those of the step;
// here every loss divides by the step, and the two are one. Clip 0 bounds nothing.
// The batch needs Old and Adv, and Ref unless Beta is 0.
type GRPO struct {
	Clip, Beta float64
	Type       int // of GRPOTypes
	MaxLength  float64
}

// Loss is a [Func].
func (l GRPO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for row := range b.B {
		w, n, share, sum := b.RowWeight(row), length(b, row), l.share(b, row), 0.0
		for i := row * b.T; i < (row+1)*b.T; i++ {
			if b.Mask[i] == 0 {
				continue
			}
			value, slope := l.token(b, float64(s.LogP[i]), i, w, r)
			ds.LogP[i] += float32(float64(float64(w*share)*slope) / b.Norm)
			sum += value
		}
		if b.Count(row) == 0 {
			continue
		}
		r[GRPOEntropy].entropy(b, s, row, w)
		if l.Type == perRow || l.Type == perMost {
			r[GRPOLoss].Add(float64(sum*share), w)
		} else {
			r[GRPOLoss].Add(sum/n, float64(w*n))
		}
	}
}

// share is what a token's loss is multiplied by before b.Norm divides it.
func (l GRPO) share(b *seq.Batch, row int) float64 {
	switch {
	case l.Type == perRow:
		return 1 / length(b, row)
	case l.Type != perMost:
		return 1
	case l.MaxLength > 0:
		return 1 / l.MaxLength
	}
	return 1 / float64(b.T)
}

// token returns the loss of the token at place i and its slope.
func (l GRPO) token(b *seq.Batch, logp float64, i int, w float64, r Report) (value, slope float64) {
	p := clippedRatio(logp-float64(b.Old[i]), float64(b.Adv[i]), l.Clip)
	r[GRPOClip].Add(p.clipped, w)
	if b.Ref == nil && l.Beta == 0 {
		return p.value, p.slope
	}
	kl, dkl := k3(float64(b.Ref[i]) - logp)
	r[GRPOKL].Add(kl, w)
	return p.value + float64(l.Beta*kl), p.slope + float64(l.Beta*dkl)
}

// k3 is Schulman's estimate of a divergence from one sample, e^d - 1 - d with d =
// ref - log p, and its slope in log p. It is never negative. Beyond ±20, d counts as
// that, and is flat.
func k3(d float64) (value, slope float64) {
	at := min(max(d, -farRatio), farRatio)
	e := exact.Expm1(at)
	if at == d {
		slope = -e
	}
	return max(e-at, 0), slope
}
