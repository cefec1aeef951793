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

// Arithmetic and comparisons of integers.
func (x I) Add(y I) I          { return cat(x, y, []byte{0x6a}) }
func (x I) Sub(y I) I          { return cat(x, y, []byte{0x6b}) }
func (x I) Mul(y I) I          { return cat(x, y, []byte{0x6c}) }
func (x I) And(n int) I        { return cat(x, Int(n), []byte{0x71}) }
func (x I) ShiftLeft(n int) I  { return cat(x, Int(n), []byte{0x74}) }
func (x I) ShiftRight(n int) I { return cat(x, Int(n), []byte{0x76}) } // unsigned
func (x I) Less(y I) I         { return cat(x, y, []byte{0x48}) }
func (x I) Below(y I) I        { return cat(x, y, []byte{0x49}) } // unsigned, for pointers
func (x I) Not() I             { return cat(x, []byte{0x45}) }

// Min is the smaller of x and y, each computed twice.
func (x I) Min(y I) I { return cat(x, y, x.Less(y), []byte{0x1b}) }

// Float converts an integer.
func (x I) Float() F { return cat(x, []byte{0xb2}) }

// Splat is a vector of x in every lane.
func (x I) Splat() V { return cat(x, simd(0x11)) }

// Loads from the address x+offset.
func (x I) LoadI(offset int) I     { return cat(x, []byte{0x28}, memarg(offset)) }
func (x I) LoadF(offset int) F     { return cat(x, []byte{0x2a}, memarg(offset)) }
func (x I) Load(offset int) V      { return cat(x, simd(0x00), memarg(offset)) }
func (x I) LoadSplat(offset int) V { return cat(x, simd(0x09), memarg(offset)) } // one float in every lane
func (x I) LoadOne(offset int) V   { return cat(x, simd(0x5c), memarg(offset)) } // one float, zeros above

// LoadLane is v with the float at x+offset in one lane.
func (x I) LoadLane(offset int, v V, lane int) V {
	return cat(x, v, simd(0x56), memarg(offset), []byte{byte(lane)})
}

// Arithmetic of floats.
func (x F) Add(y F) F { return cat(x, y, []byte{0x92}) }
func (x F) Sub(y F) F { return cat(x, y, []byte{0x93}) }
func (x F) Mul(y F) F { return cat(x, y, []byte{0x94}) }
func (x F) Div(y F) F { return cat(x, y, []byte{0x95}) }
func (x F) Sqrt() F   { return cat(x, []byte{0x91}) }
func (x F) Max(y F) F { return cat(x, y, []byte{0x97}) }

// Equal is 1 where x and y are equal numbers, both zeros included.
func (x F) Equal(y F) I { return cat(x, y, []byte{0x5b}) }

// Splat is a vector of x in every lane.
func (x F) Splat() V { return cat(x, simd(0x13)) }

// Arithmetic of vectors, lane by lane.
func (x V) Add(y V) V { return cat(x, y, simd(0xe4)) }
func (x V) Sub(y V) V { return cat(x, y, simd(0xe5)) }
func (x V) Mul(y V) V { return cat(x, y, simd(0xe6)) }
func (x V) Div(y V) V { return cat(x, y, simd(0xe7)) }
func (x V) Neg() V    { return cat(x, simd(0xe1)) }
func (x V) Sqrt() V   { return cat(x, simd(0xe3)) }
func (x V) Max(y V) V { return cat(x, y, simd(0xe9)) }

// AtLeast and AtMost clamp numbers to y: one instruction where Max and Min,
// which must also order zeros and pass on NaNs, are several.
func (x V) AtLeast(y V) V { return cat(x, y, simd(0xeb)) }
func (x V) AtMost(y V) V  { return cat(x, y, simd(0xea)) }

// Operations on the bits of lanes.
func (x V) And(y V) V         { return cat(x, y, simd(0x4e)) }
func (x V) AddInt(y V) V      { return cat(x, y, simd(0xae)) }
func (x V) ShiftLeft(n int) V { return cat(x, Int(n), simd(0xab)) }
func (x V) GreaterInt(y V) V  { return cat(x, y, simd(0x3b)) } // all ones where x > y

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
