// Package gen writes the kernel module: every operation of kernel.Kernel as a
// WebAssembly function over 128-bit vectors, bit-identical to kernel.Ref.
//
// Functions take pointers, row strides in bytes and sizes, all int32, and float
// scalars, in the order of kernel.Kernel's operands. They check nothing: package
// simd does, before it calls.
//
// module.go, func.go and expr.go are a small assembler. Code is written as
// expressions ([I], [F], [V]) that nest, and statements of a [Func] that use
// them. An expression is code, not a value: used twice it is computed twice, so
// what is needed twice goes through a register ([Func.Let]). The other files emit
// the operations with it.
package gen

// Version is what the module's version function returns; it goes up when a
// signature or PackBytes changes, so that a page never runs a module that its
// cache kept. A loader that has no SIMD puts stubs in its place, which return 0.
const Version = 1

// Kernel returns the binary of the module.
func Kernel() []byte {
	var m Module
	m.Func("version").ReturnI(Int(Version))
	matMul(m.Func("matmul"))
	matMulT(m.Func("matmult"))
	transpose(m.Func("transpose"))
	add(m.Func("add"))
	rmsNorm(m.Func("rmsnorm"))
	rmsNormBack(m.Func("rmsnormback"))
	rope(m.Func("rope"))
	softmax(m.Func("softmax"))
	softmaxBack(m.Func("softmaxback"))
	swiGLU(m.Func("swiglu"))
	swiGLUBack(m.Func("swigluback"))
	sumExp(m.Func("sumexp"))
	headBack(m.Func("headback"))
	sumSquares(m.Func("sumsquares"))
	adamW(m.Func("adamw"))
	peak(m.Func("peak"))
	return m.Encode()
}
