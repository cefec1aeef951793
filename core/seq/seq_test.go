package seq_test

import (
	"fmt"
	"slices"
	"testing"

	"preflab/core/seq"
)

// ExampleBatch_SetRow shows how a prompt 1 5 6 and an answer 7 8 2 lie in a row:
// the last token of the prompt predicts the first of the answer.
func ExampleBatch_SetRow() {
	b := seq.NewBatch(1, 7)
	b.SetRow(0, []int32{1, 5, 6}, []int32{7, 8, 2})
	fmt.Println(b.Tokens)
	fmt.Println(b.Target)
	fmt.Println(b.Mask)
	// Output:
	// [1 5 6 7 8 2 0]
	// [5 6 7 8 2 0 0]
	// [0 0 1 1 1 0 0]
}

func TestSetRow(t *testing.T) {
	for _, row := range []struct {
		name               string
		prompt, completion []int32
		tokens, target     []int32
		mask               []float32
	}{
		{"the last target needs no token", []int32{1, 2}, []int32{3, 4, 5}, []int32{1, 2, 3, 4}, []int32{2, 3, 4, 5}, []float32{0, 1, 1, 1}},
		{"no completion counts nothing", []int32{1, 2, 3}, nil, []int32{1, 2, 3, 0}, []int32{2, 3, 0, 0}, []float32{0, 0, 0, 0}},
		{"without a prompt the first token is given", nil, []int32{7, 8, 9}, []int32{7, 8, 9, 0}, []int32{8, 9, 0, 0}, []float32{1, 1, 0, 0}},
		{"nothing at all", nil, nil, []int32{0, 0, 0, 0}, []int32{0, 0, 0, 0}, []float32{0, 0, 0, 0}},
	} {
		t.Run(row.name, func(t *testing.T) {
			b := seq.NewBatch(2, 4)
			b.SetRow(1, []int32{9, 9}, []int32{9, 9, 9}) // what a row held before is gone
			b.SetRow(1, row.prompt, row.completion)
			if !slices.Equal(b.Tokens[4:], row.tokens) || !slices.Equal(b.Target[4:], row.target) || !slices.Equal(b.Mask[4:], row.mask) {
				t.Errorf("got %v %v %v, want %v %v %v", b.Tokens[4:], b.Target[4:], b.Mask[4:], row.tokens, row.target, row.mask)
			}
			if !slices.Equal(b.Tokens[:4], make([]int32, 4)) || b.Count(0) != 0 {
				t.Error("another row changed")
			}
		})
	}
}

func TestSetRowRefusesWhatDoesNotFit(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("six tokens went into a row of four positions and a target")
		}
	}()
	seq.NewBatch(1, 4).SetRow(0, []int32{1, 2, 3}, []int32{4, 5, 6})
}

// TestSumAndCountReadOneRowAndOnlyTheMask, and add in float64: 1 survives beside
// 1e8, which it would not in float32.
func TestSumAndCountReadOneRowAndOnlyTheMask(t *testing.T) {
	b := seq.NewBatch(2, 3)
	b.SetRow(0, []int32{1, 2}, []int32{3, 4})
	b.SetRow(1, []int32{1}, []int32{2, 3, 4})
	col := []float32{1000, 2, 3, 1e8, 1, -1e8}
	for i, want := range []float64{5, 1} {
		if got := b.Sum(col, i); got != want {
			t.Errorf("sum of row %d: got %v, want %v", i, got, want)
		}
		if got := b.Count(i); got != 2+i {
			t.Errorf("count of row %d: got %v, want %v", i, got, 2+i)
		}
	}
}
