package lab

import "unsafe"

// floatBytes returns a copy of x in the order of bytes of this machine, which is little
// endian wherever Preflab runs (amd64, arm64, wasm; a test says if not). It is one copy
// because a step over several engines moves every weight and every gradient.
func floatBytes(x []float32) []byte {
	out := make([]byte, 4*len(x))
	copy(out, view(x))
	return out
}

// readFloats is the inverse of floatBytes.
func readFloats(x []float32, data []byte) { copy(view(x), data) }

// view is x as bytes.
func view(x []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), 4*len(x))
}
