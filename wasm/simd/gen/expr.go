package gen

import (
	"encoding/binary"
	"math"
)

// Expressions: code that leaves one value.
type (
	I []byte // 32-bit integer, also a pointer
	F []byte // 32-bit float
	V []byte // vector of four floats, or of their bits
)

func op(code byte, immediates ...[]byte) []byte { return cat([]byte{code}, cat(immediates...)) }

func simd(code uint32) []byte { return cat([]byte{0xfd}, uleb(code)) }

// memarg is an offset and the promise of 4-byte alignment, which is what Go
// gives float32 slices.
func memarg(offset int) []byte { return cat([]byte{2}, uleb(uint32(offset))) }

// Int is an integer constant.
func Int(n int) I { return op(0x41, sleb(int32(n))) }

// Float is a float constant.
func Float(x float32) F { return op(0x43, binary.LittleEndian.AppendUint32(nil, math.Float32bits(x))) }

// Floats is a constant vector of one value.
func Floats(x float32) V { return Bits(math.Float32bits(x)) }

// Bits is a constant vector of one bit pattern.
func Bits(x uint32) V { return BitsOf(x, x, x, x) }

// BitsOf is a constant vector.
func BitsOf(lanes ...uint32) V {
	out := simd(0x0c)
	for _, x := range lanes {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out
}

// Add is x + y, and wraps.
func (x I) Add(y I) I { return cat(x, y, []byte{0x6a}) }

// Sub is x - y, and wraps.
func (x I) Sub(y I) I { return cat(x, y, []byte{0x6b}) }

// Mul is x · y, and wraps.
func (x I) Mul(y I) I { return cat(x, y, []byte{0x6c}) }

// And is the bits that x has in common with n.
func (x I) And(n int) I { return cat(x, Int(n), []byte{0x71}) }

// ShiftLeft is x · 2ⁿ, and wraps.
func (x I) ShiftLeft(n int) I { return cat(x, Int(n), []byte{0x74}) }

// ShiftRight is x / 2ⁿ, x without a sign.
func (x I) ShiftRight(n int) I { return cat(x, Int(n), []byte{0x76}) }

// Less is 1 where x < y, else 0; both have a sign.
func (x I) Less(y I) I { return cat(x, y, []byte{0x48}) }

// Below is 1 where x < y, else 0; neither has a sign, as pointers.
func (x I) Below(y I) I { return cat(x, y, []byte{0x49}) }

// Not is 1 where x is 0, else 0.
func (x I) Not() I { return cat(x, []byte{0x45}) }

// Min is the smaller of x and y, each computed twice.
func (x I) Min(y I) I { return cat(x, y, x.Less(y), []byte{0x1b}) }

// Float converts an integer.
func (x I) Float() F { return cat(x, []byte{0xb2}) }

// Splat is a vector of x in every lane.
func (x I) Splat() V { return cat(x, simd(0x11)) }

// LoadI is the integer at x+offset.
func (x I) LoadI(offset int) I { return cat(x, []byte{0x28}, memarg(offset)) }

// LoadF is the float at x+offset.
func (x I) LoadF(offset int) F { return cat(x, []byte{0x2a}, memarg(offset)) }

// Load is the four floats from x+offset on.
func (x I) Load(offset int) V { return cat(x, simd(0x00), memarg(offset)) }

// LoadSplat is the float at x+offset in every lane.
func (x I) LoadSplat(offset int) V { return cat(x, simd(0x09), memarg(offset)) }

// LoadOne is the float at x+offset in the first lane, and zeros above.
func (x I) LoadOne(offset int) V { return cat(x, simd(0x5c), memarg(offset)) }

// LoadLane is v with the float at x+offset in one lane.
func (x I) LoadLane(offset int, v V, lane int) V {
	return cat(x, v, simd(0x56), memarg(offset), []byte{byte(lane)})
}

// Add is x + y, rounded.
func (x F) Add(y F) F { return cat(x, y, []byte{0x92}) }

// Mul is x · y, rounded.
func (x F) Mul(y F) F { return cat(x, y, []byte{0x94}) }

// Div is x / y, rounded.
func (x F) Div(y F) F { return cat(x, y, []byte{0x95}) }

// Sqrt is the root of x, rounded.
func (x F) Sqrt() F { return cat(x, []byte{0x91}) }

// Max is the larger of x and y; NaN if one is.
func (x F) Max(y F) F { return cat(x, y, []byte{0x97}) }

// Equal is 1 where x and y are equal numbers, both zeros included.
func (x F) Equal(y F) I { return cat(x, y, []byte{0x5b}) }

// Splat is a vector of x in every lane.
func (x F) Splat() V { return cat(x, simd(0x13)) }

// Add is x + y, lane by lane, as all that follow.
func (x V) Add(y V) V { return cat(x, y, simd(0xe4)) }

// Sub is x - y.
func (x V) Sub(y V) V { return cat(x, y, simd(0xe5)) }

// Mul is x · y.
func (x V) Mul(y V) V { return cat(x, y, simd(0xe6)) }

// Div is x / y.
func (x V) Div(y V) V { return cat(x, y, simd(0xe7)) }

// Neg is -x.
func (x V) Neg() V { return cat(x, simd(0xe1)) }

// Sqrt is the root of x.
func (x V) Sqrt() V { return cat(x, simd(0xe3)) }

// Max is the larger of x and y; NaN if one is.
func (x V) Max(y V) V { return cat(x, y, simd(0xe9)) }

// AtLeast is the larger of x and y, for numbers: one instruction where Max, which
// must also order zeros and pass on NaNs, is several.
func (x V) AtLeast(y V) V { return cat(x, y, simd(0xeb)) }

// AtMost is the smaller of x and y in the same way.
func (x V) AtMost(y V) V { return cat(x, y, simd(0xea)) }

// And is the bits that x and y have in common.
func (x V) And(y V) V { return cat(x, y, simd(0x4e)) }

// AddInt is x + y of integers, and wraps.
func (x V) AddInt(y V) V { return cat(x, y, simd(0xae)) }

// ShiftLeft is x · 2ⁿ of integers, and wraps.
func (x V) ShiftLeft(n int) V { return cat(x, Int(n), simd(0xab)) }

// GreaterInt is all ones where x > y, integers with a sign, else zeros.
func (x V) GreaterInt(y V) V { return cat(x, y, simd(0x3b)) }

// Or is x where mask has ones and y where it has zeros.
func (x V) Or(y, mask V) V { return cat(x, y, mask, simd(0x52)) }

// Lane is one lane of x.
func (x V) Lane(i int) F { return cat(x, simd(0x1f), []byte{byte(i)}) }

// Shuffle picks lanes: 0-3 of x, 4-7 of y.
func (x V) Shuffle(y V, a, b, c, d byte) V {
	out := cat(x, y, simd(0x0d))
	for _, lane := range []byte{a, b, c, d} {
		out = append(out, 4*lane, 4*lane+1, 4*lane+2, 4*lane+3)
	}
	return out
}
