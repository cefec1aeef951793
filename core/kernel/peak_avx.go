//go:build goexperiment.simd && amd64

package kernel

import "simd/archsimd"

// Peak runs rounds of the peak's measurement, in 128-bit registers as the page's
// module does; false where this build has no vectors.
func Peak(rounds int) (sum float32, ok bool) {
	if !archsimd.X86.AVX() {
		return 0, false
	}
	half, one := archsimd.BroadcastFloat32x4(PeakFactor), archsimd.BroadcastFloat32x4(1)
	s0 := archsimd.BroadcastFloat32x4(0)
	s1 := archsimd.BroadcastFloat32x4(1)
	s2 := archsimd.BroadcastFloat32x4(2)
	s3 := archsimd.BroadcastFloat32x4(3)
	s4 := archsimd.BroadcastFloat32x4(4)
	s5 := archsimd.BroadcastFloat32x4(5)
	s6 := archsimd.BroadcastFloat32x4(6)
	s7 := archsimd.BroadcastFloat32x4(7)
	s8 := archsimd.BroadcastFloat32x4(8)
	s9 := archsimd.BroadcastFloat32x4(9)
	s10 := archsimd.BroadcastFloat32x4(10)
	s11 := archsimd.BroadcastFloat32x4(11)
	for range rounds {
		for range PeakSteps {
			s0 = s0.Mul(half).Add(one)
			s1 = s1.Mul(half).Add(one)
			s2 = s2.Mul(half).Add(one)
			s3 = s3.Mul(half).Add(one)
			s4 = s4.Mul(half).Add(one)
			s5 = s5.Mul(half).Add(one)
			s6 = s6.Mul(half).Add(one)
			s7 = s7.Mul(half).Add(one)
			s8 = s8.Mul(half).Add(one)
			s9 = s9.Mul(half).Add(one)
			s10 = s10.Mul(half).Add(one)
			s11 = s11.Mul(half).Add(one)
		}
	}
	return s0.Max(s1).Max(s2).Max(s3).Max(s4).Max(s5).Max(s6).Max(s7).Max(s8).Max(s9).Max(s10).Max(s11).GetElem(0), true
}
