package loss

import "preflab/core/exact"

// TieModels are the names of [DPO].Ties: what a label of exactly 0.5 means.
var TieModels = []string{"half", "davidson", "rao_kupper"}

// tieModels are TieModels in order: the loss of a decided pair with target q or of
// a tie, and its slope, at x = Beta·δ. They are held to a TieWidth above 0.
var tieModels = [...]func(x, q, width float64, tie bool) (value, slope float64){
	func(x, q, _ float64, _ bool) (float64, float64) { return crossEntropy(x, q) },
	davidson, raoKupper,
}

// tied is the loss of a label q at x under the model of ties.
func (l DPO) tied(x, q float64) (value, slope float64) {
	f := tieModels[l.Ties]
	if l.TieWidth <= 0 {
		f = tieModels[0]
	}
	return f(x, l.target(q), l.TieWidth, q == 0.5)
}

// davidson is Davidson 1970, with the abilities' ratio e^x and ν = width:
//
//	Z = e^(x/2) + e^(-x/2) + ν,  P(chosen) = e^(x/2)/Z,  P(tie) = ν/Z
//	L = log Z - (q-½)·x,  or log Z - log ν for a tie
//	dL/dx = (1-q)·(P(chosen) + ½P(tie)) - q·(P(rejected) + ½P(tie)),  q = ½ for a tie
//
// Everything is taken relative to the larger of the first two terms, e^h.
func davidson(x, q, width float64, tie bool) (value, slope float64) {
	h := float64(max(x, -x) / 2)
	less, mid := exact.Exp(float64(-2*h)), float64(width*exact.Exp(-h))
	z := 1 + less + mid
	chosen, rejected := 1/z, less/z
	if x < 0 {
		chosen, rejected = rejected, chosen
	}
	if tie {
		return h + exact.Log1p(less+mid) - exact.Log(width), float64((chosen - rejected) / 2)
	}
	half := float64(mid / z / 2)
	value = h - float64((q-0.5)*x) + exact.Log1p(less+mid)
	return value, float64((1-q)*(chosen+half)) - float64(q*(rejected+half))
}

// raoKupper is Rao and Kupper 1967 on a logarithmic scale, with η = width, the logarithm of their θ:
//
//	P(chosen) = σ(x-η),  P(rejected) = σ(-x-η)
//	P(tie) = 1 - P(chosen) - P(rejected) = (1 - e^(-2η))·σ(η+x)·σ(η-x)
//
// A decided pair has L = q·softplus(η-x) + (1-q)·softplus(η+x), a tie
// softplus(-η-x) + softplus(-η+x) - log(1-e^(-2η)).
func raoKupper(x, q, width float64, tie bool) (value, slope float64) {
	if tie {
		value = exact.Softplus(-width-x) + exact.Softplus(x-width) - exact.Log1mExp(-2*width)
		return value, exact.Sigmoid(x-width) - exact.Sigmoid(-x-width)
	}
	value = float64(q*exact.Softplus(width-x)) + float64((1-q)*exact.Softplus(width+x))
	return value, float64((1-q)*exact.Sigmoid(width+x)) - float64(q*exact.Sigmoid(width-x))
}
