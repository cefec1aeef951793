// Package loss holds pure functions from per-token scores to a loss and its
// derivative. They know nothing of models: a new method of preference tuning is
// one more file of scalar calculus here. All arithmetic is float64, with
// [exact] functions.
package loss

import "preflab/core/seq"

// A Func adds the derivative of its loss with respect to the scores to ds, and
// what it measured to r, whose length is that of its metrics. It divides by
// b.Norm, the size of the whole step, so that shards of a step simply add up.
type Func func(b *seq.Batch, s, ds seq.Scores, r Report)

// A Report is one running mean for each metric of a loss.
type Report []Mean

// A Mean is a weighted mean that is still being added to.
type Mean struct{ Sum, Weight float64 }

// Add takes one more observation.
func (m *Mean) Add(x, weight float64) {
	m.Sum += float64(x * weight)
	m.Weight += weight
}

// Value returns the mean; ok is false when nothing was added.
func (m Mean) Value() (x float64, ok bool) { return m.Sum / m.Weight, m.Weight != 0 }
