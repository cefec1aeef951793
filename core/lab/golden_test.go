package lab_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"preflab/core/kernel"
	"preflab/core/lab"
	"preflab/core/lab/labtest"
	"preflab/core/proto"
)

var update = flag.Bool("update", false, "rewrite the golden hashes")

const goldenRuns = "../../tests/golden/runs.txt"

// A recorded run is a line of goldenRuns.
type recorded struct {
	method string
	seed   uint64
	steps  int
	hash   string
}

// readRecorded reads goldenRuns, with its comments.
func readRecorded(t *testing.T) (comments []string, runs []recorded) {
	t.Helper()
	data, err := os.ReadFile(goldenRuns)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			comments = append(comments, line)
			continue
		}
		var r recorded
		if _, err := fmt.Sscan(line, &r.method, &r.seed, &r.steps, &r.hash); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		runs = append(runs, r)
	}
	return comments, runs
}

// TestGoldenRuns takes the recorded runs again. The hashes hold on every
// platform and for every kernel; do not change them unless the arithmetic is
// meant to change, and say why.
func TestGoldenRuns(t *testing.T) {
	lines, runs := readRecorded(t)
	for _, r := range runs {
		t.Run(r.method, func(t *testing.T) {
			got := exported(t, labtest.Run(lab.New(kernel.Best()), labtest.Golden(r.method, r.seed, r.steps)...))
			lines = append(lines, fmt.Sprint(r.method, " ", r.seed, " ", r.steps, " ", got))
			if got != r.hash && !*update {
				t.Errorf("%s, seed %d, %d steps on %s: hash %s, want %s", r.method, r.seed, r.steps, kernel.Best().Name(), got, r.hash)
			}
		})
	}
	if *update {
		if err := os.WriteFile(goldenRuns, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// exported is the hash that a run ends in.
func exported(t *testing.T, events []proto.Event) string {
	t.Helper()
	last := events[len(events)-1]
	if last.Exported == nil {
		t.Fatalf("the run did not end in an export: %+v", last)
	}
	return last.Exported.Hash
}
