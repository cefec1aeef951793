package eval

import (
	"math"
	"testing"
)

func TestDisplacement(t *testing.T) {
	log := math.Log
	// The margin grows by ln 2 while both fall: 0.3 + 0.2 become 0.2 + 1/15.
	one := Displacement([]float64{log(0.3)}, []float64{log(0.2)}, []float64{log(0.2)}, []float64{log(1.0 / 15)})
	near(t, "chosen", one.Chosen, log(2.0/3), 1e-15)
	near(t, "rejected", one.Rejected, log(1.0/3), 1e-15)
	near(t, "displaced", one.Displaced, 1, 0)
	near(t, "elsewhere", one.Elsewhere, 0.5-4.0/15, 1e-15)
	near(t, "its log", one.LogElse, log(11.0/15/0.5), 1e-14)

	// With a pair that stays, all is halved.
	two := Displacement([]float64{log(0.3), -3}, []float64{log(0.2), -4}, []float64{log(0.2), -3}, []float64{log(1.0 / 15), -4})
	near(t, "chosen of two", two.Chosen, one.Chosen/2, 1e-15)
	near(t, "displaced of two", two.Displaced, 0.5, 0)
	near(t, "elsewhere of two", two.Elsewhere, one.Elsewhere/2, 1e-15)
	if two.N != 2 || !math.IsNaN(Displacement(nil, nil, nil, nil).Chosen) {
		t.Errorf("got %+v", two)
	}
}

// Probabilities of e^−60 keep their digits, and so do those of nearly 1.
func TestDisplacementKeepsItsDigits(t *testing.T) {
	far := Displacement([]float64{-60}, []float64{-61}, []float64{-62}, []float64{-70})
	before, after := math.Exp(-60)+math.Exp(-61), math.Exp(-62)+math.Exp(-70)
	near(t, "far", far.Elsewhere, before-after, 1e-12*before)
	near(t, "its log", far.LogElse, before-after, 1e-12*before) // log(1−s) is −s there

	full := Displacement([]float64{-1e-5}, []float64{-50}, []float64{-1e-6}, []float64{-50})
	near(t, "full", full.LogElse, math.Log(math.Expm1(-1e-6)/math.Expm1(-1e-5)), 1e-9)

	// Rounding above 1 neither panics nor is infinite.
	over := Displacement([]float64{-0.1}, []float64{-9}, []float64{0}, []float64{-9})
	if math.IsNaN(over.LogElse) || math.IsInf(over.LogElse, 0) {
		t.Errorf("got %+v", over)
	}
}
