// Package play holds the one script of commands that every engine is given, plays
// it to a session in this process, and compares what engines answered.
package play

import (
	"encoding/json"
	"reflect"
	"testing"

	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/lab/labtest"
	"preflab/core/pref"
	"preflab/core/proto"
)

// Seed and Steps are those of the golden run (tests/golden/runs.txt) with which
// the script begins.
const (
	Seed  = 1
	Steps = 20
)

// Script is what a page asks of an engine in a short visit.
func Script() []proto.Command {
	labels := labtest.Labels(4)
	pair := labels[0].Pair
	extra := labels[3]
	extra.ID = "extra"
	script := []proto.Command{{Hello: &proto.Hello{Version: proto.Version}}}
	script = append(script, labtest.Golden("dpo", Seed, Steps)...)
	return append(script,
		proto.Command{Pairs: &proto.Pairs{N: 3}},
		proto.Command{Label: &extra},
		proto.Command{Unlabel: &proto.Unlabel{ID: extra.ID}},
		proto.Command{Judge: &proto.Judge{Taste: "cats", Pairs: []pref.Pair{pair, extra.Pair}}},
		proto.Command{Compare: &proto.Compare{Prompts: []string{pair.Prompt, extra.Prompt}, Seed: 3, Temperature: 0.8}},
		proto.Command{WinRate: &proto.WinRate{Taste: "cats", Prompts: 8, Seed: 2}},
		proto.Command{Save: &proto.Empty{}},
		proto.Command{Reset: &proto.Reset{Seed: 2}},
		proto.Command{Train: &proto.Train{Steps: 2}},
		proto.Command{Export: &proto.Empty{}},
		proto.Command{Set: &proto.Set{Name: "beta", Value: "-1"}}, // refused
	)
}

// Wire is the script as drive.js reads it: blobs beside the head, in base64.
func Wire(script []proto.Command) ([]byte, error) {
	type line struct {
		proto.Command
		Files [][]byte `json:"files,omitempty"`
	}
	lines := make([]line, len(script))
	for i, c := range script {
		lines[i] = line{c, c.Blobs}
	}
	return json.Marshal(lines)
}

// An Event is an event's head, and how long its blobs are under "bytes".
type Event map[string]any

// InProcess plays a script to a session of its own.
func InProcess(t *testing.T, k kernel.Kernel, script []proto.Command) []Event {
	t.Helper()
	var out []Event
	for _, e := range labtest.Run(lab.New(k), script...) {
		sizes := make([]int, len(e.Blobs))
		for i, b := range e.Blobs {
			sizes[i] = len(b)
		}
		head := plain(t, e)
		head["bytes"] = plain(t, map[string]any{"list": sizes})["list"]
		out = append(out, head)
	}
	return out
}

// plain is a value as JSON has it.
func plain(t *testing.T, value any) Event {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var out Event
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// Same compares events by what they say, in order. Frames are left out, because
// when they come is the caller's affair; ids and the kernel's name may differ.
func Same(t *testing.T, got, want []Event) {
	t.Helper()
	got, want = essence(t, got), essence(t, want)
	for i := range min(len(got), len(want)) {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("event %d: got %.600v, want %.600v", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("got %d events, want %d", len(got), len(want))
	}
}

func essence(t *testing.T, events []Event) []Event {
	t.Helper()
	var out []Event
	for _, e := range events {
		if e["frame"] != nil {
			continue
		}
		e := plain(t, e)
		delete(e, "id")
		if hello, ok := e["hello"].(map[string]any); ok {
			delete(hello, "kernel")
		}
		out = append(out, e)
	}
	return out
}

// Hash is what the first export said of the tuned weights.
func Hash(events []Event) string {
	for _, e := range events {
		if exported, ok := e["exported"].(map[string]any); ok {
			hash, _ := exported["hash"].(string)
			return hash
		}
	}
	return ""
}

// Kernel is what the engine said it runs on.
func Kernel(events []Event) string {
	for _, e := range events {
		if hello, ok := e["hello"].(map[string]any); ok {
			name, _ := hello["kernel"].(string)
			return name
		}
	}
	return ""
}
