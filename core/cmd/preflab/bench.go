package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"time"

	"preflab/core/bench"
	"preflab/core/kernel"
)

var benchCommand = command{
	name:    "bench",
	summary: "measure training steps, writing and loading on this machine",
	detail: `The same jobs as bench.html runs in a browser, on one thread: steps of three
sizes with their parts, a step of DPO on 8 pairs, greedy writing, opening the
model, and the peak of 128-bit multiply and add in the same run. Other programs
on the machine make figures worse; nothing makes them better.`,
	example: "preflab bench --out docs/results/bench-native.json",
	setup: func(fs *flag.FlagSet) func(*out) error {
		b := &benching{}
		fs.StringVar(&b.model, "model", defaultModel, "the `path` of a folder or .bin")
		fs.StringVar(&b.tokenizer, "tokenizer", "", "the `path` of tokenizer.json or tokenizer.bin, if not in the folder")
		fs.StringVar(&b.stories, "stories", "", "the `path` of a llama2.c .bin to write with as well; tok512.bin or tokenizer.bin lies beside it")
		fs.Float64Var(&b.seconds, "seconds", 0, "how long to measure each; 0 is 4")
		fs.StringVar(&b.job, "job", "", "measure only this `job`, the JSON that bench.html reads behind #")
		fs.StringVar(&b.path, "out", "", "write the report to this `file`, and as a table beside it (.md)")
		return b.run
	},
}

// benching is the command's flags and what it has measured.
type benching struct {
	model, tokenizer, stories, job, path string
	seconds                              float64

	report bench.Report
}

// run measures, and prints as it goes.
func (b *benching) run(o *out) error {
	if !(b.seconds >= 0 && b.seconds <= 600) {
		return usagef("--seconds is %v; it must be from 0 to 600", b.seconds)
	}
	b.report = bench.Report{Command: "preflab bench", Date: time.Now().UTC().Format(time.DateOnly), Machine: bench.ThisMachine()}
	if b.job != "" {
		var j bench.Job
		if err := json.Unmarshal([]byte(b.job), &j); err != nil {
			return usagef("--job is not a job: %v", err)
		}
		if err := b.on(o, kernel.Best(), j); err != nil {
			return err
		}
	} else if err := b.everything(o); err != nil {
		return err
	}
	o.text("%s", b.report.Markdown())
	if err := b.write(); err != nil {
		return err
	}
	o.done(b.report.Machine)
	return nil
}

// everything is what the command measures when nothing is picked: all of it on the
// best kernel of this build, and the two smaller steps on the definition, which takes
// seconds for each.
func (b *benching) everything(o *out) error {
	steps := bench.Sizes()
	jobs := append(steps,
		bench.Job{DPO: b.model, Phases: 8}, bench.Job{Decode: b.model}, bench.Job{Decode: b.model, Streams: 16}, bench.Job{Open: b.model})
	if b.stories != "" {
		jobs = append(jobs, bench.Job{Decode: b.stories}, bench.Job{Decode: b.stories, Streams: 16})
	}
	best := kernel.Best()
	for _, j := range jobs {
		j.Seconds = b.seconds
		if err := b.on(o, best, j); err != nil {
			return err
		}
	}
	if best.Name() == (kernel.Ref{}).Name() {
		return nil
	}
	for _, j := range steps[:2] {
		j.Seconds, j.Phases = b.seconds, 1
		if err := b.on(o, kernel.Ref{}, j); err != nil {
			return err
		}
	}
	return nil
}

// on runs one job.
func (b *benching) on(o *out, k kernel.Kernel, j bench.Job) error {
	files, err := b.files(j)
	if err != nil {
		return err
	}
	start := time.Now()
	e := bench.Engine{Kernel: k, Clock: func() time.Duration { return time.Since(start) }, Peak: kernel.Peak}
	o.progress("%s%s%s%s on %s", j.Size, j.Decode, j.Open, j.DPO, k.Name())
	r, err := bench.Run(e, j, files, func(string) {})
	if err != nil {
		return err
	}
	if folder, name := filepath.Split(r.Model); folder != "" { // no path of this machine
		r.Model = filepath.Base(folder) + "/" + name
	}
	o.row(r)
	b.report.Results = append(b.report.Results, r)
	return nil
}

// files reads the files of a job's model, if it has one.
func (b *benching) files(j bench.Job) ([][]byte, error) {
	path, tokenizer := j.Decode+j.Open+j.DPO, b.tokenizer // a job has one of them
	switch {
	case path == "":
		return nil, nil
	case j.Bin != "":
		path, tokenizer = j.Bin, j.Tok
	case path == b.stories:
		tokenizer = filepath.Join(filepath.Dir(path), "tok512.bin")
		if _, err := os.Stat(tokenizer); err != nil {
			tokenizer = filepath.Join(filepath.Dir(path), "tokenizer.bin")
		}
	}
	c, err := load(path, tokenizer)
	if err != nil {
		return nil, err
	}
	return c.blobs(), nil
}

// write keeps the report where --out says.
func (b *benching) write() error {
	if b.path == "" {
		return nil
	}
	data, err := json.MarshalIndent(b.report, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(b.path, append(data, '\n')); err != nil {
		return err
	}
	return writeFile(strings.TrimSuffix(b.path, ".json")+".md", []byte(b.report.Markdown()))
}
