package bench_test

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"preflab/core/bench"
	"preflab/core/kernel"
)

// small costs next to nothing.
var small = bench.Shape{D: 16, L: 2, H: 2, F: 32, V: 48, B: 4, T: 8}

// clock is a test's.
func clock() bench.Clock {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}

// TestSizesCostWhatOthersCount holds the formula to the figures that peers were
// measured against: 0.434, 5.74 and 67.2 GFLOP.
func TestSizesCostWhatOthersCount(t *testing.T) {
	want := map[string]float64{"XS": 0.434, "S": 5.74, "M": 67.2}
	for _, j := range bench.Sizes() {
		if got := j.Shape.Flop() / 1e9; math.Abs(got/want[j.Size]-1) > 2e-3 { // the figures have three digits
			t.Errorf("%s: got %v GFLOP, want %v", j.Size, got, want[j.Size])
		}
		if err := j.Check(); err != nil {
			t.Error(err)
		}
	}
}

func TestBatchIsWhatPeersRead(t *testing.T) {
	b := small.Batch()
	for i := range b.Tokens {
		if b.Tokens[i] != int32(i*7919%small.V) || b.Target[i] != int32((i*104729+1)%small.V) || b.Mask[i] != 1 {
			t.Fatalf("position %d: token %d, target %d, mask %v", i, b.Tokens[i], b.Target[i], b.Mask[i])
		}
	}
}

// TestStepLearns: the loss falls, and is the same bits on every kernel, whether or
// not the step is taken apart.
func TestStepLearns(t *testing.T) {
	run := func(k kernel.Kernel, phases int) bench.Result {
		e := bench.Engine{Kernel: k, Clock: clock(), Peak: kernel.Peak}
		var marks []string
		r, err := bench.Run(e, bench.Job{Size: "small", Shape: &small, Seconds: 0.001, Phases: phases}, nil, func(m string) { marks = append(marks, m) })
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(marks, []string{bench.TimedStart, bench.TimedEnd}) {
			t.Errorf("the marks are %v", marks)
		}
		return r
	}
	r := run(kernel.Best(), 2)
	if len(r.Losses) != 10 || len(r.TimesMS) < 8 || !(r.FirstMS > 0) || !(r.MedianMS > 0) || !(r.GFlops > 0) {
		t.Errorf("got %+v", r)
	}
	for i, x := range r.Losses[1:] {
		if !(x < r.Losses[i]) {
			t.Errorf("the losses do not fall: %v", r.Losses)
		}
	}
	if other := run(kernel.Ref{}, 0); !reflect.DeepEqual(other.Losses, r.Losses) {
		t.Errorf("%s: %v, plain Go: %v", r.Kernel, r.Losses, other.Losses)
	}
}

// TestPartsAddUp: parts and plain Go together are the step, and each part is seen.
func TestPartsAddUp(t *testing.T) {
	r, err := bench.Run(bench.Engine{Kernel: kernel.Best(), Clock: clock()}, bench.Job{Shape: &small, Seconds: 0.001, Phases: 3}, nil, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	sum, shares := 0.0, 0.0
	for _, p := range r.Phases {
		if !(p.MS > 0) {
			t.Errorf("%s takes %v ms", p.Name, p.MS)
		}
		sum, shares = sum+p.MS, shares+p.Share
	}
	if math.Abs(sum/r.PhasesMS-1) > 1e-9 || math.Abs(shares-1) > 1e-9 {
		t.Errorf("the parts are %v of %v ms, their shares %v", sum, r.PhasesMS, shares)
	}
	whole := 0.0
	for _, s := range r.Stages {
		whole += s.MS
	}
	if whole > r.PhasesMS {
		t.Errorf("the stages are %v of %v ms", whole, r.PhasesMS)
	}
}

func TestJobsAreRefusedInWords(t *testing.T) {
	for want, j := range map[string]bench.Job{
		`"threads" is 2`:              {Shape: &small, Threads: 2},
		"a job has one of":            {},
		`a job has one of "c"`:        {Shape: &small, Decode: "x"},
		`"H" is 0`:                    {Shape: &bench.Shape{D: 8}},
		`"B" is 0`:                    {Shape: &bench.Shape{D: 8, L: 1, H: 1, F: 8, V: 8, T: 8}},
		"hidden_size":                 {Shape: &bench.Shape{D: 1 << 20, L: 1, H: 1, F: 8, V: 8, B: 1, T: 8}},
		"million numbers":             {Shape: &bench.Shape{D: 1024, L: 24, H: 16, F: 4096, V: 32000, B: 8, T: 1024}},
		`"seconds" is`:                {Shape: &small, Seconds: math.NaN()},
		`"phases" is -1`:              {Shape: &small, Phases: -1},
		`"tokens" is -1`:              {Decode: "x", Tokens: -1},
		`"streams" is 1000`:           {Decode: "x", Streams: 1000},
		`"bin" and "tok" go together`: {Decode: "x", Bin: "x.bin"},
		"a model is three files":      {Open: "x"},
	} {
		if _, err := bench.Run(bench.Engine{Kernel: kernel.Ref{}, Clock: clock()}, j, nil, func(string) {}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got %v, want %q", j, err, want)
		}
	}
}
