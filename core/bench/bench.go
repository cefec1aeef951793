// Package bench measures the engine on jobs that others can run too: a step of
// training on a given shape, greedy decoding, opening a model. The tool runs them
// natively, the page bench.html in the browser, with the same code.
//
// Like all of core it has no clock: the caller's is passed in.
package bench

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"preflab/core/kernel"
)

// A Clock says how much time has passed since some fixed moment.
type Clock func() time.Duration

// An Engine is what jobs run on.
type Engine struct {
	Kernel kernel.Kernel
	Clock  Clock
	Peak   func(rounds int) (sum float32, ok bool) // as kernel.Peak; nil: unknown
}

// A Job is one thing to measure: the step of a shape, or something to do with a model
// that is named. It is what bench.html reads behind '#'.
type Job struct {
	Size  string `json:"size,omitempty"` // a name for the shape
	Shape *Shape `json:"c,omitempty"`

	Decode  string `json:"decode,omitempty"`  // a model to write with
	Bin     string `json:"bin,omitempty"`     // where its llama2.c file is; "" for a model of the site
	Tok     string `json:"tok,omitempty"`     // and its tokenizer.bin
	Tokens  int    `json:"tokens,omitempty"`  // how many to write; 0 is 256
	Streams int    `json:"streams,omitempty"` // side by side; 0 is 1

	Open string `json:"open,omitempty"` // a model of the site to open
	DPO  string `json:"dpo,omitempty"`  // a model of the site to tune: a step on 8 pairs

	Threads int     `json:"threads,omitempty"` // 0 is 1
	Seconds float64 `json:"seconds,omitempty"` // to measure for; 0 is 4
	Phases  int     `json:"phases,omitempty"`  // steps to take apart afterwards
}

// Defaults of a job, and its bounds: what a page can be asked for in a link should
// end within minutes.
const (
	defaultTokens  = 256
	defaultSeconds = 4
	mostSeconds    = 600
	mostPhases     = 1000
	mostStreams    = 64
)

// Warm-up and measurement: at least so many steps and so much time. A browser
// compiles code better once it has run for a while, hence the second of warm-up.
const (
	warmSteps = 2
	warmShare = 1.5 / defaultSeconds // of the seconds
	runSteps  = 8
)

