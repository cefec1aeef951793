package loss

import (
	"preflab/core/exact"
	"preflab/core/seq"
)

// Metrics of [ORPO], in the order of its Report. The first eight are as in [DPO],
// with rewards Lambda·(mean log-probability a token), as LLaMA-Factory logs them.
const (
	ORPOLoss = iota
	ORPOChosen
	ORPORejected
	ORPOMargin
	ORPOAccuracy
	ORPOLogChosen
	ORPOLogRejected
	ORPOEntropy
	ORPONLL       // nll_loss
	ORPOOddsRatio // log_odds_ratio: mean of log σ(chosen's log-odds - rejected's)
	ORPOOdds      // log_odds_chosen: mean of that difference
	ORPOMetrics
)

// ORPO is odds ratio preference optimisation (Hong et al. 2024, eq. 6): learning
// and preferring in one, without a reference. With u and v the mean log-probability
// a token of the chosen and of the rejected answer, and lo(u) = u - log(1-e^u):
//
//	L = -u + Lambda·softplus(-(lo(u) - lo(v)))
//	dL/du = -1 - Lambda·σ(-(lo(u) - lo(v)))/(1-e^u)
//
// averaged over b.Norm, the weight of the step's pairs. A soft label is the
// expectation over which answer is preferred. The batch needs Pairs.
//
// Differs from TRL, whose -u is a mean over prompt and answer; here it is over the
// answer alone, as in LLaMA-Factory.
type ORPO struct {
	Lambda float64
}

// Loss is a [Func].
func (l ORPO) Loss(b *seq.Batch, s, ds seq.Scores, r Report) {
	for _, p := range b.Pairs {
		w := b.RowWeight(p.Chosen)
		u, v := average(b, s.LogP, p.Chosen), average(b, s.LogP, p.Rejected)
		x, du := logOdds(u)
		y, dv := logOdds(v)
		odds, slope := crossEntropy(x-y, p.Q)
		nll := -float64(p.Q*u) - float64((1-p.Q)*v)
		slope = float64(l.Lambda * slope)
		spread(b, ds.LogP, p.Chosen, float64(w*(float64(slope*du)-p.Q))/length(b, p.Chosen)/b.Norm)
		spread(b, ds.LogP, p.Rejected, float64(w*(float64(-slope*dv)-(1-p.Q)))/length(b, p.Rejected)/b.Norm)

		r[ORPOLoss].Add(nll+float64(l.Lambda*odds), w)
		r[ORPONLL].Add(nll, w)
		r[ORPOOddsRatio].Add(-exact.Softplus(y-x), w)
		r[ORPOOdds].Add(x-y, w)
		r.compared(b, s, p, l.Lambda, u, v)
	}
}

// nearlySure is the largest log-probability whose complement is still told from 0:
// that of 1 - 1e-7, about half a float32's last place below 1.
const nearlySure = -1e-7

// logOdds is log(p/(1-p)) for a log-probability, and its slope 1/(1-p). Beyond
// nearlySure both stay where they are: through the softmax the slope meets a factor
// of 1-p.
func logOdds(logp float64) (value, slope float64) {
	logp = min(logp, nearlySure)
	return logp - exact.Log1mExp(logp), -1 / exact.Expm1(logp)
}
