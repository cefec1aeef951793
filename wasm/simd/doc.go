// Package simd is the kernel of the web page: [kernel.Kernel] in 128-bit vectors
// of WebAssembly, which Go's compiler does not emit.
//
// Package gen writes a second module, kernel.wasm, that works on Go's own memory:
// the loader (loader.js) gives it the memory of the instantiated Go module, and
// Go calls it through go:wasmimport with pointers and sizes. A call costs tens of
// nanoseconds and copies nothing; Go's collector does not move memory.
//
// Under GOOS=js, New returns the kernel. Elsewhere the package is only the bytes
// of the module, which tests run under wazero.
package simd

//go:generate go run ./gen/write kernel.wasm
