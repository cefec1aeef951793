// Package losstest holds any [loss.Func] to what it promises: its slopes are those
// of its value, it looks at nothing that is masked, it adds to what is there, shards
// of a step add up, rows count as much as they weigh, and nothing that a model can
// say makes it infinite.
package losstest

import (
	"math"
	"slices"
	"testing"

	"preflab/core/loss"
	"preflab/core/seq"
)

// A Case is a loss and a batch to try it on.
type Case struct {
	Loss    loss.Func
	Metrics int
	Batch   *seq.Batch
	Scores  seq.Scores

	// Value is what the slopes are slopes of, from a report of one step; nil: the
	// sum of the first metric, divided by Batch.Norm.
	Value func(r loss.Report) float64
}

// Run checks c.
func Run(t *testing.T, c Case) {
	if c.Value == nil {
		c.Value = func(r loss.Report) float64 { return r[0].Sum / c.Batch.Norm }
	}
	t.Run("slopes", c.slopes)
	t.Run("adds", c.adds)
	t.Run("shards", c.shards)
	t.Run("weights", c.weights)
	t.Run("finite", c.finite)
}

// columns are the columns of scores by name.
func columns(s seq.Scores) map[string][]float32 {
	return map[string][]float32{"LogP": s.LogP, "Entropy": s.Entropy, "Value": s.Value}
}

// like returns columns of zeros where s has columns.
func like(s seq.Scores) seq.Scores {
	zero := func(x []float32) []float32 {
		if x == nil {
			return nil
		}
		return make([]float32, len(x))
	}
	return seq.Scores{LogP: zero(s.LogP), Entropy: zero(s.Entropy), Value: zero(s.Value)}
}

// run returns the slopes and the report of b.
func (c Case) run(b *seq.Batch, s seq.Scores) (seq.Scores, loss.Report) {
	ds, r := like(s), make(loss.Report, c.Metrics)
	c.Loss(b, s, ds, r)
	return ds, r
}

// slopes compares every slope with central differences of step h and h/2, combined
// so that errors of h² cancel (Richardson). Scores from [Batch] are multiples of
// 1/256 and h is 1/512, so that a moved score is exact in float32; what is left is
// the rounding of slopes to float32, 6e-8 of each.
func (c Case) slopes(t *testing.T) {
	ds, _ := c.run(c.Batch, c.Scores)
	got := columns(ds)
	for name, col := range columns(c.Scores) {
		for i := range col {
			was := col[i]
			along := func(h float32) float64 {
				var v [2]float64
				for j, x := range [2]float32{was + h, was - h} {
					col[i] = x
					_, r := c.run(c.Batch, c.Scores)
					v[j] = c.Value(r)
				}
				col[i] = was
				return (v[0] - v[1]) / (2 * float64(h))
			}
			want := (4*along(1./1024) - along(1./512)) / 3
			if g := float64(got[name][i]); math.Abs(g-want) > 1e-6*max(math.Abs(want), 0.1) {
				t.Errorf("d%s at row %d, position %d is %v, want %v", name, i/c.Batch.T, i%c.Batch.T, g, want)
			}
			if c.Batch.Mask[i] == 0 && (got[name][i] != 0 || want != 0) {
				t.Errorf("d%s at row %d, position %d looks behind the mask", name, i/c.Batch.T, i%c.Batch.T)
			}
		}
	}
}

// adds starts from slopes of 1.
func (c Case) adds(t *testing.T) {
	once, _ := c.run(c.Batch, c.Scores)
	ds := like(c.Scores)
	for _, col := range columns(ds) {
		for i := range col {
			col[i] = 1
		}
	}
	c.Loss(c.Batch, c.Scores, ds, make(loss.Report, c.Metrics))
	want := columns(once)
	for name, col := range columns(ds) {
		for i, x := range col {
			if y := want[name][i]; math.Abs(float64(x-y-1)) > 1e-6*(1+math.Abs(float64(y))) {
				t.Errorf("d%s %d is %v, want 1 more than %v", name, i, x, y)
			}
		}
	}
}

