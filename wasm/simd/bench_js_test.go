package simd

import (
	"fmt"
	"math"
	"testing"
	"time"

	"preflab/core/kernel"
)

// Run with
//
//	GOOS=js GOARCH=wasm go test -exec "node testdata/run.cjs" -run ^$ -bench . ./wasm/simd

// kernels returns the module and the definition.
func kernels(b *testing.B) []kernel.Kernel {
	k, ok := New()
	if !ok {
		b.Skip("no SIMD")
	}
	return []kernel.Kernel{k, kernel.Ref{}}
}

// filled returns n small floats.
func filled(n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(i%17-8) / 16
	}
	return x
}

// rate runs an operation of so many flops and reports its mean rate, and the
// best of single calls: what it does when nothing else runs on the machine.
func rate(b *testing.B, flops int, call func()) {
	for range 3 { // V8 optimises what was called before
		call()
	}
	best := time.Duration(math.MaxInt64)
	for b.Loop() {
		start := time.Now()
		call()
		best = min(best, time.Since(start))
	}
	b.ReportMetric(float64(flops)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
	b.ReportMetric(float64(flops)/best.Seconds()/1e9, "best-GFLOP/s")
}

// BenchmarkMatMul covers (m,k,n) of training, decoding and attention.
func BenchmarkMatMul(b *testing.B) {
	for _, k := range kernels(b) {
		for _, s := range [][3]int{
			{1024, 384, 128}, {880, 96, 256}, {880, 256, 96}, {880, 96, 1200}, {96, 16, 96}, {96, 96, 16},
			{1, 128, 384}, {3, 128, 384}, {4, 128, 384}, {6, 128, 384}, {16, 128, 384},
		} {
			m, inner, n := s[0], s[1], s[2]
			c, x, y := kernel.M(filled(m*n), m, n), kernel.M(filled(m*inner), m, inner), kernel.M(filled(inner*n), inner, n)
			b.Run(fmt.Sprintf("%dx%dx%d/%s", m, inner, n, k.Name()), func(b *testing.B) {
				rate(b, 2*m*inner*n, func() { k.MatMul(c, x, y, false) })
			})
		}
	}
}

// BenchmarkMatMulT covers the gradients of weights.
func BenchmarkMatMulT(b *testing.B) {
	for _, k := range kernels(b)[:1] {
		for _, s := range [][3]int{{384, 1024, 128}, {96, 880, 256}, {256, 880, 96}, {128, 880, 1200}, {96, 96, 16}} {
			m, inner, n := s[0], s[1], s[2]
			c, x, y := kernel.M(filled(m*n), m, n), kernel.M(filled(m*inner), inner, m), kernel.M(filled(inner*n), inner, n)
			b.Run(fmt.Sprintf("%dx%dx%d/%s", m, inner, n, k.Name()), func(b *testing.B) {
				rate(b, 2*m*inner*n, func() { k.MatMulT(c, x, y, false) })
			})
		}
	}
}

// BenchmarkRows covers the operations over rows, at 880 rows of 96, 256 or 1200.
func BenchmarkRows(b *testing.B) {
	const m, c, f, v = 880, 96, 256, 1200
	x, out, w := kernel.M(filled(m*c), m, c), kernel.M(filled(m*c), m, c), filled(c)
	inv, sum, dot := make([]float32, m), make([]float32, m), make([]float32, m)
	gu, act := kernel.M(filled(m*2*f), m, 2*f), kernel.M(filled(m*f), m, f)
	logits, target := kernel.M(filled(m*v), m, v), make([]int32, m)
	angles := kernel.M(filled(m*8), m, 8)
	square := kernel.M(filled(96*96), 96, 96)
	turned := kernel.M(make([]float32, m*c), c, m)
	for _, k := range kernels(b) {
		for _, op := range []struct {
			name string
			call func()
		}{
			{"Transpose", func() { k.Transpose(turned, x) }},
			{"Add", func() { k.Add(out.Data, x.Data) }},
			{"RMSNorm", func() { k.RMSNorm(out, inv, x, w, 1e-5) }},
			{"RMSNormBack", func() { k.RMSNormBack(out, w, x, x, w, inv) }},
			{"Rope", func() { k.Rope(x, angles, angles, 16, 1) }},
			{"Softmax96", func() { k.Softmax(square, 1, 0) }},
			{"SwiGLU", func() { k.SwiGLU(act, gu) }},
			{"SumExp", func() { k.SumExp(inv, sum, dot, logits) }},
			{"HeadBack", func() { k.HeadBack(logits, target, inv, inv, inv, inv) }},
			{"AdamW", func() { k.AdamW(act.Data, act.Data, act.Data, act.Data, kernel.AdamW{Eps: 1, Bias1: 1, Bias2: 1}) }},
			{"Call", func() { k.Add(nil, nil) }},
		} {
			b.Run(op.name+"/"+k.Name(), func(b *testing.B) {
				for b.Loop() {
					op.call()
				}
			})
		}
	}
}

// BenchmarkPeak is what the processor does at most with four floats at a time.
func BenchmarkPeak(b *testing.B) {
	const rounds = 10_000
	if _, ok := Peak(1); !ok {
		b.Skip("no SIMD")
	}
	rate(b, rounds*kernel.PeakFlop, func() { Peak(rounds) })
}
