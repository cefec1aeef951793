package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"

	"preflab/core/kernel"
	"preflab/core/proto"
	"preflab/tests/scripts/play"
)

// simdKernel is how an engine names the vector module.
const simdKernel = "wasm SIMD"

func TestChromiumAnswersAsThisProcess(t *testing.T) {
	script := play.Script()
	got, _ := inChromium(open(t, ""), script, 0)
	play.Same(t, got, play.InProcess(t, kernel.Best(), script))
	if play.Kernel(got) != simdKernel {
		t.Errorf("the engine ran on %q, want %q", play.Kernel(got), simdKernel)
	}
}

// TestChromiumTakesTheRecordedRuns has every recorded run taken by one, two and three
// engines, each in its Worker with the SIMD module, and wants the recorded bits.
func TestChromiumTakesTheRecordedRuns(t *testing.T) {
	tb := open(t, "")
	tb.awake()
	for _, run := range play.Runs(t) {
		for helpers := range 3 {
			got, took := inChromium(tb, run.Script(), helpers)
			t.Run(fmt.Sprint(run.Method, ", workers ", helpers+1), func(t *testing.T) {
				t.Logf("opening, labels, training, export: %.0f ms", took[1:])
				if play.Kernel(got) != simdKernel {
					t.Errorf("the engine ran on %q, want %q", play.Kernel(got), simdKernel)
				}
				if hash := play.Hash(got); hash != run.Hash {
					t.Errorf("%d steps of seed %d end in %q, want %s", run.Steps, run.Seed, hash, run.Hash)
				}
			})
		}
	}
}

// inChromium plays a script to an engine of its own, beside the page's, that so many
// Workers help, and says how many milliseconds each command took.
func inChromium(tb *tab, script []proto.Command, helpers int) (events []play.Event, took []float64) {
	tb.t.Helper()
	driver, err := os.ReadFile("../scripts/drive.js")
	if err != nil {
		tb.t.Fatal(err)
	}
	commands, err := play.Wire(script)
	if err != nil {
		tb.t.Fatal(err)
	}
	tb.wait("window.preflab")
	answer := eval[string](tb, `(async () => {
		`+string(driver)+`
		const engine = preflab.startEngine((why) => { throw new Error(why); });
		engine.hire(`+strconv.Itoa(helpers)+`);
		const answer = await drive(engine.port, `+string(commands)+`);
		engine.terminate();
		return JSON.stringify(answer);
	})()`)
	var result struct {
		Events []play.Event
		Took   []float64
	}
	if err := json.Unmarshal([]byte(answer), &result); err != nil {
		tb.t.Fatal(err)
	}
	return result.Events, result.Took
}
