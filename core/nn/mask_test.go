package nn_test

import (
	"slices"
	"testing"

	"preflab/core/nn"
)

// TestMaskedPositionsHaveNoGradient fills what the mask hides with nonsense:
// targets of the prompt and the padding, and derivatives of a loss that forgot to
// look. Not a bit of any gradient moves.
func TestMaskedPositionsHaveNoGradient(t *testing.T) {
	for name, c := range shapes {
		t.Run(name, func(t *testing.T) {
			clean, dirty := newModel(c, 1), newModel(c, 1)
			b := newBatch(c, 3, 12, 2)
			_, ds := objective(clean.Forward(b))
			clean.Backward(ds)
			b = newBatch(c, 3, 12, 2)
			for i, on := range b.Mask {
				if on == 0 {
					b.Target[i] = int32(i % c.Vocab)
					ds.LogP[i], ds.Entropy[i], ds.Value[i] = 7, -7, 70
				}
			}
			dirty.Forward(b)
			dirty.Backward(ds)
			if !slices.Equal(dirty.G.Flat, clean.G.Flat) {
				t.Error("a masked position has a gradient")
			}
		})
	}
}

// TestBackwardAccumulates: after three passes over one batch the gradient is three
// times that of one.
func TestBackwardAccumulates(t *testing.T) {
	c := shapes["untied"]
	m, b := newModel(c, 1), newBatch(c, 2, 12, 2)
	run := func(m *nn.Model) {
		_, ds := objective(m.Forward(b))
		m.Backward(ds)
	}
	run(m)
	once := slices.Clone(m.G.Flat)
	run(m)
	run(m)
	for i, g := range m.G.Flat {
		// 1e-5 covers sums that start from another value and so round elsewhere.
		if off := g - 3*once[i]; off > 1e-5*max(1, once[i]) || -off > 1e-5*max(1, -once[i]) {
			t.Fatalf("gradient %d after three passes: got %v, want three times %v", i, g, once[i])
		}
	}
}
