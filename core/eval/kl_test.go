package eval

import (
	"math"
	"testing"

	"preflab/core/rng"
)

var (
	policy    = []float64{0.5, 0.25, 0.125, 0.125}
	reference = []float64{0.25, 0.25, 0.25, 0.25}
)

// Means over all outcomes: both are the divergence, 1.25 bits of 2 for this pair.
func TestKLEstimatorsAreUnbiased(t *testing.T) {
	var k1, k3 float64
	for i, p := range policy {
		logr := []float64{math.Log(reference[i] / p)}
		k1 += p * K1(logr)
		k3 += p * K3(logr)
	}
	near(t, "k1", k1, 0.25*math.Ln2, 1e-15)
	near(t, "k3", k3, 0.25*math.Ln2, 1e-15)
}

// Sequences of five independent tokens have five times the divergence; the mean of
// 4000 lies within three of its standard errors, and k3 is the steadier one here.
func TestKLEstimatorsBySampling(t *testing.T) {
	const n, length = 4000, 5
	r := rng.New(2, "test")
	var all [2][]float64
	for range n {
		logr := make([]float64, length)
		for j := range logr {
			u, i := r.Float64(), 0
			for ; i < 3 && u >= policy[i]; i++ {
				u -= policy[i]
			}
			logr[j] = math.Log(reference[i] / policy[i])
		}
		one, three := K1(logr), K3(logr)
		if three < 0 {
			t.Fatalf("k3 of %v is %v", logr, three)
		}
		all[0], all[1] = append(all[0], one), append(all[1], three)
	}
	for i, x := range all {
		in := MeanInterval(x)
		near(t, []string{"k1", "k3"}[i], in.Mean, length*0.25*math.Ln2, (in.High-in.Low)*3/(2*z))
	}
	if a, b := MeanInterval(all[0]), MeanInterval(all[1]); b.High-b.Low > a.High-a.Low {
		t.Errorf("k3 varies more: %+v, k1 %+v", b, a)
	}
}

// Against math.Expm1 where that suffices, and the leading term where it does not.
func TestK3NearNought(t *testing.T) {
	for _, x := range []float64{3, -3, 0.5, -0.5, 0.02, -0.02, 0.011, 0.0099, -0.0099} {
		near(t, "k3", k3(x), math.Expm1(x)-x, 1e-11*x*x)
	}
	for _, x := range []float64{1e-5, -1e-5, 1e-12, -1e-12} {
		near(t, "k3", k3(x), x*x/2*(1+x/3), 1e-11*x*x)
	}
	if k3(0) != 0 || K3(nil) != 0 || K1(nil) != 0 {
		t.Error("nothing is not 0")
	}
}
