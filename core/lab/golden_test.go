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
)

var update = flag.Bool("update", false, "rewrite the golden hashes")

const goldenRuns = "../../tests/golden/runs.txt"

// TestGoldenRuns takes the recorded runs again. The hashes hold on every
// platform and for every kernel; do not change them unless the arithmetic is
// meant to change, and say why.
func TestGoldenRuns(t *testing.T) {
	data, err := os.ReadFile(goldenRuns)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var method, want string
		var seed uint64
		var steps int
		if _, err := fmt.Sscan(line, &method, &seed, &steps, &want); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		t.Run(method, func(t *testing.T) {
			events := labtest.Run(lab.New(kernel.Best()), labtest.Golden(method, seed, steps)...)
			last := events[len(events)-1]
			if last.Exported == nil {
				t.Fatalf("the run did not end in an export: %+v", last)
			}
			got := last.Exported.Hash
			lines[i] = fmt.Sprint(method, " ", seed, " ", steps, " ", got)
			if got != want && !*update {
				t.Errorf("%s, seed %d, %d steps on %s: hash %s, want %s", method, seed, steps, kernel.Best().Name(), got, want)
			}
		})
	}
	if *update {
		if err := os.WriteFile(goldenRuns, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
