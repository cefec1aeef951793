package loss

import "preflab/core/exact"

// The types of [DPO] that see an answer only beside the other: functions of
// x = Beta·δ, where δ is the difference of the scores, D under reverse_kl.

// crossEntropy is q·softplus(-x) + (1-q)·softplus(x) and its slope σ(x) - q. The
// equal form softplus(x) - q·x cancels. A q outside [0,1] is allowed.
func crossEntropy(x, q float64) (value, slope float64) {
	return float64(q*exact.Softplus(-x)) + float64((1-q)*exact.Softplus(x)), exact.Sigmoid(x) - q
}

// target is the label's probability after a share of slips.
func (l DPO) target(q float64) float64 {
	return float64(q*(1-l.Smoothing)) + float64((1-q)*l.Smoothing)
}

// sigmoid is DPO itself, cDPO with Smoothing, and a model of ties with Ties.
func sigmoid(l DPO, p sides) (value, da, db float64) {
	x := float64(l.Beta * p.delta())
	value, slope := l.tied(x, p.q)
	return p.along(value, l.Beta*slope)
}

// robust undoes the slips in expectation (rDPO, Chowdhury et al. 2024):
//
//	L = [(1-ε)·softplus(-x) - ε·softplus(x)] / (1-2ε)
//
// which is sigmoid for a label of q = (Q-ε)/(1-2ε), beyond 1 for a sure one. Without
// Smoothing it is sigmoid; a Smoothing above 0.49 is taken as 0.49.
func robust(l DPO, p sides) (value, da, db float64) {
	e := min(l.Smoothing, 0.49)
	value, slope := crossEntropy(float64(l.Beta*p.delta()), (p.q-e)/(1-float64(2*e)))
	return p.along(value, l.Beta*slope)
}

// hinge is max(0, 1-x): SLiC's (Zhao et al. 2023) on log-ratios, margin 1/Beta.
func hinge(l DPO, p sides) (value, da, db float64) {
	if x := float64(l.Beta * p.delta()); x < 1 {
		return p.along(1-x, -l.Beta)
	}
	return 0, 0, 0
}

// leastSlip is the least Smoothing of exo_pair: the logarithm of the refused side's
// target must be finite. It is TRL's recommended value.
const leastSlip = 1e-3

// exo is the divergence of the policy's preference σ(x) from the label's (Ji et al.
// 2024, eq. 16): with target q = Q(1-ε) + (1-Q)ε and p = σ(x),
//
//	L = p·log(p/q) + (1-p)·log((1-p)/(1-q)),   dL/dx = p(1-p)·(x - log(q/(1-q)))
//
// A Smoothing below 1e-3 is taken as 1e-3. A soft label is the target itself, so
// that the least loss is 0 at σ(x) = q.
func exo(l DPO, p sides) (value, da, db float64) {
	l.Smoothing = max(l.Smoothing, leastSlip)
	x, q := float64(l.Beta*p.delta()), l.target(p.q)
	yes, no := exact.Sigmoid(x), exact.Sigmoid(-x)
	logQ, logR := exact.Log(q), exact.Log(1-q)
	value = float64(yes*(-exact.Softplus(-x)-logQ)) + float64(no*(-exact.Softplus(x)-logR))
	slope := float64(float64(yes*no) * (x - (logQ - logR)))
	return p.along(value, l.Beta*slope)
}

// discopop is the log-ratio modulated loss that a language model found (Lu et al.
// 2024, eq. 5): with m = σ(x/Tau),
//
//	L = (1-m)·softplus(-x) + m·e^-x
//	dL/dx = -m(1-m)/Tau·softplus(-x) - (1-m)·σ(-x) + m·e^-x·((1-m)/Tau - 1)
//
// m·e^-x is one exponential, so that it is small where e^-x alone overflows.
func discopop(l DPO, p sides) (value, da, db float64) {
	x, tau := float64(l.Beta*p.delta()), l.Tau
	if tau <= 0 {
		tau = 0.05
	}
	m, k := exact.Sigmoid(x/tau), exact.Sigmoid(-x/tau)
	soft := exact.Softplus(-x)
	tail := exact.Exp(min(-x-exact.Softplus(-x/tau), mostExponent))
	slope := float64(tail*(k/tau-1)) - float64(float64(m*k)/tau*soft) - float64(k*exact.Sigmoid(-x))
	return p.along(float64(k*soft)+tail, l.Beta*slope)
}

// ipoSum is (δ - 1/(2·Beta))² on sums, as the authors of DPO implement Azar et al.
// 2023, eq. 17.
func ipoSum(l DPO, p sides) (value, da, db float64) {
	h := p.delta() - l.halfOver()
	return p.along(float64(h*h), 2*h)
}

// halfOver is 1/(2·Beta), the difference at which IPO and SPPO rest. Beta is at
// least 1e-6 here, so that its square is finite in float32.
func (l DPO) halfOver() float64 { return 1 / float64(2*max(l.Beta, 1e-6)) }