// shards cuts the step behind its second row.
func (c Case) shards(t *testing.T) {
	whole, want := c.run(c.Batch, c.Scores)
	sum := make(loss.Report, c.Metrics)
	var got [2]seq.Scores
	for i, ends := range [2][2]int{{0, 2}, {2, c.Batch.B}} {
		b, s := cut(c.Batch, c.Scores, ends[0], ends[1])
		ds, r := c.run(b, s)
		for j := range r {
			sum[j].Sum += r[j].Sum
			sum[j].Weight += r[j].Weight
		}
		got[i] = ds
	}
	for name, col := range columns(whole) {
		if parts := slices.Concat(columns(got[0])[name], columns(got[1])[name]); !slices.Equal(parts, col) {
			t.Errorf("d%s of two shards is %v, want %v", name, parts, col)
		}
	}
	for i := range sum {
		if math.Abs(sum[i].Sum-want[i].Sum) > 1e-12*(1+math.Abs(want[i].Sum)) || sum[i].Weight != want[i].Weight {
			t.Errorf("metric %d of two shards is %v, want %v", i, sum[i], want[i])
		}
	}
}

// cut returns rows lo to hi, and the pairs that lie in them.
func cut(b *seq.Batch, s seq.Scores, lo, hi int) (*seq.Batch, seq.Scores) {
	part := func(col []float32) []float32 {
		if col == nil {
			return nil
		}
		return col[lo*b.T : hi*b.T]
	}
	c := *b
	c.B, c.Tokens, c.Target = hi-lo, b.Tokens[lo*b.T:hi*b.T], b.Target[lo*b.T:hi*b.T]
	c.Mask, c.Ref, c.Old, c.Adv, c.Ret, c.Val = part(b.Mask), part(b.Ref), part(b.Old), part(b.Adv), part(b.Ret), part(b.Val)
	if b.Weight != nil {
		c.Weight = b.Weight[lo:hi]
	}
	c.Pairs = nil
	for _, p := range b.Pairs {
		if p.Chosen >= lo && p.Chosen < hi {
			p.Chosen, p.Rejected = p.Chosen-lo, p.Rejected-lo
			c.Pairs = append(c.Pairs, p)
		}
	}
	return &c, seq.Scores{LogP: part(s.LogP), Entropy: part(s.Entropy), Value: part(s.Value)}
}

// weights asks that slopes be in proportion to the weight of their row, and those of
// a pair to the chosen row's.
func (c Case) weights(t *testing.T) {
	b := *c.Batch
	b.Weight = nil
	plain, one := c.run(&b, c.Scores)
	b.Weight = []float64{2, 0.5, 0, 3, 1, 1, 1, 1}[:b.B]
	of := slices.Clone(b.Weight)
	for _, p := range b.Pairs {
		of[p.Rejected] = of[p.Chosen]
	}
	heavy, r := c.run(&b, c.Scores)
	for name, col := range columns(heavy) {
		for i, x := range col {
			want := of[i/b.T] * float64(columns(plain)[name][i])
			if math.Abs(float64(x)-want) > 1e-6*math.Abs(want) {
				t.Errorf("d%s of row %d, which weighs %v, is %v, want %v", name, i/b.T, of[i/b.T], x, want)
			}
		}
	}
	clear(b.Weight)
	if ds, r := c.run(&b, c.Scores); c.Value(r) != 0 || slices.ContainsFunc(ds.LogP, func(x float32) bool { return x != 0 }) {
		t.Error("rows that weigh nothing count")
	}
	if c.Value(r) == c.Value(one) {
		t.Error("weights do not reach the loss")
	}
}

// finite tries scores that are as wrong as a model can be.
func (c Case) finite(t *testing.T) {
	for _, to := range []struct{ even, odd, value float32 }{
		{0, 0, 0}, {-1e-8, -800, 1e4}, {-800, 0, -1e4}, {-1e4, -1e4, 1e4}, {-1e-4, -1e-4, 0},
	} {
		s := like(c.Scores)
		for i := range s.LogP {
			s.LogP[i] = []float32{to.even, to.odd}[i/c.Batch.T%2]
		}
		for i := range s.Value {
			s.Value[i] = to.value * []float32{1, -1}[i/c.Batch.T%2]
		}
		ds, r := c.run(c.Batch, s)
		for name, col := range columns(ds) {
			for i, x := range col {
				if f := float64(x); math.IsNaN(f) || math.IsInf(f, 0) {
					t.Fatalf("d%s %d is %v with scores %v", name, i, x, to)
				}
			}
		}
		for i, m := range r {
			if math.IsNaN(m.Sum) || math.IsInf(m.Sum, 0) {
				t.Errorf("metric %d is %v with scores %v", i, m.Sum, to)
			}
		}
	}
}
