// Package scripts plays one script of commands to the engine in every place where
// it runs, and wants the same events everywhere: the session in this process is
// the reference; here the built page's engine in Node answers too, and in
// tests/browser the one in Chromium.
package scripts

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"preflab/core/kernel"
	"preflab/core/proto"
	"preflab/tests/scripts/play"
)

const public = "../../public"

func TestNodeAnswersAsThisProcess(t *testing.T) {
	for _, built := range []string{"preflab.wasm", "kernel.wasm", "wasm_exec.js", "build/loader.js"} {
		if _, err := os.Stat(filepath.Join(public, built)); err != nil {
			t.Skip("the page is not built: ./build.sh build")
		}
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("no Node here: apt-get install nodejs")
	}
	script := play.Script()
	want := play.InProcess(t, kernel.Best(), script)
	if got := play.Hash(want); got != golden(t) {
		t.Errorf("in this process the golden run ends in %s, want %s", got, golden(t))
	}
	for mode, name := range map[string]string{"--simd": "wasm SIMD", "--plain": kernel.Ref{}.Name()} {
		t.Run(mode, func(t *testing.T) {
			got := inNode(t, script, mode)
			play.Same(t, got, want)
			if play.Kernel(got) != name {
				t.Errorf("the engine ran on %q, want %q", play.Kernel(got), name)
			}
		})
	}
}

// golden is the hash that tests/golden/runs.txt records for the script's run.
func golden(t *testing.T) string {
	t.Helper()
	for _, r := range play.Runs(t) {
		if r.Method == "dpo" && r.Seed == play.Seed && r.Steps == play.Steps {
			return r.Hash
		}
	}
	t.Fatalf("tests/golden/runs.txt has no run dpo %d %d", play.Seed, play.Steps)
	return ""
}

func inNode(t *testing.T, script []proto.Command, mode string) []play.Event {
	t.Helper()
	commands, err := play.Wire(script)
	if err != nil {
		t.Fatal(err)
	}
	var out, trouble bytes.Buffer
	cmd := exec.Command("node", "engine.cjs", public, mode)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(commands), &out, &trouble
	if err := cmd.Run(); err != nil {
		t.Fatalf("node: %v\n%s", err, trouble.String())
	}
	var answer struct{ Events []play.Event }
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Events
}
