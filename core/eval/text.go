package eval

import (
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Distinct2 returns the share of different ones among all pairs of neighbours
// (words or tokens) in the texts: near 0 when a model repeats itself. Without any
// pair it is 0.
//
// Source: Li et al. 2016, section 4.3 (arXiv:1510.03055).
func Distinct2[T comparable](texts [][]T) float64 {
	seen := map[[2]T]bool{}
	n := 0
	for _, t := range texts {
		for i := 1; i < len(t); i++ {
			seen[[2]T{t[i-1], t[i]}] = true
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return float64(len(seen)) / float64(n)
}

// Lengths describes how long texts are.
type Lengths struct {
	N      int     `json:"n"`
	Mean   float64 `json:"mean"`
	SD     float64 `json:"sd"` // of a sample: 0 below two texts
	Min    float64 `json:"min"`
	Median float64 `json:"median"`
	Max    float64 `json:"max"`
}

// LengthsOf describes the given lengths; no lengths give zeros.
func LengthsOf(lengths []int) Lengths {
	if len(lengths) == 0 {
		return Lengths{}
	}
	x := make([]float64, len(lengths))
	for i, n := range lengths {
		x[i] = float64(n)
	}
	slices.Sort(x)
	l := Lengths{N: len(x), Min: x[0], Max: x[len(x)-1]}
	l.Mean = stat.Mean(x, nil)
	if len(x) > 1 {
		l.SD = stat.StdDev(x, nil)
	}
	l.Median = (x[(len(x)-1)/2] + x[len(x)/2]) / 2
	return l
}
