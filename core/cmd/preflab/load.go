package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"preflab/core/ckpt"
	"preflab/core/nn"
	"preflab/core/token"
)

// defaultModel is the shipped model that is tuned.
const defaultModel = "public/models/tales/sft"

// A checkpoint is a model as it was found on disk.
type checkpoint struct {
	weights *nn.Params
	tok     *token.Tokenizer
	end     int32 // the token that ends a text

	config, tokenizer, safetensors []byte // the files of a Hugging Face folder; nil for other formats
}

// The files of a Hugging Face folder.
const (
	configFile    = "config.json"
	tokenizerFile = "tokenizer.json"
	weightsFile   = "model.safetensors"
)

// load reads a model: a Hugging Face folder or llama2.c's .bin. The tokenizer is
// that of the folder unless one is named.
func load(path, tokenizer string) (*checkpoint, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("there is no model at %s; name a folder with %s, or a llama2.c .bin, with --model", path, weightsFile)
	}
	c := &checkpoint{end: token.EOS}
	if info.IsDir() {
		if err := c.readFolder(path); err != nil {
			return nil, err
		}
		if tokenizer == "" {
			tokenizer = filepath.Join(path, tokenizerFile)
		}
	} else if err := c.readLlama2C(path); err != nil {
		return nil, err
	}
	if tokenizer == "" {
		return nil, usagef("%s holds no tokenizer; name one with --tokenizer", path)
	}
	if err := c.readTokenizer(tokenizer); err != nil {
		return nil, err
	}
	if v := c.weights.Config.Vocab; c.tok.Size() > v {
		return nil, fmt.Errorf("%s has %d tokens but the model in %s knows %d; they do not belong together", tokenizer, c.tok.Size(), path, v)
	}
	return c, nil
}

func (c *checkpoint) readFolder(dir string) (err error) {
	if c.config, err = readFile(dir, configFile); err != nil {
		return err
	}
	if c.safetensors, err = readFile(dir, weightsFile); err != nil {
		return err
	}
	if c.weights, err = ckpt.Load(c.config, c.safetensors); err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	return nil
}

func (c *checkpoint) readLlama2C(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fileError(path, err)
	}
	if c.weights, err = ckpt.ReadLlama2C(data); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	c.end = token.BOS // llama2.c's models never saw EOS: the next story's BOS ends one
	return nil
}

// readTokenizer reads tokenizer.json or, by its ending, llama2.c's tokenizer.bin.
func (c *checkpoint) readTokenizer(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fileError(path, err)
	}
	if strings.HasSuffix(path, ".bin") {
		c.tok, err = token.ReadLlama2C(data)
	} else {
		c.tok, err = token.ReadJSON(data)
		c.tokenizer = data
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// blobs returns the model as the engine opens it: config.json, tokenizer.json and
// weights.
func (c *checkpoint) blobs() [][]byte {
	if c.config == nil {
		c.config, c.safetensors = ckpt.Save(c.weights, ckpt.F32)
	}
	if c.tokenizer == nil {
		c.tokenizer = c.tok.JSON()
	}
	return [][]byte{c.config, c.tokenizer, c.safetensors}
}

func readFile(dir, name string) ([]byte, error) {
	path := filepath.Join(dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fileError(path, err)
	}
	return data, nil
}

// fileError says in a sentence why a file cannot be read.
func fileError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("reading %s is not allowed", path)
	}
	return err
}

// writeFiles writes the files of a model into a folder, making it if need be.
func writeFiles(dir string, files []ckpt.Entry) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("the folder %s cannot be made: %w", dir, err)
	}
	for _, f := range files {
		if err := writeFile(filepath.Join(dir, f.Name), f.Data); err != nil {
			return err
		}
	}
	return nil
}

// writeFile replaces a file at once: an interruption leaves the old one.
func writeFile(path string, data []byte) error {
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	return os.Rename(part, path)
}
