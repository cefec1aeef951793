//go:build !js

package simd

import _ "embed"

// Module is the binary of the kernel module, as package gen writes it.
//
//go:embed kernel.wasm
var Module []byte
