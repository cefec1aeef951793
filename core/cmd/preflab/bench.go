package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"preflab/core/kernel"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/token"
)

var benchCommand = command{
	name:    "bench",
	summary: "measure products, a training step and decoding on this machine",
	detail: `Each figure is the best of its rounds, which take --seconds together. Other
programs on the machine make it worse; nothing makes it better.`,
	example: "preflab bench --model public/models/tales/sft --seconds 2",
	setup: func(fs *flag.FlagSet) func(*out) error {
		model := fs.String("model", "", "the `path` of a folder or .bin; without one, random weights of the page's size")
		tokenizer := fs.String("tokenizer", "", "the `path` of tokenizer.json or tokenizer.bin, if not in the folder")
		seconds := fs.Float64("seconds", 1, "how long to measure each")
		return func(o *out) error {
			if !(*seconds > 0 && *seconds <= 600) {
				return usagef("--seconds is %v; it must be above 0 and at most 600", *seconds)
			}
			w, err := benchWeights(*model, *tokenizer)
			if err != nil {
				return err
			}
			return bench(o, w, time.Duration(*seconds*float64(time.Second)))
		}
	},
}

// A figure is one thing measured.
type figure struct {
	Bench  string  `json:"bench"`
	Kernel string  `json:"kernel"`
	Shape  string  `json:"shape"`
	MS     float64 `json:"ms"`                       // one round
	GFlops float64 `json:"gflops,omitempty"`         // of products
	Share  float64 `json:"products_share,omitempty"` // of a step's time
	Tokens float64 `json:"tokens_per_second,omitempty"`
}

// machine says where figures come from.
type machine struct {
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	OS     string `json:"os"`
	Arch   string `json:"arch"`
	Go     string `json:"go"`
	Kernel string `json:"kernel"`
	Params int    `json:"params"` // of the model that was measured
}

func thisMachine(w *nn.Params) machine {
	return machine{cpuName(), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), kernel.Best().Name(), len(w.Flat)}
}

// cpuName reads Linux's name of the processor; elsewhere it is "unknown".
func cpuName() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// benchWeights loads the model to measure, or makes one of the page's size.
func benchWeights(model, tokenizer string) (*nn.Params, error) {
	if model == "" {
		p := nn.NewParams(nn.Config{
			Dim: 128, Layers: 4, Heads: 4, KVHeads: 2, Hidden: 352, Vocab: 1408, Context: 128,
			Theta: 10000, Eps: 1e-5, Tied: true,
		})
		p.Init(1)
		return p, nil
	}
	c, err := load(model, tokenizer)
	if err != nil {
		return nil, err
	}
	return c.weights, nil
}

// bench measures, and prints as it goes.
func bench(o *out, w *nn.Params, each time.Duration) error {
	kernels := []kernel.Kernel{kernel.Best()}
	if kernels[0].Name() != (kernel.Ref{}).Name() {
		kernels = append(kernels, kernel.Ref{})
	}
	var lines []string
	show := func(f figure) {
		o.row(f)
		o.progress("%s on %s", f.Bench, f.Kernel)
		lines = append(lines, f.line())
	}
	for _, k := range kernels {
		benchProducts(k, w.Config, each, show)
		benchStep(k, w, each, show)
		for _, rows := range []int{1, 16} {
			benchDecode(k, w, rows, each, show)
		}
	}
	m := thisMachine(w)
	o.table("bench\tkernel\tshape\tms\tGFLOP/s\tproducts\ttokens/s\t", lines)
	o.text("\n%s, %d cores, %s/%s, %s; a model of %d parameters\n", m.CPU, m.Cores, m.OS, m.Arch, m.Go, m.Params)
	o.done(m)
	return nil
}

// line is the figure as cells of the table.
func (f figure) line() string {
	cell := func(format string, x float64) string {
		if x == 0 {
			return "-"
		}
		return fmt.Sprintf(format, x)
	}
	return strings.Join([]string{f.Bench, f.Kernel, f.Shape, fmt.Sprintf("%.3f", f.MS),
		cell("%.1f", f.GFlops), cell("%.0f %%", 100*f.Share), cell("%.0f", f.Tokens)}, "\t")
}

// best runs f for about so long and returns its shortest time.
func best(each time.Duration, f func()) time.Duration {
	f() // buffers grow, caches fill
	shortest := time.Duration(1<<63 - 1)
	for start := time.Now(); time.Since(start) < each || shortest > time.Hour; {
		t := time.Now()
		f()
		shortest = min(shortest, time.Since(t))
	}
	return max(shortest, 1)
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// benchDecode measures writing 64 tokens in so many streams.
func benchDecode(k kernel.Kernel, w *nn.Params, rows int, each time.Duration, show func(figure)) {
	const tokens = 64
	n := min(tokens, w.Config.Context-1)
	s := nn.New(k, w).NewSampler(rows)
	d := best(each, func() {
		streams := make([]*nn.Stream, rows)
		for i := range streams {
			streams[i] = &nn.Stream{Prompt: []int32{token.BOS}, Rand: rng.At(1, "sample", i), Limit: n}
		}
		s.Run(streams, nn.Draw{Temperature: 0.8}, -1) // no token ends a stream
	})
	show(figure{
		Bench: "decode", Kernel: k.Name(), Shape: fmt.Sprintf("%d streams of %d", rows, n),
		MS: ms(d), Tokens: float64(rows*n) / d.Seconds(),
	})
}
