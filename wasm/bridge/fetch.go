//go:build js && wasm

package bridge

import (
	"errors"
	"strconv"
	"syscall/js"
)

// Fetch gets a file with progress in bytes (total 0 where the server does not
// say, or says how long the compressed file is). Its callbacks come from
// JavaScript: they must not block.
func Fetch(url string, progress func(got, total int), done func([]byte, error)) {
	failed := func(err error) {
		done(nil, errors.New("could not fetch "+url+": "+err.Error()))
	}
	settle(js.Global().Call("fetch", url), func(response js.Value) {
		if !response.Get("ok").Bool() {
			failed(errors.New("the server answered " + strconv.Itoa(response.Get("status").Int())))
			return
		}
		d := &download{
			reader: response.Get("body").Call("getReader"), total: length(response),
			progress: progress, done: done, failed: failed,
		}
		d.next()
	}, failed)
}

// length is how many bytes a response will have, 0 if unknown.
func length(response js.Value) int {
	headers := response.Get("headers")
	if headers.Call("get", "Content-Encoding").Truthy() {
		return 0
	}
	header := headers.Call("get", "Content-Length")
	if !header.Truthy() {
		return 0
	}
	n, err := strconv.Atoi(header.String())
	if err != nil {
		return 0
	}
	return n
}

// A download reads a response chunk by chunk.
type download struct {
	reader   js.Value
	data     []byte
	total    int
	progress func(got, total int)
	done     func([]byte, error)
	failed   func(error)
}

func (d *download) next() {
	settle(d.reader.Call("read"), func(r js.Value) {
		if r.Get("done").Bool() {
			d.done(d.data, nil)
			return
		}
		d.data = append(d.data, toGo(r.Get("value"))...)
		d.progress(len(d.data), d.total)
		d.next()
	}, d.failed)
}
