package kerneltest

import (
	"math/rand/v2"
	"testing"

	"preflab/core/kernel"
)

func add(t *testing.T, k kernel.Kernel) {
	for _, n := range rowSizes {
		check(t, k, func(ar *arena) func(kernel.Kernel) {
			d, a := ar.floatsOf(n, wide), ar.floatsOf(n+2, wide)
			return func(k kernel.Kernel) { k.Add(d, a) }
		}, "n %d", n)
	}
}

func rmsNorm(t *testing.T, k kernel.Kernel) {
	rows(func(m, n, gap int) {
		for _, gen := range []draw{plain, wide} {
			check(t, k, func(ar *arena) func(kernel.Kernel) {
				out, inv, x, w := ar.mat(m, n, gap, plain), ar.floatsOf(m, plain), ar.mat(m, n, 2*gap, gen), ar.floatsOf(n, plain)
				return func(k kernel.Kernel) { k.RMSNorm(out, inv, x, w, 1e-5) }
			}, "(%d,%d), gap %d", m, n, gap)
		}
	})
}

func rmsNormBack(t *testing.T, k kernel.Kernel) {
	rows(func(m, n, gap int) {
		for _, gen := range []draw{plain, wide} {
			check(t, k, func(ar *arena) func(kernel.Kernel) {
				dx, dw := ar.mat(m, n, gap, gen), ar.floatsOf(n, gen)
				dout, x := ar.mat(m, n, 2*gap, plain), ar.mat(m, n, gap, gen)
				w, inv := ar.floatsOf(n, plain), ar.floatsOf(m, positive)
				return func(k kernel.Kernel) { k.RMSNormBack(dx, dw, dout, x, w, inv) }
			}, "(%d,%d), gap %d", m, n, gap)
		}
	})
}

func rope(t *testing.T, k kernel.Kernel) {
	for _, d := range []int{2, 4, 6, 8, 10, 14, 16, 18, 24, 32, 34, 64} {
		for _, heads := range []int{1, 3} {
			for _, m := range rowCounts {
				check(t, k, func(ar *arena) func(kernel.Kernel) {
					x := ar.mat(m, heads*d, m, wide)
					cos, sin := ar.mat(m, d/2, 0, plain), ar.mat(m, d/2, 1, plain)
					return func(k kernel.Kernel) {
						k.Rope(x, cos, sin, d, 1)
						k.Rope(x, cos, sin, d, -1)
					}
				}, "%d rows of %d heads of %d", m, heads, d)
			}
		}
	}
}

// bases are the offsets of a causal mask: a square, a square after a prefix, and
// none.
var bases = []int{0, 3, 1000}

func softmax(t *testing.T, k kernel.Kernel) {
	rows(func(m, n, gap int) {
		for _, base := range bases {
			for _, gen := range []draw{plain, steep} {
				check(t, k, func(ar *arena) func(kernel.Kernel) {
					p := ar.mat(m, n, gap, gen)
					return func(k kernel.Kernel) { k.Softmax(p, 0.25, base) }
				}, "(%d,%d), gap %d, base %d", m, n, gap, base)
			}
		}
	})
}

func softmaxBack(t *testing.T, k kernel.Kernel) {
	rows(func(m, n, gap int) {
		for _, base := range bases {
			check(t, k, func(ar *arena) func(kernel.Kernel) {
				dp, p := ar.mat(m, n, gap, wide), ar.mat(m, n, 2*gap, plain)
				return func(k kernel.Kernel) { k.SoftmaxBack(dp, p, 0.25, base) }
			}, "(%d,%d), gap %d, base %d", m, n, gap, base)
		}
	})
}

func swiGLU(t *testing.T, k kernel.Kernel) {
	rows(func(m, f, gap int) {
		check(t, k, func(ar *arena) func(kernel.Kernel) {
			out, gu := ar.mat(m, f, gap, plain), ar.mat(m, 2*f, 2*gap, steep)
			return func(k kernel.Kernel) { k.SwiGLU(out, gu) }
		}, "(%d,%d), gap %d", m, f, gap)
	})
}

func swiGLUBack(t *testing.T, k kernel.Kernel) {
	rows(func(m, f, gap int) {
		check(t, k, func(ar *arena) func(kernel.Kernel) {
			dgu, dout, gu := ar.mat(m, 2*f, gap, plain), ar.mat(m, f, 0, plain), ar.mat(m, 2*f, 2*gap, steep)
			return func(k kernel.Kernel) { k.SwiGLUBack(dgu, dout, gu) }
		}, "(%d,%d), gap %d", m, f, gap)
	})
}

// expSweep walks exact.Exp32 through its whole range, past both clamps, in steps
// of 1/64 with a jitter: SwiGLU is the shortest way to it.
func expSweep(t *testing.T, k kernel.Kernel) {
	const n = 2 * 96 * 64
	check(t, k, func(ar *arena) func(kernel.Kernel) {
		at := 0
		sweep := func(r *rand.Rand) float32 {
			at++
			return (float32(at-n/2) + r.Float32()) / 64
		}
		out, gu := ar.mat(1, n, 0, plain), kernel.M(ar.floatsOf(2*n, sweep), 1, 2*n)
		return func(k kernel.Kernel) { k.SwiGLU(out, gu) }
	}, "sweep")
}

func sumExp(t *testing.T, k kernel.Kernel) {
	rows(func(m, v, gap int) {
		for _, gen := range []draw{plain, steep} {
			check(t, k, func(ar *arena) func(kernel.Kernel) {
				top, sum, dot := ar.floatsOf(m, plain), ar.floatsOf(m, plain), ar.floatsOf(m, plain)
				logits := ar.mat(m, v, gap, gen)
				return func(k kernel.Kernel) { k.SumExp(top, sum, dot, logits) }
			}, "(%d,%d), gap %d", m, v, gap)
		}
	})
}

func headBack(t *testing.T, k kernel.Kernel) {
	rows(func(m, v, gap int) {
		if v == 0 {
			return // no target to add to
		}
		for _, gen := range []draw{plain, steep} {
			check(t, k, func(ar *arena) func(kernel.Kernel) {
				logits, target := ar.mat(m, v, gap, gen), ar.intsOf(m, v)
				lse, ent := ar.floatsOf(m, plain), ar.floatsOf(m, positive)
				dlogp, dent := ar.floatsOf(m, plain), ar.floatsOf(m, plain)
				return func(k kernel.Kernel) { k.HeadBack(logits, target, lse, ent, dlogp, dent) }
			}, "(%d,%d), gap %d", m, v, gap)
		}
	})
}

func sumSquares(t *testing.T, k kernel.Kernel) {
	for _, n := range append([]int{1000, 1003}, rowSizes...) {
		check(t, k, func(ar *arena) func(kernel.Kernel) {
			x, s := ar.floatsOf(n, wide), ar.floatsOf(1, plain)
			return func(k kernel.Kernel) { s[0] = k.SumSquares(x) }
		}, "n %d", n)
	}
}

func adamW(t *testing.T, k kernel.Kernel) {
	step := kernel.AdamW{LR: 3e-3, Beta1: 0.9, Beta2: 0.999, Eps: 1e-8, Decay: 0.1, Bias1: 0.271, Bias2: 0.003, Scale: 0.7}
	for _, n := range rowSizes {
		check(t, k, func(ar *arena) func(kernel.Kernel) {
			w, g, m, v := ar.floatsOf(n, plain), ar.floatsOf(n, wide), ar.floatsOf(n, wide), ar.floatsOf(n, positive)
			return func(k kernel.Kernel) { k.AdamW(w, g, m, v, step) }
		}, "n %d", n)
	}
}
