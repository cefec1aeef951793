package loss

// The types of [DPO] that divide each answer's score by its n or m counted
// tokens, so that a long answer is not a big one.

// ipo is Azar et al. 2023, eq. 17, on means: (sa/n - sb/m - 1/(2β))². TRL's, with
// the paper's authors' consent; the authors of DPO use sums ([ipoSum]).
func ipo(l DPO, p sides) (value, da, db float64) {
	h := p.sa/p.n - p.sb/p.m - l.halfOver()
	return p.apart(float64(h*h), 2*h)
}

// sigmoidNorm is Tülu 3's length-normalised DPO (Lambert et al. 2024):
// softplus(-β·(sa/n - sb/m)), with Smoothing as in sigmoid.
func sigmoidNorm(l DPO, p sides) (value, da, db float64) {
	value, slope := crossEntropy(float64(l.Beta*(p.sa/p.n-p.sb/p.m)), l.target(p.q))
	return p.apart(value, l.Beta*slope)
}

// apart carries a derivative with respect to the difference of the means over to a
// and b.
func (p sides) apart(value, slope float64) (v, da, db float64) {
	return value, float64(slope*p.dsa) / p.n, float64(-slope*p.dsb) / p.m
}
