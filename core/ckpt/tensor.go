package ckpt

import (
	"encoding/binary"
	"fmt"
	"math"
)

// The dtypes that models are made of. Others are read but not turned into floats.
const (
	F32  = "F32"
	F16  = "F16"
	BF16 = "BF16"
)

// A Tensor is one entry of a safetensors file. Data is little-endian and
// row-major; for a tensor that was read it is a piece of the file.
type Tensor struct {
	Name  string
	DType string
	Shape []int
	Data  []byte
}

// widths are the bytes of one number of each dtype of the safetensors format
// that is made of whole bytes.
var widths = map[string]int{
	"BOOL": 1, "U8": 1, "I8": 1, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1,
	"U16": 2, "I16": 2, F16: 2, BF16: 2, "U32": 4, "I32": 4, F32: 4,
	"U64": 8, "I64": 8, "F64": 8, "C64": 8,
}

// Floats appends the numbers of t to dst. It refuses dtypes other than F32, F16
// and BF16.
func (t *Tensor) Floats(dst []float32) ([]float32, error) {
	d := t.Data
	switch t.DType {
	case F32:
		for ; len(d) >= 4; d = d[4:] {
			dst = append(dst, math.Float32frombits(binary.LittleEndian.Uint32(d)))
		}
	case F16:
		for ; len(d) >= 2; d = d[2:] {
			dst = append(dst, widenF16(binary.LittleEndian.Uint16(d)))
		}
	case BF16:
		for ; len(d) >= 2; d = d[2:] {
			dst = append(dst, widenBF16(binary.LittleEndian.Uint16(d)))
		}
	default:
		return dst, fmt.Errorf("the tensor %q is of dtype %s; weights must be F32, F16 or BF16", t.Name, t.DType)
	}
	return dst, nil
}

// Pack makes a tensor of x in dtype [F32], [F16] or [BF16]. It panics on another
// dtype, or if x does not fill the shape.
func Pack(name, dtype string, shape []int, x []float32) Tensor {
	n := 1
	for _, d := range shape {
		n *= d
	}
	if n != len(x) {
		panic("ckpt: Pack: the numbers do not fill the shape")
	}
	data := make([]byte, 0, len(x)*widths[dtype])
	switch dtype {
	case F32:
		for _, v := range x {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
		}
	case F16:
		for _, v := range x {
			data = binary.LittleEndian.AppendUint16(data, narrowF16(v))
		}
	case BF16:
		for _, v := range x {
			data = binary.LittleEndian.AppendUint16(data, narrowBF16(v))
		}
	default:
		panic("ckpt: Pack: the dtype must be F32, F16 or BF16")
	}
	return Tensor{name, dtype, shape, data}
}
