package lab

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

// TestFloatsAreLittleEndian: saved runs and gradients are the same bytes everywhere.
func TestFloatsAreLittleEndian(t *testing.T) {
	x := []float32{1, -2.5, float32(math.Inf(1))}
	want := []byte{0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0, 0, 0, 0x80, 0x7f}
	got := floatBytes(x)
	if !bytes.Equal(got, want) {
		t.Errorf("got % x, want % x", got, want)
	}
	back := make([]float32, len(x))
	if readFloats(back, got); !slices.Equal(back, x) {
		t.Errorf("read back as %v", back)
	}
	if len(floatBytes(nil)) != 0 {
		t.Error("no numbers have bytes")
	}
}
