package rng_test

import (
	"math"
	"slices"
	"testing"

	"preflab/core/rng"
)

func draw(r interface{ Uint64() uint64 }, n int) (out []uint64) {
	for range n {
		out = append(out, r.Uint64())
	}
	return out
}

// TestStreamsAreStable pins the numbers: saved runs and links replay them for
// ever. They are the first two of this code, once printed.
func TestStreamsAreStable(t *testing.T) {
	for _, row := range []struct {
		name   string
		seed   uint64
		stream string
		want   []uint64
	}{
		{"seed 0, no name", 0, "", []uint64{0x774bcacf78345581, 0x53568dde534a61af}},
		{"seed 0", 0, "sample", []uint64{0x756981cf864db393, 0x54ffef86195833f5}},
		{"seed 1", 1, "sample", []uint64{0xf5829e477083cb92, 0x75853f06cf281d07}},
		{"another stream", 1, "init", []uint64{0x8ea50801f291636c, 0xb976128ca99eeb69}},
		{"the largest seed", math.MaxUint64, "init", []uint64{0xe1f260bd96428aaa, 0xfb7b946ccd0f8000}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := draw(rng.New(row.seed, row.stream), 2); !slices.Equal(got, row.want) {
				t.Errorf("got %#x, want %#x", got, row.want)
			}
		})
	}
	if got, want := draw(rng.At(1, "sample", 3), 2), []uint64{0xf7e7d075764a9338, 0xaddc8468c518ddfd}; !slices.Equal(got, want) {
		t.Errorf("item 3: got %#x, want %#x", got, want)
	}
}

// TestStreamsDiffer: near seeds, other names and neighbouring items have no first
// number in common.
func TestStreamsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	n := 0
	for seed := range uint64(50) {
		for _, stream := range []string{"", "a", "b", "sample"} {
			seen[rng.New(seed, stream).Uint64()] = true
			n++
			for i := range 10 {
				seen[rng.At(seed, stream, i).Uint64()] = true
				n++
			}
		}
	}
	if len(seen) != n {
		t.Errorf("%d streams begin with %d numbers", n, len(seen))
	}
}

// TestStreamsAreIndependent: what one stream draws does not move another, and
// they do not vary together.
func TestStreamsAreIndependent(t *testing.T) {
	a, b := rng.New(7, "a"), rng.New(7, "b")
	alone := draw(rng.New(7, "b"), 5)
	draw(a, 1000)
	if got := draw(b, 5); !slices.Equal(got, alone) {
		t.Error("stream b was moved by stream a")
	}
	cov := 0.0
	const n = 10000
	for range n {
		cov += (a.Float64() - 0.5) * (b.Float64() - 0.5)
	}
	if limit := 5.0 / 12 / 100; math.Abs(cov/n) > limit { // five standard errors: variance 1/12, sqrt(n) = 100
		t.Errorf("covariance of two streams is %v, more than %v", cov/n, limit)
	}
}

// TestSavedSourceContinues is what resuming a run rests on.
func TestSavedSourceContinues(t *testing.T) {
	s := rng.Source(3, "order")
	draw(s, 17)
	state, err := s.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	want := draw(s, 5)
	again := rng.Source(0, "")
	if err := again.UnmarshalBinary(state); err != nil {
		t.Fatal(err)
	}
	if got := draw(again, 5); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
