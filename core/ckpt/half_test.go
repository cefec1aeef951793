package ckpt

import (
	"encoding/binary"
	"math"
	"testing"
)

// exactHalf computes a half from the definition, in float64.
func exactHalf(h uint16) float64 {
	sign, exp, frac := 1.0, int(h>>10)&31, float64(h&0x3FF)
	if h&0x8000 != 0 {
		sign = -1
	}
	switch {
	case exp == 31 && frac != 0:
		return math.NaN()
	case exp == 31:
		return math.Inf(int(sign))
	case exp == 0:
		return sign * frac * 0x1p-24
	}
	return sign * math.Ldexp(1024+frac, exp-25)
}

// TestEveryHalf widens all 65,536 patterns and narrows them again.
func TestEveryHalf(t *testing.T) {
	for i := range 1 << 16 {
		h := uint16(i)
		got, want := float64(widenF16(h)), exactHalf(h)
		if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Fatalf("%#04x is %v, want %v", h, got, want)
		}
		if math.Signbit(got) != (h&0x8000 != 0) {
			t.Fatalf("%#04x lost its sign", h)
		}
		if back := narrowF16(widenF16(h)); back != h {
			t.Fatalf("%#04x comes back as %#04x", h, back)
		}
		if back := narrowBF16(widenBF16(h)); back != h {
			t.Fatalf("bfloat16 %#04x comes back as %#04x", h, back)
		}
	}
}

// TestNarrowBetween goes through every gap between two neighbouring numbers:
// a little below the middle rounds down, a little above up, the middle to even.
func TestNarrowBetween(t *testing.T) {
	for _, f := range []struct {
		name   string
		widen  func(uint16) float32
		narrow func(float32) uint16
		inf    uint16
	}{
		{"F16", widenF16, narrowF16, 0x7C00},
		{"BF16", widenBF16, narrowBF16, 0x7F80},
	} {
		for lo := uint16(0); lo < f.inf; lo++ {
			a := f.widen(lo)
			b := 2*float64(a) - float64(f.widen(max(lo, 1)-1)) // the next, were there no infinity
			if lo+1 < f.inf {
				b = float64(f.widen(lo + 1))
			}
			mid := float32((float64(a) + b) / 2) // exact: both formats are far narrower than float32
			even := lo + lo&1
			for _, c := range []struct {
				x    float32
				want uint16
			}{{a, lo}, {down(mid), lo}, {mid, even}, {up(mid), lo + 1}} {
				for _, sign := range []float32{1, -1} {
					got := f.narrow(sign * c.x)
					want := c.want
					if sign < 0 {
						want |= 0x8000
					}
					if got != want {
						t.Fatalf("%s of %v is %#04x, want %#04x", f.name, sign*c.x, got, want)
					}
				}
			}
		}
	}
}

func up(x float32) float32   { return math.Nextafter32(x, float32(math.Inf(1))) }
func down(x float32) float32 { return math.Nextafter32(x, float32(math.Inf(-1))) }

// TestNarrowEnds is the ends of the range.
func TestNarrowEnds(t *testing.T) {
	inf := float32(math.Inf(1))
	for _, c := range []struct {
		x       uint32
		f16, bf uint16
	}{
		{0x00000001, 0x0000, 0x0000}, // the least subnormal float32
		{0x80000001, 0x8000, 0x8000},
		{0x33000000, 0x0000, 0x3300}, // 2⁻²⁵, half of the least half: to even
		{0x33000001, 0x0001, 0x3300},
		{math.Float32bits(65504), 0x7BFF, 0x4780},
		{math.Float32bits(65519.99), 0x7BFF, 0x4780},
		{math.Float32bits(65520), 0x7C00, 0x4780},
		{math.Float32bits(math.MaxFloat32), 0x7C00, 0x7F80},
		{math.Float32bits(inf), 0x7C00, 0x7F80},
		{math.Float32bits(-inf), 0xFC00, 0xFF80},
		{0x7FC00000, 0x7E00, 0x7FC0},
		{0x7F800001, 0x7E00, 0x7FC0}, // a NaN whose payload is all below stays one
		{0xFFFFFFFF, 0xFFFF, 0xFFFF},
	} {
		x := math.Float32frombits(c.x)
		if got := narrowF16(x); got != c.f16 {
			t.Errorf("F16 of %#08x is %#04x, want %#04x", c.x, got, c.f16)
		}
		if got := narrowBF16(x); got != c.bf {
			t.Errorf("BF16 of %#08x is %#04x, want %#04x", c.x, got, c.bf)
		}
	}
}

func BenchmarkFloatsF16(b *testing.B) {
	t := Tensor{DType: F16, Data: make([]byte, 2<<20)}
	for i := range 1 << 20 {
		binary.LittleEndian.PutUint16(t.Data[2*i:], narrowF16(float32(i%997-498)/997))
	}
	dst := make([]float32, 0, 1<<20)
	b.SetBytes(2 << 20)
	for b.Loop() {
		t.Floats(dst)
	}
}
