package ckpt

import (
	"encoding/binary"
	"fmt"
	"math"

	"preflab/core/nn"
)

// llama2.c's header is 7 int32; a negative vocabulary says that the output has
// its own matrix. Its models have these two constants built in.
const (
	llama2cHeader = 7 * 4
	llama2cTheta  = 10000
	llama2cEps    = 1e-5
	llama2cMagic  = 0x616b3432 // "ak42", from version 1 on
)

// ReadLlama2C reads a model in llama2.c's first format (export version 0): the
// header, then float32 tensors, each kind for all layers together. The tables of
// cosines that follow are skipped. Rows of queries and keys are put from
// llama2.c's rotary order into nn's.
func ReadLlama2C(data []byte) (*nn.Params, error) {
	p, err := readLlama2C(data)
	if err != nil {
		return nil, fmt.Errorf("llama2.c model: %w", err)
	}
	return p, nil
}

func readLlama2C(data []byte) (*nn.Params, error) {
	if len(data) < llama2cHeader {
		return nil, fmt.Errorf("the file has %d bytes; its header alone takes %d", len(data), llama2cHeader)
	}
	if binary.LittleEndian.Uint32(data) == llama2cMagic {
		return nil, fmt.Errorf("the file is of version %d; only version 0 is read (python export.py --version 0)", binary.LittleEndian.Uint32(data[4:]))
	}
	c, err := llama2cConfig(data)
	if err != nil {
		return nil, err
	}
	// The tables are two of (T, D/2): T·D numbers that nn computes itself.
	tables := c.Context * c.HeadDim()
	if want := llama2cHeader + 4*(c.Count()+tables); want != len(data) {
		return nil, fmt.Errorf("a model of %d layers, width %d, hidden width %d, vocabulary %d and context %d takes %d bytes, the file has %d",
			c.Layers, c.Dim, c.Hidden, c.Vocab, c.Context, want, len(data))
	}
	p := nn.NewParams(c)
	r := &numbers{data: data[llama2cHeader:]}
	r.fill(p, tables)
	if r.bad != "" {
		return nil, fmt.Errorf("%s holds a number that is not finite; the file is damaged", r.bad)
	}
	return p, nil
}

func llama2cConfig(data []byte) (nn.Config, error) {
	var h [7]int
	for i := range h {
		h[i] = int(int32(binary.LittleEndian.Uint32(data[4*i:])))
	}
	c := nn.Config{Dim: h[0], Hidden: h[1], Layers: h[2], Heads: h[3], KVHeads: h[4], Vocab: h[5], Context: h[6],
		Theta: llama2cTheta, Eps: llama2cEps, Tied: true}
	if c.Vocab < 0 {
		c.Vocab, c.Tied = -c.Vocab, false
	}
	return c, c.Check()
}

// numbers reads float32 one after the other. The size of data is checked.
type numbers struct {
	data []byte
	buf  []float32
	bad  string // the first tensor with an infinity or a NaN
}

// next reads n numbers of a tensor; the slice is used again by the next call.
func (r *numbers) next(name string, n int) []float32 {
	r.buf = r.buf[:0]
	for i := range n {
		r.buf = append(r.buf, math.Float32frombits(binary.LittleEndian.Uint32(r.data[4*i:])))
	}
	r.data = r.data[4*n:]
	if r.bad == "" && firstNotFinite(r.buf) >= 0 {
		r.bad = name
	}
	return r.buf
}

// fill reads the tensors in the file's order: llama2.c's memory_map_weights.
func (r *numbers) fill(p *nn.Params, tables int) {
	c := p.Config
	ss := slots(c)
	rest := ss[1+9*c.Layers:]
	layer := func(i, k int) slot { return ss[1+9*i+k] }
	r.into(p, ss[0])
	// The places of layerSlots: norm, wq, wk, wv, wo, norm, w1 (gate), w2 (down), w3 (up).
	for _, k := range []int{0, 1, 2, 3, 4, 5, 6, 8, 7} {
		for i := range c.Layers {
			r.into(p, layer(i, k))
		}
	}
	r.into(p, rest[0])
	r.data = r.data[4*tables:]
	if !c.Tied {
		r.into(p, rest[1])
	}
	for i := range c.Layers {
		halfSplit(p.Layers[i], c)
	}
}

func (r *numbers) into(p *nn.Params, s slot) {
	n := 1
	for _, d := range s.shape {
		n *= d
	}
	s.put(p, r.next(s.name, n))
}

// halfSplit reorders the columns of queries and keys in place. llama2.c rotates
// the numbers (2i, 2i+1) of a head together, nn (i, i+D/2):
//
//	column 2i → i,  column 2i+1 → i + D/2.
func halfSplit(l nn.Layer, c nn.Config) {
	d := c.HeadDim()
	head := make([]float32, d)
	for row := range l.QKV.R {
		for h := range c.Heads + c.KVHeads { // keys follow queries; values stay
			x := l.QKV.Row(row)[h*d : (h+1)*d]
			copy(head, x)
			for i := range d / 2 {
				x[i], x[i+d/2] = head[2*i], head[2*i+1]
			}
		}
	}
}
