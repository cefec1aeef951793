package simd

import "unsafe"

// The functions of the kernel module, one per operation: pointers, row strides
// in bytes, sizes and scalars, as the emitters of package gen declare them.

//go:wasmimport kernel version
func version() int32

//go:wasmimport kernel matmul
func matmul(c unsafe.Pointer, cs int32, a unsafe.Pointer, as int32, b unsafe.Pointer, bs int32, m, k, n int32, accumulate bool, pack unsafe.Pointer)

//go:wasmimport kernel matmult
func matmult(c unsafe.Pointer, cs int32, a unsafe.Pointer, as int32, b unsafe.Pointer, bs int32, m, k, n int32, accumulate bool, pack unsafe.Pointer)

//go:wasmimport kernel transpose
func transpose(d unsafe.Pointer, ds int32, a unsafe.Pointer, as int32, m, n int32)

//go:wasmimport kernel add
func add(d, a unsafe.Pointer, n int32)

//go:wasmimport kernel rmsnorm
func rmsnorm(out unsafe.Pointer, outs int32, inv, x unsafe.Pointer, xs int32, w unsafe.Pointer, m, n int32, eps float32)

//go:wasmimport kernel rmsnormback
func rmsnormback(dx unsafe.Pointer, dxs int32, dw, dout unsafe.Pointer, douts int32, x unsafe.Pointer, xs int32, w, inv unsafe.Pointer, m, n int32)

//go:wasmimport kernel rope
func rope(x unsafe.Pointer, xs int32, cos unsafe.Pointer, coss int32, sin unsafe.Pointer, sins int32, m, n, d int32, dir float32)

//go:wasmimport kernel softmax
func softmax(p unsafe.Pointer, ps int32, m, n int32, scale float32, base int32)

//go:wasmimport kernel softmaxback
func softmaxback(dp unsafe.Pointer, dps int32, p unsafe.Pointer, ps int32, m, n int32, scale float32, base int32)

//go:wasmimport kernel swiglu
func swiglu(out unsafe.Pointer, outs int32, gu unsafe.Pointer, gus int32, m, n int32)

//go:wasmimport kernel swigluback
func swigluback(dgu unsafe.Pointer, dgus int32, dout unsafe.Pointer, douts int32, gu unsafe.Pointer, gus int32, m, n int32)

//go:wasmimport kernel sumexp
func sumexp(top, sum, dot, z unsafe.Pointer, zs int32, m, n int32)

//go:wasmimport kernel headback
func headback(z unsafe.Pointer, zs int32, target, lse, ent, dlogp, dent unsafe.Pointer, m, n int32)

//go:wasmimport kernel sumsquares
func sumsquares(x unsafe.Pointer, n int32) float32

//go:wasmimport kernel adamw
func adamw(w, g, m, v unsafe.Pointer, n int32, lr, beta1, beta2, eps, decay, rest1, rest2, bias1, bias2, scale float32)

//go:wasmimport kernel peak
func peak(rounds int32) float32
