//go:build js && wasm

package bridge

import "syscall/js"

// Download offers bytes as a file to save.
func Download(name, mime string, data []byte) {
	blob := global("Blob").New([]any{toJS(data)}, map[string]any{"type": mime})
	url := global("URL").Call("createObjectURL", blob)
	a := global("document").Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", name)
	a.Call("click")
	// The browser reads the address after this call; a minute is plenty.
	js.Global().Call("setTimeout", once(func([]js.Value) {
		global("URL").Call("revokeObjectURL", url)
	}), 60_000)
}

// PickFile lets the visitor choose one file; picked is not called if they do
// not. It must be called from within a click.
func PickFile(accept string, picked func(name string, data []byte, err error)) {
	input := global("document").Call("createElement", "input")
	input.Set("type", "file")
	input.Set("accept", accept)
	input.Set("onchange", once(func([]js.Value) {
		file := input.Get("files").Index(0)
		name := file.Get("name").String()
		settle(file.Call("arrayBuffer"),
			func(buffer js.Value) { picked(name, toGo(buffer), nil) },
			func(err error) { picked(name, nil, err) })
	}))
	input.Call("click")
}
