package lab

import (
	"slices"

	"preflab/core/method"
	"preflab/core/seq"
)

// A cell is what stays together in one shard of a step: the two rows of a pair, or
// one row by itself.
type cell struct {
	rows      []method.Row
	refs      [][]float32 // by row: the reference's log-probabilities, from the row's start; nil where none are read
	q, margin float64     // of a pair
	weight    float64
}

// norm is what the loss of these cells divides by.
func norm(n method.Norm, cells []cell) (sum float64) {
	for _, c := range cells {
		switch n {
		case method.OverPairs:
			sum += c.weight
		case method.OverRows:
			sum += float64(c.weight * float64(len(c.rows)))
		case method.OverTokens:
			for _, r := range c.rows {
				sum += float64(c.weight * float64(r.Counted()))
			}
		}
	}
	return sum
}

// pack lays cells out as at most so many shards of equally many.
func pack(cells []cell, norm float64) []*seq.Batch {
	per := (len(cells) + shards - 1) / shards
	var out []*seq.Batch
	for part := range slices.Chunk(cells, max(per, 1)) {
		out = append(out, lay(part, norm))
	}
	return out
}

// lay puts cells into one batch. The rows of a pair are its chosen and rejected
// answer.
func lay(cells []cell, norm float64) *seq.Batch {
	var rows []method.Row
	for _, c := range cells {
		rows = append(rows, c.rows...)
	}
	b := method.Lay(rows...)
	b.Norm = norm
	i := 0
	for _, c := range cells {
		if len(c.rows) == 2 {
			b.Pairs = append(b.Pairs, seq.Pair{Chosen: i, Rejected: i + 1, Q: c.q, Margin: c.margin})
		}
		for k := range c.rows {
			if c.refs != nil {
				if b.Ref == nil {
					b.Ref = make([]float32, b.B*b.T)
				}
				copy(b.Ref[i*b.T:], c.refs[k])
			}
			if c.weight != 1 && b.Weight == nil {
				b.Weight = slices.Repeat([]float64{1}, b.B)
			}
			if b.Weight != nil {
				b.Weight[i] = c.weight
			}
			i++
		}
	}
	return b
}
