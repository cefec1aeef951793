package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"preflab/core/method"
	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
)

var trainCommand = command{
	name:    "train",
	summary: "tune a model by one of the methods: dpo, ppo, coh, rm and the others",
	detail: `Labels come from a file, in any format that the page imports, or from a taste
that judges pairs which the model writes. With both, the file labels and the taste
scores answers and labels borrowed pairs, where the settings ask for it. A method
that scores with a reward model trains one first, on the same labels. With --out the tuned model is written
there as a Hugging Face folder, with metrics.csv, labels.jsonl and the run itself,
which --resume goes on with, to the same bits as if it had never stopped.`,
	example: `preflab train --method dpo --taste cats --labels 24 --out cats
preflab train --pairs labels.jsonl --set beta=0.2 --steps 200 --out mine
preflab train --method ppo --taste cats --set borrow_pairs=200 --out pleased`,
	setup: func(fs *flag.FlagSet) func(*out) error {
		var t training
		fs.StringVar(&t.method, "method", method.First, "one of "+strings.Join(method.Names(), ", "))
		t.flags(fs)
		fs.StringVar(&t.taste, "taste", "", "the `taste` that labels pairs and scores, such as cats or cats*2+brief")
		fs.IntVar(&t.labels, "labels", 24, "how many pairs it labels")
		fs.StringVar(&t.pairs, "pairs", "", "a `file` of labelled pairs instead")
		fs.StringVar(&t.out, "out", "", "the `folder` for what comes of it")
		fs.IntVar(&t.threads, "threads", 1, "how many compute each step, 1 to 4; the weights do not depend on it")
		fs.BoolVar(&t.resume, "resume", false, "go on with the run in --out")
		return t.run
	},
}

// training holds the flags of the train command; other commands that train use
// some of them.
type training struct {
	model, tokenizer, world, method string
	seed                            uint64
	steps                           int
	set                             settings

	taste, pairs, out string
	labels, threads   int
	resume            bool
}

// flags declares what all commands that train have.
func (t *training) flags(fs *flag.FlagSet) {
	fs.StringVar(&t.model, "model", defaultModel, "the `path` of the model to begin with")
	fs.StringVar(&t.tokenizer, "tokenizer", "", "the `path` of tokenizer.json or tokenizer.bin, if not in the folder")
	fs.StringVar(&t.world, "world", "tales", "the world of the openings, stories and tastes")
	fs.Uint64Var(&t.seed, "seed", 1, "of the pairs and of the order of training")
	fs.IntVar(&t.steps, "steps", 0, "steps in all; 0 is the method's default")
	fs.Var(&t.set, "set", "a setting of the method, `name=value`; may be repeated")
}

// A job is one training, set up.
type job struct {
	*training
	e     *engine
	spec  *spec.Spec
	query string
	log   runLog
	ready *proto.Ready
	has   []pref.Label
}

func (t *training) check(sp *spec.Spec) error {
	switch {
	case t.resume && t.out == "":
		return usagef("--resume needs --out, the folder of the run")
	case t.taste != "" && t.pairs == "" && t.labels < 1:
		return usagef("--labels is %d; it must be 1 or more", t.labels)
	case t.steps < 0:
		return usagef("--steps is %d; it must be 0 or more", t.steps)
	case sp.Labels && t.taste == "" && t.pairs == "" && !t.resume:
		return usagef("%s needs labels: --taste cats --labels 24, or --pairs FILE", sp.Method)
	case !sp.Labels && (t.taste != "" || t.pairs != ""):
		return usagef("%s learns from the world's stories; --taste and --pairs are for methods with labels", sp.Method)
	}
	return nil
}

func (t *training) run(o *out) error {
	e, err := newEngine()
	if err != nil {
		return err
	}
	j, err := t.start(e)
	if err != nil {
		return err
	}
	if err := t.check(j.spec); err != nil {
		return err
	}
	if t.threads < 1 || t.threads > 4 {
		return usagef("--threads is %d; it must be 1 to 4, since a step is cut into four", t.threads)
	}
	c, err := load(t.model, t.tokenizer)
	if err != nil {
		return err
	}
	if err := j.open(o, c); err != nil {
		return err
	}
	e.crew.hire(e.s, t.threads-1)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	began := time.Now()
	f, err := j.train(ctx, o)
	if err != nil {
		return err
	}
	return j.finish(o, f, time.Since(began))
}

// start checks what can be checked without the model.
func (t *training) start(e *engine) (*job, error) {
	sp, err := e.spec(t.method)
	if err != nil {
		return nil, err
	}
	if _, err := e.world(t.world); err != nil {
		return nil, err
	}
	q, err := t.set.query(sp, t.steps)
	return &job{training: t, e: e, spec: sp, query: q, log: runLog{spec: sp}}, err
}

// open opens the model, resumes the run if asked, and gathers labels.
func (j *job) open(o *out, c *checkpoint) (err error) {
	var saved []byte
	pairs := j.pairs
	if j.resume {
		if saved, err = readFile(j.out, runFile); err != nil {
			return err
		}
		if j.spec.Labels {
			pairs = filepath.Join(j.out, labelsFile)
		}
	}
	if pairs != "" {
		if j.has, err = readLabels(o, pairs, !j.resume); err != nil {
			return err
		}
	}
	if err := j.e.tell(proto.Command{Labels: &proto.Labels{Labels: j.has}}); err != nil {
		return err
	}
	open := proto.Open{World: j.world, Method: j.method, Query: j.query, Seed: j.seed, Taste: j.taste}
	if j.ready, err = j.e.open(c, open, saved); err != nil {
		return err
	}
	if j.resume {
		return j.resumed()
	}
	if j.taste == "" || j.pairs != "" {
		return nil
	}
	j.has, err = j.e.taught(o, j.taste, j.labels)
	return err
}

// resumed checks that the run goes on, and gives it the settings that were named.
func (j *job) resumed() error {
	if !j.ready.Resumed {
		return errors.New(j.ready.Notice)
	}
	for _, text := range append(j.set, j.stepSetting()...) {
		name, value, _ := strings.Cut(text, "=")
		if err := j.e.tell(proto.Command{Set: &proto.Set{Name: name, Value: value}}); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) stepSetting() []string {
	if j.steps == 0 {
		return nil
	}
	return []string{fmt.Sprintf("max_steps=%d", j.steps)}
}

// readLabels imports a file and says what was left out and, of a file that is new
// to the tool, what to know about it.
func readLabels(o *out, path string, fresh bool) ([]pref.Label, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	labels, rep := pref.ReadAny(data)
	const most = 5 // problems that are told in full
	for i, p := range rep.Problems {
		if i == most {
			fmt.Fprintf(o.err, "%s: and %d more\n", path, len(rep.Problems)-most)
			break
		}
		fmt.Fprintf(o.err, "%s: %s\n", path, p)
	}
	for _, n := range rep.Notes {
		if fresh {
			fmt.Fprintf(o.err, "%s: %s\n", path, n)
		}
	}
	if len(labels) == 0 {
		return nil, fmt.Errorf("%s holds no label that can be used", path)
	}
	return labels, nil
}
