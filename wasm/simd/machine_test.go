//go:build !js

package simd

import (
	"context"
	"math"
	"testing"
	"unsafe"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"preflab/core/kernel"
	"preflab/wasm/simd/gen"
)

// A machine is the module with a memory of its own, under wazero, as a kernel:
// operands are copied in before a call and back after it. One of them, another
// at every call, ends where the memory ends, so that reading past it traps, and
// between them lie guards, so that a stray write is found.
type machine struct {
	t      *testing.T
	memory api.Memory
	call   map[string]api.Function
	turn   int // of the operand at the end of memory
}

// guardBytes lie between operands, filled with guardByte.
const (
	guardBytes = 64
	guardByte  = 0xa5
)

func newMachine(t *testing.T) *machine {
	ctx := context.Background()
	runtime := wazero.NewRuntime(ctx)
	t.Cleanup(func() { runtime.Close(ctx) })
	env, err := runtime.InstantiateWithConfig(ctx, gen.Memory(256), wazero.NewModuleConfig().WithName("env"))
	if err != nil {
		t.Fatal(err)
	}
	module, err := runtime.Instantiate(ctx, Module)
	if err != nil {
		t.Fatal(err)
	}
	m := &machine{t: t, memory: env.Memory(), call: map[string]api.Function{}}
	for name := range module.ExportedFunctionDefinitions() {
		m.call[name] = module.ExportedFunction(name)
	}
	return m
}

// run calls a function of the module on operands in the order of its
// parameters: kernel.Mat is a pointer and a stride, a slice a pointer.
func (m *machine) run(name string, operands ...any) uint64 {
	m.t.Helper()
	var blocks [][]byte
	for _, o := range operands {
		if b := memoryOf(o); b != nil {
			blocks = append(blocks, b)
		}
	}
	places := m.place(blocks)
	var args []uint64
	next := 0
	for _, o := range operands {
		if memoryOf(o) != nil {
			args = append(args, uint64(places[next]))
			next++
		}
		args = append(args, scalars(o)...)
	}
	out, err := m.call[name].Call(context.Background(), args...)
	if err != nil {
		m.t.Fatalf("%s: %v", name, err)
	}
	m.collect(name, blocks, places)
	if len(out) == 0 {
		return 0
	}
	return out[0]
}

// place copies blocks below the end of memory, one of them against it.
func (m *machine) place(blocks [][]byte) []uint32 {
	places := make([]uint32, len(blocks))
	top := m.memory.Size()
	for i := range blocks {
		j := (i + m.turn) % len(blocks)
		top -= uint32(len(blocks[j]))
		places[j] = top
		m.memory.Write(top, blocks[j])
		top -= guardBytes
		m.guard(top, func(b *byte) { *b = guardByte })
	}
	m.turn++
	return places
}

// collect copies blocks back and checks the guards below them.
func (m *machine) collect(name string, blocks [][]byte, places []uint32) {
	m.t.Helper()
	for i, b := range blocks {
		now, _ := m.memory.Read(places[i], uint32(len(b)))
		copy(b, now)
		m.guard(places[i]-guardBytes, func(b *byte) {
			if *b != guardByte {
				m.t.Fatalf("%s wrote outside its operands", name)
			}
		})
	}
}

// guard runs f over the bytes of one guard.
func (m *machine) guard(at uint32, f func(b *byte)) {
	bytes, ok := m.memory.Read(at, guardBytes)
	if !ok {
		m.t.Fatal("operands larger than the memory")
	}
	for i := range bytes {
		f(&bytes[i])
	}
}

// memoryOf returns the memory of a matrix or a slice, empty but not nil if it
// has none; nil for a scalar.
func memoryOf(o any) []byte {
	switch x := o.(type) {
	case kernel.Mat:
		return memoryOf(x.Data)
	case []float32:
		return bytesOf(unsafe.Pointer(unsafe.SliceData(x)), len(x))
	case []int32:
		return bytesOf(unsafe.Pointer(unsafe.SliceData(x)), len(x))
	}
	return nil
}