// Check says what is wrong with a job, for people who wrote one.
func (j *Job) Check() error {
	kinds := 0
	for _, is := range []bool{j.Shape != nil, j.Decode != "", j.Open != "", j.DPO != ""} {
		if is {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		return errors.New(`a job has one of "c" (the shape of a step), "decode" (a model to write with), "open" and "dpo" (a model of the site)`)
	case j.Threads < 0 || j.Threads > 1:
		return fmt.Errorf(`"threads" is %d; only 1 is supported so far: one Worker computes the whole step`, j.Threads)
	case !(j.Seconds >= 0 && j.Seconds <= mostSeconds):
		return fmt.Errorf(`"seconds" is %v; it must be from 0 to %d`, j.Seconds, mostSeconds)
	case j.Phases < 0 || j.Phases > mostPhases:
		return fmt.Errorf(`"phases" is %d; it must be from 0 to %d steps`, j.Phases, mostPhases)
	case j.Tokens < 0:
		return fmt.Errorf(`"tokens" is %d; it must be 1 or more`, j.Tokens)
	case j.Streams < 0 || j.Streams > mostStreams:
		return fmt.Errorf(`"streams" is %d; it must be from 1 to %d`, j.Streams, mostStreams)
	case (j.Bin == "") != (j.Tok == ""):
		return errors.New(`"bin" and "tok" go together: a llama2.c model and its tokenizer.bin`)
	}
	if j.Shape != nil {
		return j.Shape.check()
	}
	return nil
}

// seconds is for how long to measure.
func (j *Job) seconds() float64 {
	if j.Seconds == 0 {
		return defaultSeconds
	}
	return j.Seconds
}

// A Result is what came of a job; fields that it has nothing to say on are absent.
type Result struct {
	Peer    string `json:"peer"` // "preflab"
	Kernel  string `json:"kernel"`
	Threads int    `json:"threads"`

	Size      string    `json:"size,omitempty"`
	Shape     *Shape    `json:"c,omitempty"`
	TimesMS   []float64 `json:"times_ms,omitempty"` // of each step or text that was timed
	Losses    []float64 `json:"losses,omitempty"`   // of the first ten steps
	FirstMS   float64   `json:"first_ms,omitempty"` // the very first step, cold
	MedianMS  float64   `json:"median_ms,omitempty"`
	GFlop     float64   `json:"gflop,omitempty"`       // of a step, by formula
	GFlops    float64   `json:"gflops,omitempty"`      // a second, at the median
	Peak      float64   `json:"peak_gflops,omitempty"` // of 128-bit multiply and add, before and after
	OfPeak    float64   `json:"of_peak,omitempty"`     // GFlops / Peak
	Phases    []Phase   `json:"phases,omitempty"`
	Stages    []Stage   `json:"stages,omitempty"`
	PhasesMS  float64   `json:"phases_step_ms,omitempty"` // a step while it was taken apart
	Model     string    `json:"model,omitempty"`
	Params    int       `json:"params,omitempty"`
	TPS       float64   `json:"tps,omitempty"` // tokens a second over all streams
	Streams   int       `json:"streams,omitempty"`
	Tokens    int       `json:"tokens,omitempty"` // of each stream
	Text      string    `json:"text,omitempty"`   // that was written
	ProgramMS float64   `json:"program_ms,omitempty"`
	FetchMS   float64   `json:"fetch_ms,omitempty"`
}

// The marks of the part that is timed.
const (
	TimedStart = "TIMED_START"
	TimedEnd   = "TIMED_END"
)

// Run does a job. files are those of its model (ReadModel), if it has one; mark
// hears when the timed part begins and ends.
func Run(e Engine, j Job, files [][]byte, mark func(string)) (Result, error) {
	if err := j.Check(); err != nil {
		return Result{}, err
	}
	r := Result{Peer: "preflab", Kernel: e.Kernel.Name(), Threads: 1}
	r.Peak = e.peak()
	var err error
	switch {
	case j.Shape != nil:
		runStep(e, j, &r, mark)
	case j.Decode != "":
		err = runDecode(e, j, files, &r, mark)
	case j.DPO != "":
		err = runPairs(e, j, files, &r, mark)
	default:
		err = runOpen(e, j, files, &r, mark)
	}
	if err != nil {
		return Result{}, err
	}
	r.Peak = max(r.Peak, e.peak())
	r.MedianMS = median(r.TimesMS)
	if r.GFlop > 0 {
		r.GFlops = r.GFlop / r.MedianMS * 1000
	}
	if r.Peak > 0 {
		r.OfPeak = r.GFlops / r.Peak
	}
	return r, nil
}

// Measuring the peak: calls of peakRounds take some 4 ms, forty times the resolution
// of a browser's clock and short enough that a busy machine leaves some undisturbed.
// peakTime is enough of them for the browser to have compiled the loop well.
const (
	peakRounds = 1 << 18
	peakTime   = 400 * time.Millisecond
)

// peak returns the best of many calls, in GFLOP/s; 0 if unknown.
func (e Engine) peak() float64 {
	if e.Peak == nil {
		return 0
	}
	if _, ok := e.Peak(1); !ok {
		return 0
	}
	best := 0.0
	for begin := e.Clock(); e.Clock()-begin < peakTime; {
		start := e.Clock()
		e.Peak(peakRounds)
		if took := e.Clock() - start; took > 0 {
			best = max(best, peakRounds*kernel.PeakFlop/took.Seconds()/1e9)
		}
	}
	return best
}

// repeat calls f until it has run so often and so long, and hands each time in
// milliseconds to note.
func (e Engine) repeat(times int, seconds float64, f func(), note func(ms float64)) {
	for begin, n := e.Clock(), 0; n < times || (e.Clock()-begin).Seconds() < seconds; n++ {
		start := e.Clock()
		f()
		note(ms(e.Clock() - start))
	}
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// median is the middle of xs, the lower of two; 0 of none.
func median(xs []float64) float64 {
	if len(xs) == 0 {
		return 0
	}
	sorted := slices.Clone(xs)
	slices.Sort(sorted)
	return sorted[(len(sorted)-1)/2]
}
