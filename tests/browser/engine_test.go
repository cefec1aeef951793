package browser

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"preflab/core/kernel"
	"preflab/core/proto"
	"preflab/tests/scripts/play"
)

func TestChromiumAnswersAsThisProcess(t *testing.T) {
	script := play.Script()
	got, _ := inChromium(open(t, ""), script)
	play.Same(t, got, play.InProcess(t, kernel.Best(), script))
	if play.Kernel(got) != "wasm SIMD" {
		t.Errorf("the engine ran on %q, want the SIMD kernel", play.Kernel(got))
	}
	runs, err := os.ReadFile("../golden/runs.txt")
	if err != nil {
		t.Fatal(err)
	}
	if hash := play.Hash(got); !strings.Contains(string(runs), " "+hash+"\n") {
		t.Errorf("20 steps in Chromium end in %s, which tests/golden/runs.txt does not have", hash)
	}
}

// inChromium plays a script to an engine of its own, beside the page's, and says
// how many milliseconds each command took.
func inChromium(tb *tab, script []proto.Command) (events []play.Event, took []float64) {
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
