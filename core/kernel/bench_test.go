package kernel_test

import (
	"fmt"
	"testing"

	"preflab/core/kernel"
)

// BenchmarkMatMul times products of the shapes that a training step has, on the
// best kernel of this build; GFLOP/s counts one multiplication and one addition
// for each inner step.
func BenchmarkMatMul(b *testing.B) {
	k := kernel.Best()
	for _, s := range [][3]int{{1024, 384, 128}, {880, 96, 256}, {880, 256, 96}, {440, 96, 1408}, {56, 16, 56}, {16, 96, 192}} {
		x, y, z := filled(s[0], s[1]), filled(s[1], s[2]), filled(s[0], s[2])
		report := func(b *testing.B) {
			b.ReportMetric(2*float64(s[0]*s[1]*s[2])*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		}
		b.Run(fmt.Sprintf("%s/%dx%dx%d", k.Name(), s[0], s[1], s[2]), func(b *testing.B) {
			for b.Loop() {
				k.MatMul(z, x, y, false)
			}
			report(b)
		})
		b.Run(fmt.Sprintf("%s/T/%dx%dx%d", k.Name(), s[1], s[0], s[2]), func(b *testing.B) {
			for b.Loop() {
				k.MatMulT(y, x, z, true)
			}
			report(b)
		})
	}
}

func filled(r, c int) kernel.Mat {
	m := kernel.M(make([]float32, r*c), r, c)
	for i := range m.Data {
		m.Data[i] = float32(i%17)/17 - 0.4
	}
	return m
}
