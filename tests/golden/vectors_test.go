package golden

import (
	"fmt"
	"math"
	"testing"

	"preflab/core/kernel"
	"preflab/core/loss"
	"preflab/core/seq"
)

// vectors is the part of rlhf_golden.json that is built: torchtune's vectors for
// DPO, and the snapshots of Stanford's CS336.
type vectors struct {
	Torchtune struct {
		DPO struct {
			Beta           float64
			PolicyChosen   []float32 `json:"policy_chosen"`
			PolicyRejected []float32 `json:"policy_rejected"`
			RefChosen      []float32 `json:"ref_chosen"`
			RefRejected    []float32 `json:"ref_rejected"`
			Losses         []float64 `json:"expected_losses"`
		}
	} `json:"torchtune_hand"`
	CS336 struct {
		Rope struct {
			Theta       float64
			X, Expected [][]float32
		}
		SDPA struct {
			Q, K, V, Expected [][]float32
			Mask              [][]bool
		}
		AdamW struct {
			W0, Xs   [][]float32
			Torch    [][]float32 `json:"expected_torch"`
			Snapshot [][]float32 `json:"expected_snapshot"`
		} `json:"adamw_1000"`
	} `json:"cs336_a1"`
}

func readVectors(t *testing.T) (v vectors) {
	t.Helper()
	readJSON(t, "expected/rlhf_golden.json", &v)
	return v
}

// TestDPOIsTorchtunes gives each answer one token, whose log-probability is the
// sum. 1e-6 is float32's rounding of sums near 20, times beta.
func TestDPOIsTorchtunes(t *testing.T) {
	d := readVectors(t).Torchtune.DPO
	for i, want := range d.Losses {
		t.Run(fmt.Sprintf("pair %d", i+1), func(t *testing.T) {
			b := seq.NewBatch(2, 1)
			b.SetRow(0, []int32{1}, []int32{3})
			b.SetRow(1, []int32{1}, []int32{4})
			b.Ref, b.Norm = []float32{d.RefChosen[i], d.RefRejected[i]}, 1
			b.Pairs = []seq.Pair{{Chosen: 0, Rejected: 1, Q: 1}}
			s := seq.Scores{LogP: []float32{d.PolicyChosen[i], d.PolicyRejected[i]}, Entropy: make([]float32, 2)}
			r := make(loss.Report, loss.DPOMetrics)
			loss.DPO{Beta: d.Beta}.Loss(b, s, seq.Scores{LogP: make([]float32, 2)}, r)
			near(t, "loss", r[loss.DPOLoss].Sum, want, 1e-6, 0)
		})
	}
}

// mat packs rows into a matrix.
func mat(rows [][]float32) kernel.Mat {
	m := kernel.M(make([]float32, len(rows)*len(rows[0])), len(rows), len(rows[0]))
	for i, r := range rows {
		copy(m.Row(i), r)
	}
	return m
}

// halves puts pairs (2j, 2j+1) at (j, j+D/2), from CS336's rotary order to ours.
func halves(x kernel.Mat) kernel.Mat {
	out := kernel.M(make([]float32, x.R*x.C), x.R, x.C)
	for i := range x.R {
		for j := range x.C / 2 {
			out.Row(i)[j], out.Row(i)[j+x.C/2] = x.Row(i)[2*j], x.Row(i)[2*j+1]
		}
	}
	return out
}

// TestRopeIsCS336s rotates twelve positions of one head. Both sides compute in
// float32; 1e-5 is the rounding of an angle of up to 11 radians times |x| ≤ 4.
func TestRopeIsCS336s(t *testing.T) {
	v := readVectors(t).CS336.Rope
	x, want := halves(mat(v.X)), halves(mat(v.Expected))
	cos, sin := kernel.M(make([]float32, x.R*x.C/2), x.R, x.C/2), kernel.M(make([]float32, x.R*x.C/2), x.R, x.C/2)
	for i := range x.R {
		for j := range x.C / 2 {
			angle := float64(i) * math.Pow(v.Theta, -float64(2*j)/float64(x.C))
			cos.Row(i)[j], sin.Row(i)[j] = float32(math.Cos(angle)), float32(math.Sin(angle))
		}
	}
	kernel.Best().Rope(x, cos, sin, x.C, 1)
	off := worst(x.Data, want.Data)
	if !(off <= 1e-5) {
		t.Errorf("a number is %.2g off", off)
	}
	t.Logf("largest distance: %.2g", off)
}

// TestAttentionIsCS336s attends under an arbitrary mask, which our kernels do not
// know: each query gets the keys and values that it may see, and a full softmax.
// 1e-6 is float32's rounding of weighted means of values near 1.
func TestAttentionIsCS336s(t *testing.T) {
	v, k := readVectors(t).CS336.SDPA, kernel.Best()
	overall := 0.0
	for i, q := range v.Q {
		var keys, values [][]float32
		for j, on := range v.Mask[i] {
			if on {
				keys, values = append(keys, v.K[j]), append(values, v.V[j])
			}
		}
		n, d := len(keys), len(q)
		kT, p := kernel.M(make([]float32, d*n), d, n), kernel.M(make([]float32, n), 1, n)
		out := kernel.M(make([]float32, d), 1, d)
		k.Transpose(kT, mat(keys))
		k.MatMul(p, kernel.M(q, 1, d), kT, false)
		k.Softmax(p, float32(1/math.Sqrt(float64(d))), n)
		k.MatMul(out, p, mat(values), false)
		off := worst(out.Data, v.Expected[i])
		if overall = max(overall, off); !(off <= 1e-6) {
			t.Errorf("query %d: a number is %.2g off", i, off)
		}
	}
	t.Logf("largest distance: %.2g", overall)
}

// TestAdamWIsTorchsOver1000Steps fits a 2 by 3 matrix. 1e-4 is the tolerance of
// CS336's own test; PyTorch and the snapshot lie 4e-6 apart.
func TestAdamWIsTorchsOver1000Steps(t *testing.T) {
	v := readVectors(t).CS336.AdamW
	w, g, m, s := mat(v.W0), make([]float32, 6), make([]float32, 6), make([]float32, 6)
	b1, b2 := 1.0, 1.0
	for _, x := range v.Xs {
		for i, y := range []float32{x[0] + x[1], -x[2]} {
			r := w.Row(i)
			miss := y - (r[0]*x[0] + r[1]*x[1] + r[2]*x[2])
			for j := range x {
				g[3*i+j] = -2 * miss * x[j]
			}
		}
		b1, b2 = b1*.9, b2*.999
		kernel.Best().AdamW(w.Data, g, m, s, kernel.AdamW{
			LR: 1e-3, Beta1: .9, Beta2: .999, Eps: 1e-8, Decay: .01, Scale: 1,
			Bias1: float32(1 - b1), Bias2: float32(1 - b2),
		})
	}
	for i := range v.Torch {
		off, offSnap := worst(w.Row(i), v.Torch[i]), worst(w.Row(i), v.Snapshot[i])
		if !(off <= 1e-4) || !(offSnap <= 1e-4) {
			t.Errorf("row %d: got %v, want %v or %v", i, w.Row(i), v.Torch[i], v.Snapshot[i])
		}
		t.Logf("row %d: %.2g from PyTorch, %.2g from the snapshot", i, off, offSnap)
	}
}
