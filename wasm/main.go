//go:build js && wasm

// Command wasm is all that runs in the browser: one program, two roles. On the
// page it is the user interface; in a Worker it is the engine. The loaders
// (public/page.js, public/worker.js) compile it once.
package main

import "syscall/js"

func main() {
	if js.Global().Get("document").Truthy() {
		page()
		return
	}
	engine(js.Global().Get("preflab"))
}
