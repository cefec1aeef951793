package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"math"
	"slices"

	"preflab/core/proto"
)

var evalCommand = command{
	name:    "eval",
	summary: "how often one model beats another by a taste",
	detail: `Each model answers every held-out opening once, drawn independently; a tie counts
one half. The models must have one shape and one tokenizer. kl is the divergence of
--model from --against along its own answers, exact, in nats.`,
	example: "preflab eval --model cats --against public/models/tales/sft --taste cats --prompts 200",
	setup: func(fs *flag.FlagSet) func(*out) error {
		var v evaluation
		fs.StringVar(&v.model, "model", "", "the `path` of the model in question")
		fs.StringVar(&v.against, "against", defaultModel, "the `path` of the model to compare with")
		fs.StringVar(&v.tokenizer, "tokenizer", "", "the `path` of tokenizer.json or tokenizer.bin, if not in the folders")
		fs.StringVar(&v.world, "world", "tales", "the world of the openings and tastes")
		fs.StringVar(&v.c.Taste, "taste", "", "the `taste` that judges, such as cats or cats*2+brief")
		fs.IntVar(&v.c.Prompts, "prompts", 200, "how many held-out openings")
		fs.Uint64Var(&v.c.Seed, "seed", 1, "of the openings and answers")
		return v.run
	},
}

// evaluation holds the flags of the eval command.
type evaluation struct {
	model, against, tokenizer, world string
	c                                proto.WinRate
}

// compared is a win rate as a JSON object.
type compared struct {
	Taste      string       `json:"taste"`
	WinRate    float64      `json:"win_rate"`
	Low        float64      `json:"low"`
	High       float64      `json:"high"`
	WellFormed float64      `json:"well_formed"`
	KL         float64      `json:"kl"`
	Length     float64      `json:"length"` // tokens
	ScoreNew   float64      `json:"score_new"`
	ScoreOld   float64      `json:"score_old"`
	Prompts    int          `json:"prompts"`
	Balanced   float64      `json:"balanced"` // the win rate if both wrote equally long
	K1         float64      `json:"k1"`       // estimates of kl from the sampled tokens
	K3         float64      `json:"k3"`
	Entropy    float64      `json:"entropy"` // nats a token
	Distinct2  float64      `json:"distinct2"`
	BootLow    float64      `json:"boot_low"` // the bootstrap's interval
	BootHigh   float64      `json:"boot_high"`
	Moved      *proto.Moved `json:"moved,omitempty"` // what became of the labels' answers
}

func newCompared(w *proto.WinRated) compared {
	return compared{
		w.Taste, w.WinRate, w.Low, w.High, w.WellFormed, w.KL, w.Length, w.ScoreNew, w.ScoreOld, w.N,
		w.Balanced, w.K1, w.K3, w.Entropy, w.Distinct2, w.BootLow, w.BootHigh, w.Moved,
	}
}

const comparedHead = "taste\twin rate\tlow\thigh\tat one length\twell-formed\tKL\tlength\tscore\twas\t"

func (c compared) line() string {
	return fmt.Sprintf("%s\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t%.2f\t%.1f\t%.3f\t%.3f", c.Taste, c.WinRate, c.Low, c.High, c.Balanced, c.WellFormed, c.KL, c.Length, c.ScoreNew, c.ScoreOld)
}

func (v *evaluation) run(o *out) error {
	switch {
	case v.model == "":
		return usagef("--model is missing: which model to judge")
	case v.c.Taste == "":
		return usagef("--taste is missing: by what to judge")
	}
	e, err := newEngine()
	if err != nil {
		return err
	}
	if _, err := e.world(v.world); err != nil {
		return err
	}
	if err := v.open(e); err != nil {
		return err
	}
	w, err := e.winRate(o, v.c)
	if err != nil {
		return err
	}
	r := newCompared(w)
	o.table(comparedHead, []string{r.line()})
	o.done(r)
	return nil
}

// open makes the engine stand at --model, with --against as the model opened.
func (v *evaluation) open(e *engine) error {
	tuned, err := load(v.model, v.tokenizer)
	if err != nil {
		return err
	}
	old, err := load(v.against, v.tokenizer)
	if err != nil {
		return err
	}
	if tuned.weights.Config != old.weights.Config || !bytes.Equal(tuned.tok.JSON(), old.tok.JSON()) {
		return fmt.Errorf("%s and %s differ in shape or tokenizer, so their answers cannot be compared token by token", v.model, v.against)
	}
	open := proto.Open{World: v.world, Method: "dpo", Seed: v.c.Seed}
	if _, err := e.open(old, open, nil); err != nil {
		return err
	}
	var run []byte
	err = e.ask(proto.Command{Save: &proto.Empty{}}, func(ev proto.Event) bool {
		run = ev.Blobs[0]
		return true
	})
	if err != nil {
		return err
	}
	r, err := e.open(old, open, standAt(run, tuned.weights.Flat))
	if err == nil && !r.Resumed {
		err = fmt.Errorf("%s cannot be put beside %s: %s", v.model, v.against, r.Notice)
	}
	return err
}

// standAt replaces the weights in a saved run: it ends in the weights and their
// two moments, float32, little-endian.
func standAt(run []byte, weights []float32) []byte {
	run = slices.Clone(run)
	at := run[len(run)-3*4*len(weights):]
	for i, w := range weights {
		binary.LittleEndian.PutUint32(at[4*i:], math.Float32bits(w))
	}
	return run
}
