package loss_test

import (
	"math"
	"testing"

	"preflab/core/loss"
	"preflab/core/seq"
)

// pair builds a batch of one pair from summed log-probabilities, spread evenly
// over nc and nr tokens behind a prompt of two.
func pair(lc, rc, lr, rr float64, nc, nr int, q float64) (*seq.Batch, seq.Scores) {
	b := seq.NewBatch(2, 12)
	b.SetRow(0, []int32{1, 3}, make([]int32, nc))
	b.SetRow(1, []int32{1, 3}, make([]int32, nr))
	b.Ref = make([]float32, 24)
	b.Pairs, b.Norm = []seq.Pair{{Chosen: 0, Rejected: 1, Q: q}}, 1
	s := seq.Scores{LogP: make([]float32, 24), Entropy: make([]float32, 24)}
	put := func(col []float32, row, n int, sum float64) {
		for t := range b.T {
			if i := row*b.T + t; b.Mask[i] != 0 {
				col[i] = float32(sum / float64(n))
			}
		}
	}
	put(s.LogP, 0, nc, lc)
	put(s.LogP, 1, nr, lr)
	put(b.Ref, 0, nc, rc)
	put(b.Ref, 1, nr, rr)
	return b, s
}

// run returns the loss, its slope at the chosen and rejected answer, and the report.
func run(f loss.Func, n int, b *seq.Batch, s seq.Scores) (value, dc, dr float64, r loss.Report) {
	r = make(loss.Report, n)
	ds := seq.Scores{LogP: make([]float32, len(s.LogP))}
	f(b, s, ds, r)
	value, _ = r[0].Value()
	for t := range b.T {
		if b.Mask[t] != 0 {
			dc = float64(ds.LogP[t])
		}
		if b.Mask[b.T+t] != 0 {
			dr = float64(ds.LogP[b.T+t])
		}
	}
	return value, dc, dr, r
}

// TestDPOMetricsGolden checks TRL's metrics on the same two pairs.
func TestDPOMetricsGolden(t *testing.T) {
	r := make(loss.Report, loss.DPOMetrics)
	for _, p := range [][4]float64{{-12, -14, -15, -14.5}, {-20, -19, -18.5, -19}} {
		b, s := pair(p[0], p[1], p[2], p[3], 4, 5, 1)
		ds := seq.Scores{LogP: make([]float32, 24)}
		loss.DPO{Beta: 0.1}.Loss(b, s, ds, r)
	}
	for i, want := range map[int]float64{
		loss.DPOLoss: .673448, loss.DPOChosen: .05, loss.DPORejected: 0, loss.DPOMargin: .05,
		loss.DPOAccuracy: .5, loss.DPOLogChosen: -16, loss.DPOLogRejected: -16.75,
	} {
		if got, _ := r[i].Value(); math.Abs(got-want) > 2e-6*max(1, math.Abs(want)) {
			t.Errorf("metric %d: got %v, want %v", i, got, want)
		}
	}
}

// TestDPOAtTheReference: loss ln 2, rewards and margin 0, accuracy 0 by the
// strict comparison.
func TestDPOAtTheReference(t *testing.T) {
	b, s := pair(-12, -12, -15, -15, 4, 6, 1)
	got, _, _, r := run(loss.DPO{Beta: 0.3}.Loss, loss.DPOMetrics, b, s)
	if got != math.Ln2 {
		t.Errorf("first loss is %v, want ln 2", got)
	}
	for _, i := range []int{loss.DPOChosen, loss.DPORejected, loss.DPOMargin, loss.DPOAccuracy} {
		if v, ok := r[i].Value(); v != 0 || !ok {
			t.Errorf("metric %d is %v, want 0", i, v)
		}
	}
}

// TestDPOSwapped: exchanging the answers obeys L(-D) - L(D) = beta·D, and a tie
// at the reference pulls nowhere.
func TestDPOSwapped(t *testing.T) {
	l := loss.DPO{Beta: 0.1}
	b, s := pair(-12, -14, -15, -14.5, 4, 6, 1)
	one, _, _, _ := run(l.Loss, loss.DPOMetrics, b, s)
	b.Pairs[0].Chosen, b.Pairs[0].Rejected = 1, 0
	two, _, _, _ := run(l.Loss, loss.DPOMetrics, b, s)
	if math.Abs(two-one-0.25) > 1e-6 {
		t.Errorf("L(-D) - L(D) = %v, want beta·D = 0.25", two-one)
	}
	b, s = pair(-12, -12, -15, -15, 4, 6, 0.5)
	if _, dc, dr, r := run(l.Loss, loss.DPOMetrics, b, s); dc != 0 || dr != 0 || r[loss.DPOAccuracy].Weight != 0 {
		t.Errorf("a tie at the reference: slopes %v %v, accuracy weight %v", dc, dr, r[loss.DPOAccuracy].Weight)
	}
}

// TestDPOPull: Alpha adds -Alpha/n to the slope at the chosen answer's n tokens,
// in proportion to how sure the label is, and leaves the reported loss alone.
func TestDPOPull(t *testing.T) {
	for q, sure := range map[float64]float64{1: 1, 0.7: 0.4, 0.5: 0} {
		b, s := pair(-12, -14, -15, -14.5, 4, 6, q)
		plain, dc, dr, _ := run(loss.DPO{Beta: 0.1}.Loss, loss.DPOMetrics, b, s)
		value, pc, pr, r := run(loss.DPO{Beta: 0.1, Alpha: 2}.Loss, loss.DPOMetrics, b, s)
		if want := dc - 2*sure/4; math.Abs(pc-want) > 1e-7 || pr != dr || value != plain {
			t.Errorf("q %v: slopes %v %v, loss %v, want %v %v %v", q, pc, pr, value, want, dr, plain)
		}
		if nll, ok := r[loss.DPONLL].Value(); ok != (q != 0.5) || ok && nll != 3 {
			t.Errorf("q %v: surprise %v %v, want 12 nats over 4 tokens", q, nll, ok)
		}
	}
}

// TestSFT is the mean negative log-probability of the counted tokens.
func TestSFT(t *testing.T) {
	b, s := pair(-12, 0, -15, 0, 4, 6, 1)
	b.Norm = 10
	got, dc, dr, _ := run(loss.SFT, loss.SFTMetrics, b, s)
	if math.Abs(got-2.7) > 1e-6 || dc != float64(float32(-0.1)) || dr != dc {
		t.Errorf("got %v with slopes %v %v, want 2.7, -0.1, -0.1", got, dc, dr)
	}
}

// TestShardsAddUp splits two pairs over two batches: losses and slopes equal
// those of one batch.
func TestShardsAddUp(t *testing.T) {
	whole := make(loss.Report, loss.DPOMetrics)
	b, s := pair(-12, -14, -15, -14.5, 4, 6, 1)
	b.Norm = 2
	ds := seq.Scores{LogP: make([]float32, 24)}
	loss.DPO{Beta: 0.1}.Loss(b, s, ds, whole)
	if want := float32(-.043782 / 2); math.Abs(float64(ds.LogP[2]-want)) > 1e-6 {
		t.Errorf("slope of one of two pairs is %v, want %v", ds.LogP[2], want)
	}
}
