package main

import (
	"flag"
	"path/filepath"
	"strings"

	"preflab/core/ckpt"
)

var convertCommand = command{
	name:    "convert",
	summary: "write a model as a Hugging Face folder",
	detail: `Reads a llama2.c .bin with its tokenizer, or a Hugging Face folder, and writes
config.json, model.safetensors, tokenizer.json, tokenizer_config.json and
README.md, ready for transformers' from_pretrained.`,
	example: `preflab convert --model stories260K.bin --tokenizer tok512.bin --out stories260K
preflab convert --model stories260K --dtype F16 --out stories260K-half`,
	setup: func(fs *flag.FlagSet) func(*out) error {
		model := fs.String("model", "", "the `path` of a folder or .bin")
		tokenizer := fs.String("tokenizer", "", "the `path` of tokenizer.json or tokenizer.bin, if not in the folder")
		dir := fs.String("out", "", "the `folder` to write")
		dtype := fs.String("dtype", ckpt.F32, "how to store numbers: F32, F16 or BF16")
		return func(o *out) error { return convert(o, *model, *tokenizer, *dir, *dtype) }
	},
}

// converted is what was written.
type converted struct {
	Out     string `json:"out"`
	DType   string `json:"dtype"`
	Params  int    `json:"params"`
	Bytes   int    `json:"bytes"`
	Weights string `json:"weights_sha256"` // of the numbers as stored
}

func convert(o *out, model, tokenizer, dir, dtype string) error {
	switch {
	case model == "":
		return usagef("--model is missing: what to convert")
	case dir == "":
		return usagef("--out is missing: the folder to write")
	case dtype != ckpt.F32 && dtype != ckpt.F16 && dtype != ckpt.BF16:
		return usagef("--dtype is %q; it must be F32, F16 or BF16", dtype)
	}
	c, err := load(model, tokenizer)
	if err != nil {
		return err
	}
	title := strings.TrimSuffix(filepath.Base(filepath.Clean(dir)), ".bin")
	files := ckpt.Folder(c.weights, c.tok, dtype, title, "Converted by `preflab convert` from "+filepath.Base(model)+".")
	if err := writeFiles(dir, files); err != nil {
		return err
	}
	stored, err := load(dir, "")
	if err != nil {
		return err
	}
	r := converted{Out: dir, DType: dtype, Params: len(c.weights.Flat), Weights: ckpt.Hash(stored.weights)}
	for _, f := range files {
		r.Bytes += len(f.Data)
	}
	o.text("%s: %d parameters as %s, %d bytes, weights %s\n", r.Out, r.Params, r.DType, r.Bytes, r.Weights[:16])
	o.done(r)
	return nil
}
