//go:build js && wasm

// Command bench is what bench.html runs in a Worker: the engine's packages and its
// kernel without session and page, so that the first visit need not carry it.
package main

import (
	"encoding/json"
	"fmt"
	"syscall/js"
	"time"

	"preflab/core/bench"
	"preflab/core/kernel"
	"preflab/wasm/bridge"
	"preflab/wasm/simd"
)

// A word is what the bench says: one of a mark, an error and a result.
type word struct {
	Mark   string        `json:"mark,omitempty"`
	Error  string        `json:"error,omitempty"`
	Result *bench.Result `json:"result,omitempty"`
}

// main does the jobs that arrive, one after another: a message is a job with the files
// of its model beside it.
func main() {
	jobs := make(chan bridge.Message, 16) // more than the page ever sends ahead
	port := bridge.NewPort(js.Global().Get("preflab").Get("port"), func(m bridge.Message) { jobs <- m })
	say := func(w word) {
		head, err := json.Marshal(w)
		if err != nil { // losses that are no numbers
			head, _ = json.Marshal(word{Error: "The result cannot be said in JSON: " + err.Error()})
		}
		port.Post(bridge.Message{Head: head})
	}
	defer func() {
		if broken := recover(); broken != nil {
			say(word{Error: fmt.Sprint("The engine broke: ", broken)})
		}
	}()
	start := time.Now()
	k, ok := simd.New()
	if !ok {
		k = kernel.Ref{}
	}
	e := bench.Engine{Kernel: k, Clock: func() time.Duration { return time.Since(start) }, Peak: simd.Peak}
	for m := range jobs {
		var j bench.Job
		err := json.Unmarshal(m.Head, &j)
		var r bench.Result
		if err == nil {
			r, err = bench.Run(e, j, m.Blobs, func(mark string) { say(word{Mark: mark}) })
		}
		if err != nil {
			say(word{Error: err.Error()})
			continue
		}
		say(word{Result: &r})
	}
}
