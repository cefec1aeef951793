//go:build js && wasm

package bridge

import (
	"strings"
	"syscall/js"
)

// Link implements ui.Host.
func (h *Host) Link() string {
	return strings.TrimPrefix(global("location").Get("hash").String(), "#")
}

// SetLink implements ui.Host.
func (h *Host) SetLink(hash string) {
	if hash == h.Link() {
		return
	}
	url := global("location").Get("pathname").String() + global("location").Get("search").String()
	if hash != "" {
		url += "#" + hash
	}
	// Safari throws above 100 calls in 30 s; the link is then a little behind.
	_ = try(func() { global("history").Call("replaceState", js.Null(), "", url) })
}

// URL implements ui.Host.
func (h *Host) URL() string { return global("location").Get("href").String() }

// reloadOnNewLink makes a link that is pasted over this page's address work: the
// browser only announces it. Links without settings are places on the page.
func reloadOnNewLink() {
	js.Global().Call("addEventListener", "hashchange", forever(func([]js.Value) {
		if strings.Contains(global("location").Get("hash").String(), "=") {
			global("location").Call("reload")
		}
	}))
}

// Focus implements ui.Host.
func (h *Host) Focus(id string) { h.focus = append(h.focus, id) }

// Rendered is called after every render.
func (h *Host) Rendered() {
	for _, id := range h.focus {
		element := global("document").Call("getElementById", id)
		if !element.Truthy() {
			continue
		}
		// Focusing fires events that come back into Go: let this call end first.
		js.Global().Call("setTimeout", element.Get("focus").Call("bind", element), 0)
	}
	h.focus = nil
}

// Announce implements ui.Host.
func (h *Host) Announce(text string) {
	if status := global("document").Call("getElementById", "status"); status.Truthy() {
		status.Set("textContent", text)
	}
}

// Theme implements ui.Host.
func (h *Host) Theme(name string) {
	root := global("document").Get("documentElement")
	if name == "" {
		root.Call("removeAttribute", "data-theme")
		return
	}
	root.Call("setAttribute", "data-theme", name)
}

// OnKey has used hear every key pressed on the page, in the funnel's lock; a key
// that it used does nothing else.
func (h *Host) OnKey(lock Lock, used func(event js.Value) bool) {
	global("document").Call("addEventListener", "keydown", forever(func(args []js.Value) {
		lock.Lock()
		if !used(args[0]) {
			lock.UnlockOnly()
			return
		}
		lock.UnlockRender()
		args[0].Call("preventDefault")
	}))
}

// Features implements ui.Host.
func (h *Host) Features() []string {
	var lacks []string
	if !global("preflab").Get("simd").Bool() {
		lacks = append(lacks, "This browser has no WebAssembly SIMD: everything works, but training takes about thirty times as long.")
	}
	if !global("indexedDB").Truthy() {
		lacks = append(lacks, errNoStorage.Error())
	}
	return lacks
}
