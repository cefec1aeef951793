package optim_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"preflab/core/kernel"
	"preflab/core/nn"
	"preflab/core/optim"
	"preflab/core/rng"
)

var shape = nn.Config{Dim: 16, Layers: 2, Heads: 2, KVHeads: 1, Hidden: 20, Vocab: 33, Context: 24, Theta: 1e4, Eps: 1e-5, Tied: true, Value: true}

// weights returns weights and gradients of no special value; the gradients have
// the given norm.
func weights(norm float64) (w, g *nn.Params) {
	w, g = nn.NewParams(shape), nn.NewParams(shape)
	r := rng.New(1, "test")
	for i := range w.Flat {
		w.Flat[i], g.Flat[i] = float32(r.Float64()-0.5), float32(r.Float64()-0.5)
	}
	scale := norm / optim.Norm(kernel.Best(), g.Flat)
	for i := range g.Flat {
		g.Flat[i] *= float32(scale)
	}
	return w, g
}

func adamw(decay, clip float64) *optim.AdamW { return optim.New(shape, .9, .95, 1e-8, decay, clip) }

// TestFirstStepIsTheSignOfTheGradient: both moments are g's own after bias
// correction, so that w moves by lr·g/(|g|+eps), and decays by lr·decay·w.
// The bound is float32's rounding of a step of 1e-2 on weights up to 0.5.
func TestFirstStepIsTheSignOfTheGradient(t *testing.T) {
	w, g := weights(0.5)
	before := w.Clone()
	adamw(0.1, 0).Step(kernel.Best(), w, g, 1e-2)
	for _, gr := range w.Groups() {
		for i := gr.Start; i < gr.End; i++ {
			x, d := float64(before.Flat[i]), float64(g.Flat[i])
			want := x - 1e-2*d/(math.Abs(d)+1e-8)
			if gr.Decay {
				want -= 1e-2 * 0.1 * x
			}
			if got := float64(w.Flat[i]); !(math.Abs(got-want) <= 1e-7) {
				t.Fatalf("weight %d: got %v, want %v", i, got, want)
			}
		}
	}
}

// TestOnlyMatricesDecay takes a step without a gradient.
func TestOnlyMatricesDecay(t *testing.T) {
	w, g := weights(1)
	clear(g.Flat)
	before := w.Clone()
	adamw(0.1, 1).Step(kernel.Best(), w, g, 1e-2)
	for name, v := range map[string][2][]float32{
		"norm before attention":    {w.Layers[1].Norm1, before.Layers[1].Norm1},
		"norm before feed-forward": {w.Layers[0].Norm2, before.Layers[0].Norm2},
		"last norm":                {w.Norm, before.Norm},
		"value head":               {w.Value, before.Value},
	} {
		if !slices.Equal(v[0], v[1]) {
			t.Errorf("%s decayed", name)
		}
	}
	for name, v := range map[string][2]kernel.Mat{
		"embedding": {w.Embed, before.Embed},
		"QKV":       {w.Layers[0].QKV, before.Layers[0].QKV},
		"down":      {w.Layers[1].Down, before.Layers[1].Down},
	} {
		for i, got := range v[0].Data {
			if want := float64(v[1].Data[i]) * (1 - 1e-3); math.Abs(float64(got)-want) > 1e-7 { // float32's rounding below 0.5
				t.Fatalf("%s at %d: got %v, want %v", name, i, got, want)
			}
		}
	}
}

// TestClippingShortensLongGradients: the first moment after one step is a tenth
// of the clipped gradient. PyTorch adds 1e-6 to the norm, hence the bound.
func TestClippingShortensLongGradients(t *testing.T) {
	for _, row := range []struct{ norm, clip, want float64 }{
		{5, 1, 1}, {0.5, 1, 0.5}, {5, 0, 5}, {5, 20, 5}, {40, 2.5, 2.5},
	} {
		t.Run(fmt.Sprintf("norm %v clip %v", row.norm, row.clip), func(t *testing.T) {
			w, g := weights(row.norm)
			o := adamw(0, row.clip)
			norm := o.Step(kernel.Best(), w, g, 1e-3)
			if math.Abs(norm-row.norm) > 1e-5*row.norm {
				t.Errorf("norm before clipping: got %v, want %v", norm, row.norm)
			}
			if got := 10 * optim.Norm(kernel.Best(), o.M.Flat); math.Abs(got-row.want) > 1e-5*row.want {
				t.Errorf("norm after clipping: got %v, want %v", got, row.want)
			}
		})
	}
}

// TestBrokenGradientChangesNothing: neither weights nor moments nor the count.
func TestBrokenGradientChangesNothing(t *testing.T) {
	for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e30} { // the square of the last is infinite
		t.Run(fmt.Sprint(bad), func(t *testing.T) {
			w, g := weights(1)
			o := adamw(0.1, 1)
			o.Step(kernel.Best(), w, g, 1e-3)
			wantW, wantM, wantV := w.Clone(), o.M.Clone(), o.V.Clone()
			g.Flat[17] = float32(bad)
			norm := o.Step(kernel.Best(), w, g, 1e-3)
			if !math.IsNaN(norm) && !math.IsInf(norm, 0) {
				t.Errorf("norm is %v", norm)
			}
			if o.T != 1 || !slices.Equal(w.Flat, wantW.Flat) || !slices.Equal(o.M.Flat, wantM.Flat) || !slices.Equal(o.V.Flat, wantV.Flat) {
				t.Error("the step left a mark")
			}
		})
	}
}

// TestRestoredContinuesBitForBit copies moments and count into a new optimiser.
func TestRestoredContinuesBitForBit(t *testing.T) {
	w, g := weights(3)
	o := adamw(0.1, 1)
	for range 7 {
		o.Step(kernel.Best(), w, g, 1e-3)
	}
	again, restored := w.Clone(), adamw(0.1, 1)
	copy(restored.M.Flat, o.M.Flat)
	copy(restored.V.Flat, o.V.Flat)
	restored.Restore(o.T)
	for range 3 {
		o.Step(kernel.Best(), w, g, 1e-3)
		restored.Step(kernel.Best(), again, g, 1e-3)
	}
	if restored.T != 10 || !slices.Equal(w.Flat, again.Flat) {
		t.Error("the restored optimiser went another way")
	}
}

// TestNormIsEuclidean on lengths around the pieces of 4096: n ones.
func TestNormIsEuclidean(t *testing.T) {
	for _, n := range []int{0, 1, 9, 4095, 4096, 4097, 10000} {
		x := make([]float32, n)
		for i := range x {
			x[i] = 1
		}
		if got, want := optim.Norm(kernel.Best(), x), math.Sqrt(float64(n)); got != want {
			t.Errorf("norm of %d ones: got %v, want %v", n, got, want)
		}
	}
}

func TestSchedules(t *testing.T) {
	for _, row := range []struct {
		name      string
		got, want float64
	}{
		{"warm-up, first step", optim.Warmup(0, 4), 0.25},
		{"warm-up, last step", optim.Warmup(3, 4), 1},
		{"warm-up, after", optim.Warmup(400, 4), 1},
		{"no warm-up", optim.Warmup(0, 0), 1},
		{"line, start", optim.Linear(0, 8, 0.5), 1},
		{"line, middle", optim.Linear(4, 8, 0.5), 0.75},
		{"line, end", optim.Linear(8, 8, 0.5), 0.5},
		{"line, after", optim.Linear(99, 8, 0.5), 0.5},
		{"line of no steps", optim.Linear(0, 0, 0.5), 0.5},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.got != row.want {
				t.Errorf("got %v, want %v", row.got, row.want)
			}
		})
	}
}
