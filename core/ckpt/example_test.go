package ckpt_test

import (
	"fmt"

	"preflab/core/ckpt"
	"preflab/core/nn"
)

func Example() {
	p := nn.NewParams(nn.Config{Dim: 8, Layers: 1, Heads: 2, KVHeads: 1, Hidden: 6, Vocab: 5, Context: 4, Theta: 10000, Eps: 1e-5})
	p.Init(1)
	config, weights := ckpt.Save(p, ckpt.F32)
	again, err := ckpt.Load(config, weights)
	fmt.Println(ckpt.Hash(again) == ckpt.Hash(p), err)

	_, err = ckpt.Load(config, weights[:100])
	fmt.Println(err)
	// Output:
	// true <nil>
	// safetensors: the header should have 1128 bytes, the file has 92 after its size; it is cut short or not a safetensors file
}

func ExampleRead() {
	file := ckpt.Write([]ckpt.Tensor{ckpt.Pack("x", ckpt.F16, []int{2, 2}, []float32{1, 2, 3, 0.1})}, nil)
	f, err := ckpt.Read(file)
	if err != nil {
		panic(err)
	}
	x, err := f.Find("x").Floats(nil)
	fmt.Println(f.Tensors[0].DType, f.Tensors[0].Shape, x, err)
	// Output:
	// F16 [2 2] [1 2 3 0.099975586] <nil>
}
