// Command write writes the kernel module to the file named by its argument.
package main

import (
	"log"
	"os"

	"preflab/wasm/simd/gen"
)

func main() {
	if err := os.WriteFile(os.Args[1], gen.Kernel(), 0o644); err != nil {
		log.Fatal(err)
	}
}
