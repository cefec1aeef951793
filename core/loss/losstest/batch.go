package losstest

import "preflab/core/seq"

// Batch returns eight rows of ten positions, weighed, with every column filled, as
// four pairs: answers of several lengths behind prompts, one of a single token, one
// of none, and a chain whose counted tokens have a gap. Labels are q[0], q[1], … in
// turn. The numbers are multiples of 1/256 without a pattern; Norm is 8.
func Batch(q ...float64) (*seq.Batch, seq.Scores) {
	b := seq.NewBatch(8, 10)
	for i, lengths := range [][]int{{2, 4}, {2, 6}, {1, 1}, {3, 5}, {2, 2, 2, 3}, {2, 7}, {1, 3}, {2, 0}} {
		parts := make([][]int32, len(lengths))
		for j, n := range lengths {
			parts[j] = make([]int32, n)
		}
		b.SetRow(i, parts...)
	}
	for i := range 4 {
		b.Pairs = append(b.Pairs, seq.Pair{Chosen: 2 * i, Rejected: 2*i + 1, Q: q[i%len(q)], Margin: float64(i) / 8})
	}
	b.Weight = []float64{1, 0.25, 0.5, 1, 2, 4, 1, 1}
	b.Norm, b.Zero = 8, 0.25

	seed := uint32(1)
	fill := func(lo, hi int) []float32 { // a linear congruence, its upper bits
		col := make([]float32, 80)
		for i := range col {
			seed = seed*1664525 + 1013904223
			col[i] = float32(lo+int(seed>>8)%(hi-lo)) / 256
		}
		return col
	}
	s := seq.Scores{LogP: fill(-768, -8), Entropy: fill(0, 512), Value: fill(-256, 256)}
	near := func(col []float32) []float32 { // within 0.4: ratios on both sides of a clip of 0.2
		d := fill(-100, 100)
		for i := range d {
			d[i] += col[i]
		}
		return d
	}
	b.Ref, b.Old, b.Val = near(s.LogP), near(s.LogP), near(s.Value)
	b.Adv, b.Ret = fill(-512, 512), fill(-256, 256)
	return b, s
}
