package loss

import "preflab/core/exact"

// Divergences are the names of [DPO].Divergence.
var Divergences = []string{"reverse_kl", "forward_kl", "js_divergence", "alpha_divergence"}

// mostExponent bounds exponents, as TRL does in float32: e^80 is finite in float32
// and e^89 is not. Past it a score is flat.
const mostExponent = 80

// scores are s(x) and s'(x) of Divergences, in that order, for a log-ratio x.
var scores = [...]func(l DPO, x float64) (s, slope float64){
	func(_ DPO, x float64) (float64, float64) { return x, 1 },
	func(_ DPO, x float64) (float64, float64) { return power(-1, x) },
	func(_ DPO, x float64) (float64, float64) { return -exact.Softplus(-x), exact.Sigmoid(-x) },
	func(l DPO, x float64) (float64, float64) { return power(l.AlphaDivergence-1, x) },
}

// score is what stands in a log-ratio's place when the policy is held near the
// reference by another divergence than KL (Wang et al. 2023): f'(e^x) of
// the generator f, less what is the same for both answers.
//
//	reverse_kl x,  forward_kl -e^-x,  js_divergence log σ(x),  alpha_divergence e^((α-1)x)/(α-1)
func (l DPO) score(x float64) (s, slope float64) { return scores[l.Divergence](l, x) }

// power is e^(kx)/k, and x for k near 0, where the two differ by a constant and
// terms of size k.
func power(k, x float64) (s, slope float64) {
	if max(k, -k) < 1e-6 {
		return x, 1
	}
	e := float64(k * x)
	if e > mostExponent {
		return exact.Exp(mostExponent) / k, 0
	}
	slope = exact.Exp(e)
	return slope / k, slope
}
