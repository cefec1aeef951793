//go:build js && wasm

package bridge

import (
	"errors"
	"syscall/js"
)

// once makes a callback that releases itself when it has been called.
func once(f func(args []js.Value)) js.Func {
	var fn js.Func
	fn = js.FuncOf(func(_ js.Value, args []js.Value) any {
		fn.Release()
		f(args)
		return nil
	})
	return fn
}

// forever makes a callback that is never released.
func forever(f func(args []js.Value)) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args)
		return nil
	})
}

// settle calls ok or failed, once, when the promise is settled.
func settle(promise js.Value, ok func(js.Value), failed func(error)) {
	var yes, no js.Func
	release := func() { yes.Release(); no.Release() }
	yes = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		value := js.Undefined()
		if len(args) > 0 {
			value = args[0]
		}
		ok(value)
		return nil
	})
	no = js.FuncOf(func(_ js.Value, args []js.Value) any {
		release()
		failed(reason(args[0]))
		return nil
	})
	promise.Call("then", yes, no)
}

// reason turns whatever JavaScript threw into an error.
func reason(v js.Value) error {
	if v.Type() == js.TypeObject && v.Get("message").Truthy() {
		return errors.New(v.Get("message").String())
	}
	return errors.New(v.String())
}

// try calls f and returns what JavaScript threw, if anything.
func try(f func()) (err error) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case js.Error:
			err = reason(thrown.Value)
		default:
			panic(thrown)
		}
	}()
	f()
	return nil
}

// global is a property of the global object.
func global(name string) js.Value { return js.Global().Get(name) }

// toJS copies bytes into a fresh Uint8Array, whose buffer may be transferred.
func toJS(data []byte) js.Value {
	array := global("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array
}

// toGo copies an ArrayBuffer or a Uint8Array.
func toGo(v js.Value) []byte {
	if v.InstanceOf(global("ArrayBuffer")) {
		v = global("Uint8Array").New(v)
	}
	data := make([]byte, v.Length())
	js.CopyBytesToGo(data, v)
	return data
}
