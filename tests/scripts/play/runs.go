package play

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"preflab/core/lab/labtest"
	"preflab/core/proto"
)

// A Run is a line of tests/golden/runs.txt.
type Run struct {
	Method string
	Seed   uint64
	Steps  int
	Hash   string
}

// Runs reads the recorded runs, for tests in a folder beside theirs.
func Runs(t *testing.T) (runs []Run) {
	t.Helper()
	data, err := os.ReadFile("../golden/runs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var r Run
		if _, err := fmt.Sscan(line, &r.Method, &r.Seed, &r.Steps, &r.Hash); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		runs = append(runs, r)
	}
	return runs
}

// Script greets an engine and takes the run.
func (r Run) Script() []proto.Command {
	hello := proto.Command{Hello: &proto.Hello{Version: proto.Version}}
	return append([]proto.Command{hello}, labtest.Golden(r.Method, r.Seed, r.Steps)...)
}
