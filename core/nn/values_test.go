package nn_test

import (
	"slices"
	"testing"

	"preflab/core/seq"
)

// TestValuesAreForwards: the value head alone gives the bits of a full pass, and
// its gradient those of a pass whose loss looks at nothing else.
func TestValuesAreForwards(t *testing.T) {
	for name, c := range shapes {
		t.Run(name, func(t *testing.T) {
			full, alone := newModel(c, 1), newModel(c, 1)
			b := newBatch(c, 3, 12, 2)
			_, ds := objective(full.Forward(b))
			clear(ds.LogP)
			clear(ds.Entropy)
			full.Backward(ds)
			s := alone.Values(b)
			if !slices.Equal(s.Value, full.Forward(b).Value) || s.LogP != nil {
				t.Error("the values differ from those of a full pass")
			}
			alone.Backward(seq.Scores{Value: ds.Value})
			for i, g := range alone.G.Flat {
				if g != full.G.Flat[i] {
					t.Fatalf("gradient %d: got %v, want %v", i, g, full.G.Flat[i])
				}
			}
			if got, want := alone.Forward(b).LogP, full.Forward(b).LogP; !slices.Equal(got, want) {
				t.Error("a pass of values alone spoils the next full one")
			}
		})
	}
}

func TestValuesNeedAHead(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a model without a value head gave values")
		}
	}()
	c := shapes["tied"]
	c.Value = false
	newModel(c, 1).Values(newBatch(c, 1, 12, 2))
}

// dropped hides key 3 from every query of row 0, and from none of the others.
func dropped(b *seq.Batch) {
	b.Drop = make([]bool, b.B*b.T*b.T)
	for q := 4; q < b.T; q++ {
		b.Drop[q*b.T+3] = true
	}
}

// TestDroppedKeysAreNotSeen: what stands at a key that no query sees changes no
// later score of its row, and has no gradient through them.
func TestDroppedKeysAreNotSeen(t *testing.T) {
	c := shapes["untied"] // or the output head's gradient would hide the input's
	m, b := newModel(c, 1), newBatch(c, 2, 12, 2)
	plain := slices.Clone(m.Forward(b).LogP)
	dropped(b)
	before := slices.Clone(m.Forward(b).LogP)
	if slices.Equal(before[4:12], plain[4:12]) || !slices.Equal(before[12:], plain[12:]) {
		t.Error("dropping a key of row 0 must change its scores and no other row's")
	}
	for b.Tokens[3] = 0; slices.Contains(b.Tokens[:3], b.Tokens[3]) || slices.Contains(b.Tokens[4:], b.Tokens[3]); b.Tokens[3]++ {
	}
	after := m.Forward(b).LogP
	if !slices.Equal(before[4:12], after[4:12]) {
		t.Error("a dropped key was seen")
	}
	m.Backward(seq.Scores{LogP: later(len(after))})
	if row := m.G.Embed.Row(int(b.Tokens[3])); !slices.Equal(row, make([]float32, len(row))) {
		t.Errorf("the dropped token has gradient %v", row)
	}
}

// later is a loss that looks at row 0 behind the dropped key.
func later(n int) []float32 {
	ds := make([]float32, n)
	for i := 4; i < 12; i++ {
		ds[i] = 1
	}
	return ds
}
