package eval

import (
	"math"

	"preflab/core/exact"
)

// A Fit is a law of over-optimisation: gold reward R against d = √KL, with R(0) = 0.
type Fit struct {
	Alpha float64 `json:"alpha"` // reward per √nat at first
	Beta  float64 `json:"beta"`  // how it wears off
	R2    float64 `json:"r2"`    // share of R's variance about its mean that the law explains
	PeakD float64 `json:"peak_d"`
	PeakR float64 `json:"peak_r"` // 0, as PeakD, if the law has no peak at a d above 0
	N     int     `json:"n"`      // points fitted
}

// FitBestOf fits the law of best-of-n to gold rewards r at distances d = √KL:
//
//	R = d(α − βd),   peak at d* = α/2β,   R* = α²/4β
//
// A point at d = 0 says nothing and is left out. Alpha, Beta and R2 are NaN with fewer
// than two different distances, and so is R2 if rewards do not vary. It panics if the
// lengths differ or a distance is negative.
//
// R/d is linear in d; it is fitted by least squares with weights d². A mean of gold
// varies about as much at every distance, so R/d varies with 1/d² of that, and the
// weights make it the fit of least Σ(R − d(α−βd))².
//
// Source: Gao et al. 2022, the forms of its introduction (arXiv:2210.10760).
func FitBestOf(d, r []float64) Fit {
	f := fit(d, r, func(d float64) float64 { return d })
	if f.Alpha > 0 && f.Beta > 0 {
		f.PeakD = f.Alpha / (2 * f.Beta)
		f.PeakR = f.Alpha * f.PeakD / 2
	}
	return f
}

// FitRL fits the law of reinforcement learning, as [FitBestOf]:
//
//	R = d(α − β log d),   peak at d* = e^(α/β − 1),   R* = βd*
//
// Source: as there.
func FitRL(d, r []float64) Fit {
	f := fit(d, r, exact.Log)
	if f.Beta > 0 {
		f.PeakD = exact.Exp(f.Alpha/f.Beta - 1)
		f.PeakR = f.Beta * f.PeakD
	}
	return f
}

// fit finds R/d = α − β·x(d), with the means taken off first, so that the sums do
// not cancel.
func fit(d, r []float64, x func(float64) float64) Fit {
	if len(d) != len(r) {
		panic("eval: a fit needs a reward at every distance")
	}
	nan := math.NaN()
	f := Fit{Alpha: nan, Beta: nan, R2: nan}
	var weight, meanX, meanY, first float64
	varies := false
	for i, d := range d {
		if d < 0 {
			panic("eval: a distance is negative")
		}
		if d == 0 {
			continue
		}
		if f.N == 0 {
			first = d
		}
		varies = varies || d != first
		f.N++
		w := float64(d * d)
		weight += w
		meanX += float64(w * x(d))
		meanY += float64(d * r[i])
	}
	if !varies {
		return f
	}
	meanX, meanY = meanX/weight, meanY/weight
	var xx, xy float64
	for i, d := range d {
		if d > 0 {
			dx := d * (x(d) - meanX)
			xx += float64(dx * dx)
			xy += float64(dx * (r[i] - float64(d*meanY)))
		}
	}
	f.Beta = -xy / xx
	f.Alpha = meanY + float64(f.Beta*meanX)
	f.R2 = f.explained(d, r, x)
	return f
}

// explained is 1 less the squares that the law leaves over those about the mean.
func (f Fit) explained(d, r []float64, x func(float64) float64) float64 {
	mean := 0.0
	for i, d := range d {
		if d > 0 {
			mean += r[i] / float64(f.N)
		}
	}
	var left, whole float64
	for i, d := range d {
		if d > 0 {
			e := r[i] - float64(d*(f.Alpha-float64(f.Beta*x(d))))
			left += float64(e * e)
			whole += float64((r[i] - mean) * (r[i] - mean))
		}
	}
	if whole == 0 {
		return math.NaN()
	}
	return 1 - left/whole
}
