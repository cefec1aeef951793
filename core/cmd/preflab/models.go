package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"preflab/core/ckpt"
	"preflab/core/kernel"
	"preflab/core/pretrain"
	"preflab/core/token"
)

var modelsCommand = command{
	name:    "models",
	summary: "train the models that the site ships",
	detail: `Trains a tokenizer, a base model on whole stories and from it an sft model on
continuations, and writes them as Hugging Face folders with F16 weights. An
interrupted run goes on where it was; the result is the same bits.
Built with GOEXPERIMENT=simd it is ten times faster. The shipped models take
about three quarters of an hour on two cores.`,
	example: "preflab models --out public/models",
	setup: func(fs *flag.FlagSet) func(o *out) error {
		m := &maker{}
		fs.StringVar(&m.dir, "out", "public/models", "`folder` to write tales/base and tales/sft into")
		fs.StringVar(&m.work, "work", ".cache/models", "`folder` for what an interrupted run needs")
		fs.IntVar(&m.workers, "workers", runtime.NumCPU(), "processors to use; the result does not depend on it")
		fs.IntVar(&m.limit, "steps", 0, "stop each model after so many steps, to try the command out; 0 follows the recipe")
		return m.run
	},
}

// maker carries the models command.
type maker struct {
	dir, work      string
	workers, limit int
	o              *out

	began  time.Time // of the course, in this sitting
	tokens int       // trained on since
}

// modelRow is what is said of a finished model: its held-out loss as trained, and
// what its samples are worth as shipped, in F16.
type modelRow struct {
	Model      string             `json:"model"`
	Params     int                `json:"params"`
	Steps      int                `json:"steps"`
	Nats       float64            `json:"nats"`    // held-out loss a story
	Bound      float64            `json:"bound"`   // the grammar's own information a story
	Tokens     float64            `json:"tokens"`  // scored a story
	Seconds    float64            `json:"seconds"` // of this sitting
	Hash       string             `json:"weights_sha256"`
	Samples    int                `json:"samples"`
	WellFormed float64            `json:"well_formed"`
	MostCopies int                `json:"most_copies"` // of one continuation among the samples
	Differ     map[string]float64 `json:"differ"`      // taste to the share of openings whose two samples differ
}

func (r *modelRow) print(o *out) {
	o.row(r)
	o.text("%s: %d weights, %d steps, %.2f nats a story held out (the grammar makes %.2f), %.1f tokens a story, %.0f s\n",
		r.Model, r.Params, r.Steps, r.Nats, r.Bound, r.Tokens, r.Seconds)
	o.text("%s: of %d samples at temperature %g %.1f %% are well-formed and true to the hero, none occurs more than %d times\n",
		r.Model, r.Samples, sampleTemperature, 100*r.WellFormed, r.MostCopies)
	for _, name := range slices.Sorted(maps.Keys(r.Differ)) {
		o.text("%s: %-9s tells two samples of one opening apart in %.1f %%\n", r.Model, name, 100*r.Differ[name])
	}
}

// sampleTemperature and samples say on what a model is judged.
const (
	sampleTemperature = 0.8
	samples           = 1000
)

func (m *maker) run(o *out) error {
	m.o = o
	plan := pretrain.Tales()
	began := time.Now()
	tok := plan.Tokenizer()
	o.text("tokenizer: %d tokens from %d stories in %.1f s\n", tok.Size(), plan.TokenizerOn, time.Since(began).Seconds())
	for _, c := range plan.Courses(tok, m.workers) {
		if m.limit > 0 {
			c.Steps = min(c.Steps, m.limit)
		}
		if err := m.train(c); err != nil {
			return err
		}
		if err := m.ship(c, tok); err != nil {
			return err
		}
	}
	o.done(struct {
		Seconds float64 `json:"seconds"`
	}{time.Since(began).Seconds()})
	return nil
}

// train takes one course to its end, from wherever it was left.
func (m *maker) train(c *pretrain.Course) error {
	c.Start(kernel.Best())
	if err := m.resume(c); err != nil {
		return err
	}
	m.began, m.tokens = time.Now(), 0
	saved, smooth := time.Now(), 0.0
	for first := c.Opt.T; !c.Done(); {
		loss, n := c.Step()
		m.tokens += n
		if smooth == 0 {
			smooth = loss
		}
		smooth += (loss - smooth) / 20
		took := time.Since(m.began)
		left := took * time.Duration(c.Steps-c.Opt.T) / time.Duration(c.Opt.T-first)
		m.o.progress("%s: step %d of %d, loss %.3f, %.0f tokens a second on %s, about %s left",
			c.Name, c.Opt.T, c.Steps, smooth, float64(m.tokens)/took.Seconds(), kernel.Best().Name(), left.Round(time.Second))
		if time.Since(saved) > saveEvery || c.Done() {
			if err := writeFiles(m.work, []ckpt.Entry{{Name: c.Name + stateSuffix, Data: c.Save()}}); err != nil {
				return err
			}
			saved = time.Now()
		}
	}
	return nil
}

// stateSuffix ends the name of a file that an interrupted course goes on from.
const stateSuffix = ".safetensors"

// resume goes on from what an earlier sitting left, if it did.
func (m *maker) resume(c *pretrain.Course) error {
	path := filepath.Join(m.work, c.Name+stateSuffix)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = c.Resume(data)
	}
	if err != nil {
		return fmt.Errorf("%s cannot be resumed: %w; delete it to start again", path, err)
	}
	m.o.text("%s: resumed at step %d of %d\n", c.Name, c.Opt.T, c.Steps)
	return nil
}

// ship writes a finished model, and says what it is worth.
func (m *maker) ship(c *pretrain.Course, tok *token.Tokenizer) error {
	row := &modelRow{
		Model: c.Name, Params: len(c.Weights.Flat), Steps: c.Steps, Samples: samples,
		Seconds: time.Since(m.began).Seconds(), Hash: ckpt.Hash(c.Weights),
	}
	row.Nats, row.Bound, row.Tokens = c.HeldOut(400)
	about := "Trained by `./build.sh models` on stories that Preflab's own grammar writes."
	dir := filepath.Join(m.dir, c.World.Name(), c.Name)
	if err := writeFiles(dir, ckpt.Folder(c.Weights, tok, ckpt.F16, "Preflab "+c.World.Name()+" "+c.Name, about)); err != nil {
		return err
	}
	shipped, err := ckpt.Load(ckpt.Save(c.Weights, ckpt.F16))
	if err != nil {
		return err
	}
	q := pretrain.Measure(kernel.Best(), shipped, tok, c.World, samples, sampleTemperature)
	row.WellFormed, row.MostCopies, row.Differ = q.WellFormed, q.MostCopies, q.Differ
	row.print(m.o)
	return nil
}
