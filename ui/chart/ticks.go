package chart

import (
	"math"
	"strconv"
)

// ticks returns at most n+1 round values between lo and hi.
func ticks(lo, hi float64, n int) []float64 {
	if !(hi > lo) || n < 1 {
		return nil
	}
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(n))))
	for _, m := range [4]float64{1, 2, 5, 10} {
		if (hi-lo)/(step*m) <= float64(n) {
			step *= m
			break
		}
	}
	var out []float64
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+step*1e-9; i++ {
		out = append(out, i*step)
	}
	return out
}

// yTicks are the round values of the y axis. A logarithmic axis of more than a
// decade has powers of ten, with 2 and 5 between them if it is short; one of less than a
// decade the round values of a linear axis.
func (f frame) yTicks() []float64 {
	if !f.log {
		return ticks(f.y0, f.y1, 4)
	}
	if f.y1-f.y0 < 1.3 {
		return ticks(math.Pow(10, f.y0), math.Pow(10, f.y1), 4)
	}
	step := math.Ceil((f.y1 - f.y0) / 4)
	var out []float64
	if f.y1-f.y0 < 2.3 {
		for e := math.Floor(f.y0); e <= f.y1; e++ {
			for _, m := range [3]float64{1, 2, 5} {
				if v := e + math.Log10(m); v >= f.y0 && v <= f.y1 {
					out = append(out, m*math.Pow(10, e))
				}
			}
		}
		return out
	}
	for e := math.Ceil(f.y0/step) * step; e <= f.y1; e += step {
		out = append(out, math.Pow(10, e))
	}
	return out
}

// count writes a tick of the x axis, which counts something: 20k, 1.5M.
func count(v float64) string {
	switch {
	case v >= 1e6:
		return strconv.FormatFloat(v/1e6, 'g', 4, 64) + "M"
	case v >= 1e4:
		return strconv.FormatFloat(v/1e3, 'g', 4, 64) + "k"
	}
	return label(v)
}

// label writes a tick's value without noise digits.
func label(v float64) string {
	if math.Abs(v) < 1e-12 {
		return "0"
	}
	if a := math.Abs(v); a < 1e-3 || a >= 1e5 {
		return strconv.FormatFloat(v, 'e', 0, 64)
	}
	return strconv.FormatFloat(math.Round(v*1e6)/1e6, 'f', -1, 64)
}
