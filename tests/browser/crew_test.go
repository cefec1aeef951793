package browser

import (
	"testing"

	"preflab/tests/scripts/play"
)

// TestWorkerThatIsKilled: a Worker that helps is killed time and again and replaced; the
// weights are those of one engine alone.
func TestWorkerThatIsKilled(t *testing.T) {
	tb := open(t, "")
	tb.awake()
	alone, _ := inChromium(tb, play.Script(), 0)
	eval[any](tb, `globalThis.killing = setInterval(() => preflabKillHelper(0), 300); null`)
	got, _ := inChromium(tb, play.Script(), 1)
	eval[any](tb, `clearInterval(killing); null`)
	if hash, want := play.Hash(got), play.Hash(alone); hash != want || hash == "" {
		t.Errorf("it came to %q, not %q", hash, want)
	}
}

// TestPageSaysHowManyWorkers: the page takes one Worker a core, up to four, and says so.
func TestPageSaysHowManyWorkers(t *testing.T) {
	tb := blank(t)
	tb.pretend("navigator", "hardwareConcurrency", 3)
	tb.visit("v=1&seed=7&max_steps=400&target_kl=150")
	tb.teach()
	tb.click("#train")
	tb.wait("document.body.innerText.includes('on 3 cores')")
	tb.click("#pause")
}