func bytesOf(p unsafe.Pointer, n int) []byte {
	if n == 0 {
		return []byte{}
	}
	return unsafe.Slice((*byte)(p), 4*n)
}

// scalars returns what o passes beside a pointer.
func scalars(o any) []uint64 {
	switch x := o.(type) {
	case kernel.Mat:
		return []uint64{uint64(uint32(4 * x.Stride))}
	case int:
		return []uint64{uint64(uint32(x))}
	case float32:
		return []uint64{uint64(math.Float32bits(x))}
	case bool:
		if x {
			return []uint64{1}
		}
		return []uint64{0}
	}
	return nil
}

// pad is the scratch of a product. The module may leave anything in it.
func pad() []float32 { return make([]float32, gen.PackBytes/4) }

func (m *machine) Name() string { return "wasm SIMD under wazero" }

func (m *machine) MatMul(c, a, b kernel.Mat, accumulate bool) {
	fitProduct(c, a, b, a.R, a.C)
	m.run("matmul", c, a, b, c.R, b.R, c.C, accumulate, pad())
}

func (m *machine) MatMulT(c, a, b kernel.Mat, accumulate bool) {
	fitProduct(c, a, b, a.C, a.R)
	m.run("matmult", c, a, b, c.R, b.R, c.C, accumulate, pad())
}

func (m *machine) Transpose(d, a kernel.Mat) {
	fitTranspose(d, a)
	m.run("transpose", d, a, a.R, a.C)
}

func (m *machine) Add(d, a []float32) {
	fit(len(a) >= len(d))
	m.run("add", d, a, len(d))
}

func (m *machine) RMSNorm(out kernel.Mat, inv []float32, x kernel.Mat, w []float32, eps float32) {
	m.run("rmsnorm", out, inv, x, w, x.R, x.C, eps)
}

func (m *machine) RMSNormBack(dx kernel.Mat, dw []float32, dout, x kernel.Mat, w, inv []float32) {
	m.run("rmsnormback", dx, dw, dout, x, w, inv, x.R, x.C)
}

func (m *machine) Rope(x, cos, sin kernel.Mat, d int, dir float32) {
	m.run("rope", x, cos, sin, x.R, x.C, d, dir)
}

func (m *machine) Softmax(p kernel.Mat, scale float32, base int) {
	m.run("softmax", p, p.R, p.C, scale, base)
}

func (m *machine) SoftmaxBack(dp, p kernel.Mat, scale float32, base int) {
	m.run("softmaxback", dp, p, p.R, p.C, scale, base)
}

func (m *machine) SwiGLU(out, gu kernel.Mat) { m.run("swiglu", out, gu, out.R, out.C) }

func (m *machine) SwiGLUBack(dgu, dout, gu kernel.Mat) {
	m.run("swigluback", dgu, dout, gu, dout.R, dout.C)
}

func (m *machine) SumExp(top, sum, dot []float32, logits kernel.Mat) {
	m.run("sumexp", top, sum, dot, logits, logits.R, logits.C)
}

func (m *machine) HeadBack(logits kernel.Mat, target []int32, lse, ent, dlogp, dent []float32) {
	m.run("headback", logits, target, lse, ent, dlogp, dent, logits.R, logits.C)
}

func (m *machine) SumSquares(x []float32) float32 {
	return math.Float32frombits(uint32(m.run("sumsquares", x, len(x))))
}

func (m *machine) AdamW(w, g, mo, v []float32, a kernel.AdamW) {
	m.run("adamw", w, g, mo, v, len(w), a.LR, a.Beta1, a.Beta2, a.Eps, a.LR*a.Decay,
		1-a.Beta1, 1-a.Beta2, a.Bias1, a.Bias2, a.Scale)
}
