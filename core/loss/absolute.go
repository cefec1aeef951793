package loss

import "preflab/core/exact"

// The types of [DPO] that hold each answer to the reference by itself, so that
// the chosen one cannot fall as long as the other falls more. They read the plain
// log-ratios a and b, whatever the divergence, as in TRL.

// nca is noise-contrastive alignment (Chen et al. 2024, the loss of pairs):
//
//	L = softplus(-βa) + ½·softplus(βa) + ½·softplus(βb)
func nca(l DPO, p sides) (value, da, db float64) {
	x, y := float64(l.Beta*p.a), float64(l.Beta*p.b)
	value = exact.Softplus(-x) + float64(0.5*exact.Softplus(x)) + float64(0.5*exact.Softplus(y))
	da = l.Beta * (float64(0.5*exact.Sigmoid(x)) - exact.Sigmoid(-x))
	return value, da, l.Beta * float64(0.5*exact.Sigmoid(y))
}

// bco is binary classifier optimisation (Jung et al. 2024): softplus(-βa) +
// softplus(βb). Differs from the paper, as TRL now does: no running mean of the
// rewards is taken off.
func bco(l DPO, p sides) (value, da, db float64) {
	x, y := float64(l.Beta*p.a), float64(l.Beta*p.b)
	return exact.Softplus(-x) + exact.Softplus(y), -l.Beta * exact.Sigmoid(-x), l.Beta * exact.Sigmoid(y)
}

// sppo is self-play preference optimisation (Wu et al. 2024) with the hard
// probabilities 1 and 0: (a - 1/(2β))² + (b + 1/(2β))². A soft label has the slope
// of the paper's form, (a - (Q-½)/β)² + (b + (Q-½)/β)².
func sppo(l DPO, p sides) (value, da, db float64) {
	h := l.halfOver()
	x, y := p.a-h, p.b+h
	return float64(x*x) + float64(y*y), 2 * x, 2 * y
}

// apoZero raises the chosen and lowers the rejected answer (D'Oosterlinck et al.
// 2024, APO-zero): 1 - σ(βa) + σ(βb).
func apoZero(l DPO, p sides) (value, da, db float64) {
	x, y := float64(l.Beta*p.a), float64(l.Beta*p.b)
	return exact.Sigmoid(-x) + exact.Sigmoid(y), -l.Beta * bell(x), l.Beta * bell(y)
}

// apoDown lowers both, the rejected one more (APO-down): σ(βa) + 1 - σ(βδ).
func apoDown(l DPO, p sides) (value, da, db float64) {
	x, y := float64(l.Beta*p.a), float64(l.Beta*p.delta())
	value, da, db = p.along(exact.Sigmoid(-y), -l.Beta*bell(y))
	return exact.Sigmoid(x) + value, float64(l.Beta*bell(x)) + da, db
}

// bell is the slope of the sigmoid, σ(x)σ(-x).
func bell(x float64) float64 { return float64(exact.Sigmoid(x) * exact.Sigmoid(-x)) }
