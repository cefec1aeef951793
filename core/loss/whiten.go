package loss

import (
	"math"

	"preflab/core/seq"
)

// Whiten shifts and scales the advantages of a roll-out in place to mean 0 and variance
// 1 over the counted tokens of all its batches, in their order:
//
//	adv ← (adv - mean) / √(var + 1e-8)
//
// with the unbiased variance, as TRL does. Fewer than two tokens stay as they are.
func Whiten(batches ...*seq.Batch) {
	n, sum := 0.0, 0.0
	each := func(f func(x *float32)) {
		for _, b := range batches {
			for i, on := range b.Mask {
				if on != 0 {
					f(&b.Adv[i])
				}
			}
		}
	}
	each(func(x *float32) { n, sum = n+1, sum+float64(*x) })
	if n < 2 {
		return
	}
	mean, squares := sum/n, 0.0
	each(func(x *float32) {
		d := float64(*x) - mean
		squares += float64(d * d)
	})
	scale := 1 / math.Sqrt(squares/(n-1)+1e-8)
	each(func(x *float32) { *x = float32((float64(*x) - mean) * scale) })
}
