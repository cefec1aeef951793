package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
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
Build with GOEXPERIMENT=simd: it is ten times faster.`,
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
}

// modelRow is what is said of a finished model.
type modelRow struct {
	Model   string  `json:"model"`
	Params  int     `json:"params"`
	Steps   int     `json:"steps"`
	Nats    float64 `json:"nats"`    // held-out loss a story
	Bound   float64 `json:"bound"`   // the grammar's own information a story
	Tokens  float64 `json:"tokens"`  // scored a story
	Seconds float64 `json:"seconds"` // of this sitting
	Hash    string  `json:"weights_sha256"`
}

func (m *maker) run(o *out) error {
	m.o = o
	plan := pretrain.Tales()
	began := time.Now()
	tok := plan.Tokenizer()
	o.text("tokenizer: %d tokens from %d stories in %.1f s\n", tok.Size(), plan.TokenizerOn, time.Since(began).Seconds())
	base, sft := plan.Courses(tok, m.workers)
	for _, c := range []struct {
		name string
		*pretrain.Course
	}{{"base", base}, {"sft", sft}} {
		if m.limit > 0 {
			c.Steps = min(c.Steps, m.limit)
		}
		row, err := m.course(c.name, c.Course, tok)
		if err != nil {
			return err
		}
		o.row(row)
		o.text("%s: %d weights, %d steps, %.2f nats a story held out (the grammar makes %.2f), %.1f tokens a story, %.0f s\n",
			row.Model, row.Params, row.Steps, row.Nats, row.Bound, row.Tokens, row.Seconds)
	}
	o.done(struct {
		Seconds float64 `json:"seconds"`
	}{time.Since(began).Seconds()})
	return nil
}

// course trains one model from wherever it was left, and writes it.
func (m *maker) course(name string, c *pretrain.Course, tok *token.Tokenizer) (*modelRow, error) {
	k := kernel.Best()
	c.Start(k)
	state := filepath.Join(m.work, name+".safetensors")
	data, err := os.ReadFile(state)
	switch {
	case err == nil:
		if err := c.Resume(data); err != nil {
			return nil, fmt.Errorf("%s cannot be resumed: %w; delete it to start again", state, err)
		}
		m.o.text("%s: resumed at step %d of %d\n", name, c.Opt.T, c.Steps)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	began, saved, tokens := time.Now(), time.Now(), 0
	smooth := 0.0
	for !c.Done() {
		l, n := c.Step()
		tokens += n
		if smooth == 0 {
			smooth = l
		}
		smooth += (l - smooth) / 20
		speed := float64(tokens) / time.Since(began).Seconds()
		left := time.Duration(float64(c.Steps-c.Opt.T) * float64(time.Since(began)) / float64(tokens/max(n, 1)+1))
		m.o.progress("%s: step %d of %d, loss %.3f, %.0f tokens a second on %s, about %s left",
			name, c.Opt.T, c.Steps, smooth, speed, k.Name(), left.Round(time.Second))
		if time.Since(saved) > saveEvery || c.Done() {
			if err := writeFiles(m.work, []ckpt.Entry{{Name: name + ".safetensors", Data: c.Save()}}); err != nil {
				return nil, err
			}
			saved = time.Now()
		}
	}
	row := &modelRow{Model: name, Params: len(c.Weights.Flat), Steps: c.Steps, Seconds: time.Since(began).Seconds(), Hash: ckpt.Hash(c.Weights)}
	row.Nats, row.Bound, row.Tokens = c.HeldOut(400)
	about := "Trained by `./build.sh models` on stories that Preflab's own grammar writes."
	dir := filepath.Join(m.dir, c.World.Name(), name)
	if err := writeFiles(dir, ckpt.Folder(c.Weights, tok, ckpt.F16, "Preflab "+c.World.Name()+" "+name, about)); err != nil {
		return nil, err
	}
	return row, nil
}
