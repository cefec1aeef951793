package eval

import "preflab/core/exact"

// balancedRidge holds the slope of [Balanced] finite where length alone decides
// every win: it is a normal prior of standard deviation 10 (λ = 1/10²), under which
// doubling an answer changes the log-odds by 0 ± 7.
const balancedRidge = 0.01

// Balanced returns the win rate that the new model would have if its answers were
// as long as the old one's: a logistic regression of the win (a tie ½) on the log
// ratio of the lengths, read off at ratio 1.
//
//	P(win | x) = σ(a + b·x),   xᵢ = log(lenNewᵢ / lenOldᵢ),   result σ(a)
//	min over a, b of  −Σ [ wᵢ log σ(a+b·xᵢ) + (1−wᵢ) log σ(−a−b·xᵢ) ] + λb²/2
//
// Only the slope is held back, so without any variation of length the result is
// [WinRate]'s, and if one model wins everywhere it is 1 or 0. With no openings it
// is NaN. An empty answer counts as of length 1. It panics if the lengths differ.
//
// Source: Lee et al. 2023, appendix on length (arXiv:2309.00267), who regress on the
// length ratio; Dubois et al. 2024 (arXiv:2404.04475). Differs: the logarithm of
// the ratio, so that exchanging the models gives one minus the rate.
func Balanced(new, old []float64, lenNew, lenOld []int) float64 {
	return fitLength(new, old, lenNew, lenOld).rate()
}

// A lengthFit holds wins and log length ratios.
type lengthFit struct{ w, x []float64 }

func fitLength(new, old []float64, lenNew, lenOld []int) lengthFit {
	n := len(new)
	if len(old) != n || len(lenNew) != n || len(lenOld) != n {
		panic("eval: Balanced needs a score and a length of each model for every opening")
	}
	f := lengthFit{w: make([]float64, n), x: make([]float64, n)}
	for i := range new {
		f.w[i] = beats(new[i], old[i])
		f.x[i] = exact.Log(float64(max(lenNew[i], 1))) - exact.Log(float64(max(lenOld[i], 1)))
	}
	return f
}

// rate is the win rate at x = 0.
func (f lengthFit) rate() float64 {
	total := 0.0
	for _, w := range f.w {
		total += w
	}
	rate := total / float64(len(f.w))
	if rate != rate || rate == 0 || rate == 1 {
		return rate
	}
	return exact.Sigmoid(f.solve(exact.Log(rate / (1 - rate))))
}

// solve returns the intercept at the minimum, by Newton's method from (a, 0) with
// the step halved until the objective falls. The objective is strictly convex once
// there is something won and something lost. Where a step promises less than 1e-12
// nats it is the last: what is left is about its square. Five
// steps are usual, thirty many.
func (f lengthFit) solve(a float64) float64 {
	b := 0.0
	value := f.objective(a, b)
	for range 30 {
		da, db, promise := f.step(a, b)
		if promise < 1e-12 {
			return a + da
		}
		next := f.objective(a+da, b+db)
		for next > value {
			da, db = float64(da/2), float64(db/2)
			next = f.objective(a+da, b+db)
		}
		a, b, value = a+da, b+db, next
	}
	return a
}

// objective is the penalised negative log-likelihood: with z = a + b·x a row's part
// is softplus(z) - w·z.
func (f lengthFit) objective(a, b float64) float64 {
	sum := float64(balancedRidge / 2 * b * b)
	for i, x := range f.x {
		z := a + float64(b*x)
		sum += exact.Softplus(z) - float64(f.w[i]*z)
	}
	return sum
}

// step solves the two normal equations H·(da, db) = -gradient, and says by how much
// the objective would fall if it were a parabola.
func (f lengthFit) step(a, b float64) (da, db, promise float64) {
	ga, gb := 0.0, float64(balancedRidge*b)
	haa, hab, hbb := 0.0, 0.0, balancedRidge
	for i, x := range f.x {
		p := exact.Sigmoid(a + float64(b*x))
		v := float64(p * (1 - p))
		ga += p - f.w[i]
		gb += float64((p - f.w[i]) * x)
		haa += v
		hab += float64(v * x)
		hbb += float64(v * x * x)
	}
	det := float64(haa*hbb) - float64(hab*hab)
	da = (float64(hab*gb) - float64(hbb*ga)) / det
	db = (float64(hab*ga) - float64(haa*gb)) / det
	return da, db, -(float64(ga*da) + float64(gb*db)) / 2
}
