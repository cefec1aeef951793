package exact

import (
	"math"
	"testing"
)

// TestAgainstMath holds each function to the standard library's, within a few
// units in the last place: the library's own error is up to one.
func TestAgainstMath(t *testing.T) {
	funcs := []struct {
		name      string
		got, want func(float64) float64
		lo, hi    float64
		tol       float64
	}{
		{"Exp", Exp, math.Exp, -700, 700, 5e-16},
		{"Exp near 0", Exp, math.Exp, -1, 1, 5e-16},
		{"Log", Log, math.Log, 1e-300, 1e3, 5e-16},
		{"Log1p", Log1p, math.Log1p, -0.9, 5, 1e-15},
		{"Log1p near 0", Log1p, math.Log1p, -1e-9, 1e-9, 1e-15},
		{"Expm1", Expm1, math.Expm1, -50, 700, 2e-15},
		{"Expm1 near 0", Expm1, math.Expm1, -1e-3, 1e-3, 2e-15},
		{"Log1mExp", Log1mExp, func(x float64) float64 { return math.Log(-math.Expm1(x)) }, -1, -1e-12, 3e-15},
		{"Log1mExp far out", Log1mExp, func(x float64) float64 { return math.Log1p(-math.Exp(x)) }, -700, -1, 2e-15},
		{"sin", func(x float64) float64 { s, _ := Sincos(x); return s + 2 }, func(x float64) float64 { return math.Sin(x) + 2 }, -512, 512, 5e-16},
		{"cos", func(x float64) float64 { _, c := Sincos(x); return c + 2 }, func(x float64) float64 { return math.Cos(x) + 2 }, -512, 512, 5e-16},
	}
	for _, f := range funcs {
		t.Run(f.name, func(t *testing.T) {
			for i := range 20001 {
				x := f.lo + (f.hi-f.lo)*float64(i)/20000
				got, want := f.got(x), f.want(x)
				if math.Abs(got-want) > f.tol*max(math.Abs(want), 1e-300) {
					t.Fatalf("at %v: got %v, want %v", x, got, want)
				}
			}
		})
	}
}

// TestExp32 bounds the float32 exponential by two units in the last place.
func TestExp32(t *testing.T) {
	for i := range 200001 {
		x := float32(-87 + 175*float64(i)/200000)
		got, want := float64(Exp32(x)), math.Exp(float64(x))
		if math.Abs(got-want) > 2.5e-7*want {
			t.Fatalf("at %v: got %v, want %v", x, got, want)
		}
	}
	if Exp32(0) != 1 || Exp32(-1e30) != Exp32(-87) || Exp32(1e30) != Exp32(88) {
		t.Error("Exp32 is not exact at 0 or does not clamp")
	}
}

// TestSoftplusKeepsTheTail is the case where softplus(x) - x would give 0.
func TestSoftplusKeepsTheTail(t *testing.T) {
	if got := Softplus(-40); math.Abs(got-4.248354255291589e-18) > 1e-33 {
		t.Errorf("Softplus(-40) = %v", got)
	}
	if got := Softplus(800); got != 800 {
		t.Errorf("Softplus(800) = %v", got)
	}
	if got := Softplus(0); math.Abs(got-math.Ln2) > 1e-16 {
		t.Errorf("Softplus(0) = %v", got)
	}
	if Sigmoid(0) != 0.5 || Sigmoid(-800) != 0 || Sigmoid(800) != 1 {
		t.Error("Sigmoid at its ends")
	}
}
