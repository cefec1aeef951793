package loss

import "preflab/core/seq"

// Metrics of [PPO], in the order of its Report, under TRL's names. All are means
// over counted tokens.
const (
	PPOLoss      = iota // all parts
	PPOPolicy           // loss/policy_avg
	PPOValue            // loss/value_avg
	PPOApproxKL         // policy/approxkl_avg: half the squared log-ratio
	PPOClip             // policy/clipfrac_avg
	PPOEntropy          // policy/entropy_avg
	PPOValueClip        // val/clipfrac_avg
	PPORatio            // val/ratio
	PPOMetrics
)

// PPO is proximal policy optimisation on tokens (Schulman et al. 2017; Ziegler et
// al. 2019 for language). Where a token was written with log-probability Old and
// value Val, and is worth an advantage Adv and a return Ret:
//
//	L = surrogate + ValueCoef·½max((v-Ret)², (clip(v, Val-ValueClip, Val+ValueClip) - Ret)²) - EntropyCoef·H
//
// averaged over b.Norm, the weight of the step's counted tokens; the surrogate is
// [clippedRatio]. A bound of 0 bounds nothing. The batch needs Old and Adv for the
// policy, Ret and Val for the critic. A nil s.LogP leaves out the policy's part, a
// nil s.Value the critic's: the two may be separate models.
//
// Differs from TRL: all means are over counted tokens; TRL takes some over padding
// too. The bonus for entropy is Schulman et al. 2017, eq. 9.
type PPO struct {
	Clip, ValueClip, ValueCoef, EntropyCoef float64
}

// Loss is a [Func].
func (l PPO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	counted(b, func(i int, w float64) {
		total := 0.0
		if s.LogP != nil {
			total = l.policy(b, s, ds, r, i, w)
		}
		if s.Value != nil {
			value, slope, clipped := l.value(float64(s.Value[i]), float64(b.Val[i]), float64(b.Ret[i]))
			ds.Value[i] += float32(float64(float64(w*l.ValueCoef)*slope) / b.Norm)
			r[PPOValue].Add(value, w)
			r[PPOValueClip].Add(clipped, w)
			total += float64(l.ValueCoef * value)
		}
		r[PPOLoss].Add(total, w)
	})
}

// policy does one token's part of the policy, the bonus for entropy included.
func (l PPO) policy(b *seq.Batch, s, ds seq.Scores, r Report, i int, w float64) float64 {
	ratio := float64(s.LogP[i]) - float64(b.Old[i])
	p := clippedRatio(ratio, float64(b.Adv[i]), l.Clip)
	ds.LogP[i] += float32(float64(w*p.slope) / b.Norm)
	r[PPOPolicy].Add(p.value, w)
	r[PPOApproxKL].Add(float64(float64(ratio*ratio)/2), w)
	r[PPOClip].Add(p.clipped, w)
	r[PPORatio].Add(p.ratio, w)
	if s.Entropy == nil {
		return p.value
	}
	h := float64(s.Entropy[i])
	r[PPOEntropy].Add(h, w)
	if l.EntropyCoef != 0 {
		ds.Entropy[i] -= float32(float64(w*l.EntropyCoef) / b.Norm)
	}
	return p.value - float64(l.EntropyCoef*h)
}

// value is half the squared error of v, the larger of that and the one of v kept
// near old; its slope; and 1 where the bound decided.
func (l PPO) value(v, old, ret float64) (value, slope, clipped float64) {
	e := v - ret
	value, slope = float64(e*e)/2, e
	if l.ValueClip <= 0 {
		return value, slope, 0
	}
	near := min(max(v, old-l.ValueClip), old+l.ValueClip)
	f := near - ret
	if bound := float64(f*f) / 2; bound > value {
		return bound, 0, 1
	}
	return value, slope, 0
}
