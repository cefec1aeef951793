// Package ckpt reads and writes models as files: safetensors with config.json in
// Hugging Face's Llama layout, and llama2.c's .bin.
//
// The layouts differ from package nn's in three ways, and all three are settled
// at this edge. Files store a matrix as (out, in), nn as (in, out). Files keep
// queries, keys and values apart, and gate and up, which nn fuses. llama2.c
// rotates neighbouring pairs of a head's numbers, Hugging Face and nn those half
// a head apart.
//
// What comes from outside is checked before memory is asked for, and refused
// with a sentence that says what is wrong and where.
package ckpt

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"

	"preflab/core/nn"
)

// Load reads a model from a config.json and a model.safetensors of Hugging
// Face's Llama layout. A value head is read if the file has one.
func Load(config, safetensors []byte) (*nn.Params, error) {
	c, err := ReadConfig(config)
	if err != nil {
		return nil, err
	}
	f, err := Read(safetensors)
	if err != nil {
		return nil, err
	}
	c.Value = f.Find(valueWeight) != nil
	if err := checkLlama(c, f); err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	p := nn.NewParams(c)
	buf := []float32(nil)
	for _, s := range slots(c) {
		t := f.Find(s.name)
		if buf, err = t.Floats(buf[:0]); err != nil {
			return nil, fmt.Errorf("safetensors: %w", err)
		}
		if i := firstNotFinite(buf); i >= 0 {
			return nil, fmt.Errorf("safetensors: the tensor %q holds %v at number %d; the model has diverged or the file is damaged", s.name, buf[i], i)
		}
		s.put(p, buf)
	}
	return p, nil
}

// Save returns the two files that [Load] reads, the numbers as [F32], [F16] or
// [BF16]. It panics on another dtype. The same model gives the same bytes.
func Save(p *nn.Params, dtype string) (config, safetensors []byte) {
	var ts []Tensor
	for _, s := range slots(p.Config) {
		ts = append(ts, Pack(s.name, dtype, s.shape, s.take(p)))
	}
	return WriteConfig(p.Config, dtype), Write(ts, map[string]string{"format": "pt"})
}

// Hash returns the SHA-256 of the weights, little-endian float32 in the order of
// Flat, in hexadecimal.
func Hash(p *nn.Params) string {
	h := sha256.New()
	var block [4096]byte
	for flat := p.Flat; len(flat) > 0; {
		n := min(len(flat), len(block)/4)
		for i, x := range flat[:n] {
			binary.LittleEndian.PutUint32(block[4*i:], math.Float32bits(x))
		}
		h.Write(block[:4*n])
		flat = flat[n:]
	}
	return hex.EncodeToString(h.Sum(nil))
}

// firstNotFinite returns the index of the first infinity or NaN in x, or -1.
func firstNotFinite(x []float32) int {
	for i, v := range x {
		if v-v != 0 {
			return i
		}
	}
	return -1
}
