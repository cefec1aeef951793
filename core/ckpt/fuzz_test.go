package ckpt

import (
	"bytes"
	"testing"

	"preflab/core/nn"
)

// tiny is the least shape worth reading.
var tiny = nn.Config{Dim: 2, Layers: 1, Heads: 1, KVHeads: 1, Hidden: 1, Vocab: 3, Context: 2, Theta: 1e4, Eps: 1e-5, Tied: true}

// FuzzSafetensors checks that what is read fills the file and can be written.
func FuzzSafetensors(f *testing.F) {
	_, weights := Save(nn.NewParams(tiny), F16)
	f.Add(weights)
	f.Add(file(`{}`, ""))
	f.Add(file(`{"a":{"dtype":"U8","shape":[2,1],"data_offsets":[0,2]},"b":{"dtype":"F64","shape":[],"data_offsets":[2,10]}}`, "0123456789"))
	f.Add(file(`{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}} `, ""))
	config := WriteConfig(tiny, F16)
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Read(data)
		if err != nil {
			return
		}
		n := 0
		for _, x := range s.Tensors {
			n += len(x.Data)
			x.Floats(nil)
		}
		if n > len(data)-8 {
			t.Errorf("%d bytes of data in %d", n, len(data))
		}
		again, err := Read(Write(s.Tensors, s.Metadata))
		if err != nil || len(again.Tensors) != len(s.Tensors) {
			t.Errorf("its own file is refused: %v", err)
		}
		if p, err := Load(config, data); err == nil {
			if _, w := Save(p, F32); len(w) == 0 {
				t.Error("nothing saved")
			}
		}
	})
}

// FuzzLlama2C checks that what is read survives safetensors.
func FuzzLlama2C(f *testing.F) {
	f.Add(llama2cFile(2, 1, 1, 1, 1, 3, 2))
	f.Add(llama2cFile(4, 1, 1, 2, 1, -2, 1))
	f.Add([]byte("24ka\x01\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ReadLlama2C(data)
		if err != nil {
			return
		}
		again, err := Load(Save(p, F32))
		if err != nil || Hash(again) != Hash(p) {
			t.Errorf("safetensors changed the model: %v", err)
		}
	})
}

// FuzzConfig checks that what is read is written back the same.
func FuzzConfig(f *testing.F) {
	f.Add([]byte(least))
	f.Add(WriteConfig(tiny, BF16))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadConfig(data)
		if err != nil {
			return
		}
		text := WriteConfig(c, F32)
		again, err := ReadConfig(text)
		if err != nil || again != c || !bytes.Equal(WriteConfig(again, F32), text) {
			t.Errorf("got %+v, %v; want %+v", again, err, c)
		}
	})
}
