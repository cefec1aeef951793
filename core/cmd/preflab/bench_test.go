package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"preflab/core/nn"
)

// TestBench measures a model that costs next to nothing.
func TestBench(t *testing.T) {
	w := nn.NewParams(nn.Config{Dim: 8, Layers: 1, Heads: 2, KVHeads: 1, Hidden: 16, Vocab: 32, Context: 16, Theta: 1e4, Eps: 1e-5, Tied: true})
	w.Init(1)
	var b bytes.Buffer
	if err := bench(newOut(&b, io.Discard, true), w, time.Microsecond); err != nil {
		t.Fatal(err)
	}
	stdout := b.String()
	all := objects(t, stdout)
	seen := map[string]bool{}
	for _, f := range all[:len(all)-1] {
		seen[f["bench"].(string)] = true
		if !(f["ms"].(float64) > 0) || f["kernel"] == "" {
			t.Errorf("got %v", f)
		}
	}
	if !seen["product"] || !seen["DPO step"] || !seen["decode"] {
		t.Errorf("got %v", seen)
	}
	if m := all[len(all)-1]; m["cores"] == 0.0 || m["cpu"] == "" || m["go"] == "" {
		t.Errorf("the machine is missing: %v", m)
	}
	if _, stderr, code := preflab("bench", "--seconds", "-1"); code != exitUsage || !strings.Contains(stderr, "--seconds is -1") {
		t.Errorf("got %d, %q", code, stderr)
	}
}
