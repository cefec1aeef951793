package kerneltest

import (
	"math"
	"math/rand/v2"

	"preflab/core/kernel"
)

// guard is the least number of floats before and after every allocation: two
// 256-bit registers, the furthest that a careless tail writes.
const guard = 16

// An arena is the memory of one call: every slice and matrix that the call sees,
// with guard bands around them. Two arenas of one seed hold the same bits, so
// after the same call they must be equal everywhere: in the outputs, in inputs
// that must not change, in the gaps of strided views and in the guards.
type arena struct {
	rng    *rand.Rand
	floats [][]float32
	ints   [][]int32
}

func newArena(seed uint64) *arena {
	return &arena{rng: rand.New(rand.NewPCG(seed, 0x70726566))}
}

// floatsOf returns n floats drawn from gen, guarded on both sides. The start is
// unaligned on purpose: Go promises four bytes.
func (a *arena) floatsOf(n int, gen draw) []float32 {
	lead := guard + a.rng.IntN(8)
	all := make([]float32, lead+n+guard)
	for i := range all {
		all[i] = gen(a.rng)
	}
	a.floats = append(a.floats, all)
	return all[lead : lead+n : lead+n]
}

// intsOf returns n integers below limit, guarded on both sides.
func (a *arena) intsOf(n, limit int) []int32 {
	all := make([]int32, n+2*guard)
	for i := range all {
		all[i] = int32(a.rng.IntN(limit))
	}
	a.ints = append(a.ints, all)
	return all[guard : guard+n : guard+n]
}

// mat returns an (r,c) view whose rows lie c+gap apart, as short as the last row
// allows. An empty view may hold no data at all.
func (a *arena) mat(r, c, gap int, gen draw) kernel.Mat {
	n := 0
	if r > 0 {
		n = (r-1)*(c+gap) + c
	}
	return kernel.Mat{Data: a.floatsOf(n, gen), R: r, C: c, Stride: c + gap}
}

// differs returns the first place where two arenas hold different bits. All
// NaNs count as one.
func differs(got, want *arena) (alloc, at int, x, y float32, found bool) {
	for i := range want.floats {
		for j, y := range want.floats[i] {
			x := got.floats[i][j]
			if math.Float32bits(x) != math.Float32bits(y) && (x == x || y == y) {
				return i, j, x, y, true
			}
		}
	}
	for i := range want.ints {
		for j, y := range want.ints[i] {
			if x := got.ints[i][j]; x != y {
				return len(want.floats) + i, j, float32(x), float32(y), true
			}
		}
	}
	return 0, 0, 0, 0, false
}

// A draw is a distribution of inputs.
type draw func(*rand.Rand) float32

// plain is the range that training sees.
func plain(r *rand.Rand) float32 { return float32(r.NormFloat64()) }

// wide has both zeros, subnormals and magnitudes up to 1e9: small enough that
// no square or product of three overflows into a NaN.
func wide(r *rand.Rand) float32 {
	switch r.IntN(8) {
	case 0:
		return 0
	case 1:
		return float32(math.Copysign(0, -1))
	case 2:
		return math.Float32frombits(r.Uint32() & 0x807fffff)
	case 3:
		return float32(r.NormFloat64() * 1e9)
	case 4:
		return float32(r.NormFloat64() * 1e-20)
	}
	return float32(r.NormFloat64() * 10)
}

// steep is what an exponential saturates on: far past its clamp on both sides,
// and the masks that attention writes.
func steep(r *rand.Rand) float32 {
	switch r.IntN(6) {
	case 0:
		return -1e30
	case 1:
		return float32(-80 - 20*r.Float64())
	case 2:
		return float32(80 + 20*r.Float64())
	}
	return float32(r.NormFloat64() * 30)
}

// positive is for standard deviations and second moments.
func positive(r *rand.Rand) float32 { return float32(r.Float64() + 1e-3) }
