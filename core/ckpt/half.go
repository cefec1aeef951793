package ckpt

import "math"

// The number formats of 16 bits. Widening is exact. Narrowing rounds to nearest,
// ties to even; what is too large becomes infinite; a NaN keeps the top of its
// payload, so that every 16-bit pattern survives the round trip.

// widenF16 returns the value of an IEEE half: 1 sign, 5 exponent, 10 fraction bits.
func widenF16(h uint16) float32 {
	sign := uint32(h&0x8000) << 16
	switch x := uint32(h & 0x7FFF); {
	case x >= 0x7C00: // infinity or NaN
		return math.Float32frombits(sign | 0x7F800000 | x<<13)
	case x >= 0x0400: // the exponents' biases are 15 and 127
		return math.Float32frombits(sign | (x<<13 + 112<<23))
	default: // subnormal: a multiple of 2⁻²⁴, exact in float32
		return math.Float32frombits(sign | math.Float32bits(float32(x)*0x1p-24))
	}
}

// narrowF16 rounds to an IEEE half.
func narrowF16(f float32) uint16 {
	x := math.Float32bits(f)
	sign := uint16(x>>16) & 0x8000
	x &= 0x7FFFFFFF
	switch {
	case x > 0x7F800000: // NaN
		payload := uint16(x>>13) & 0x03FF
		if payload == 0 {
			payload = 0x0200
		}
		return sign | 0x7C00 | payload
	case x >= 0x477FF000: // 65520, halfway from the largest half to 2¹⁶
		return sign | 0x7C00
	case x < 0x38800000: // below 2⁻¹⁴: the sum with ½ is rounded at 2⁻²⁴
		return sign | uint16(math.Float32bits(math.Float32frombits(x)+0.5)-0x3F000000)
	default: // half of the last place less one, plus one if that place is odd
		x += 0x0FFF + x>>13&1 - 112<<23
		return sign | uint16(x>>13)
	}
}

// widenBF16 returns the value of a bfloat16, the upper half of a float32.
func widenBF16(h uint16) float32 { return math.Float32frombits(uint32(h) << 16) }

// narrowBF16 rounds to a bfloat16.
func narrowBF16(f float32) uint16 {
	x := math.Float32bits(f)
	if x&0x7FFFFFFF > 0x7F800000 { // NaN
		h := uint16(x >> 16)
		if h&0x007F == 0 {
			h |= 0x0040
		}
		return h
	}
	return uint16((x + 0x7FFF + x>>16&1) >> 16)
}
