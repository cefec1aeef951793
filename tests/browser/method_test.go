package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestAnotherMethodAndBack picks SFT, which begins with the base model and needs
// no label, trains it, and takes the change back.
func TestAnotherMethodAndBack(t *testing.T) {
	tb := open(t, "v=1&seed=4&max_steps=6")
	tb.teach()
	tb.finish(6)
	tb.wait("document.querySelector('#compare').ariaBusy !== 'true'")
	labels, wrote := tb.number("#label-count"), tb.text("#compare .before")

	eval[any](tb, "document.querySelector('#method-dpo').focus()")
	moves := eval[int](tb, `(() => {
		const chips = [...document.querySelectorAll("#methods [role=radio]")].map((e) => e.id);
		return chips.indexOf("method-sft") - chips.indexOf("method-dpo");
	})()`)
	arrow := kb.ArrowRight
	if moves < 0 {
		arrow, moves = kb.ArrowLeft, -moves
	}
	for range moves {
		before := eval[string](tb, "document.activeElement.id")
		tb.key(arrow)
		tb.wait("document.activeElement.id !== '" + before + "'")
	}
	if n := tb.number("#label-count"); n != labels {
		t.Errorf("arrow keys among the methods gave labels: %d, were %d", n, labels)
	}
	tb.key(kb.Enter)
	tb.wait("document.querySelector('#method-sft').ariaChecked === 'true'")
	tb.wait("document.querySelector('#step-count').innerText === '0' && !document.querySelector('#train').disabled")
	if story := tb.text("#chapter"); !strings.Contains(story, "base model") || !strings.Contains(story, "trained") {
		t.Errorf("the chapter tells %q", story)
	}
	if toast := tb.text("#toast"); !strings.Contains(toast, "Now SFT") {
		t.Errorf("the page says %q", toast)
	}
	tb.wait("document.querySelectorAll('#compare .cmp-row .before').length == 8")
	if begun := tb.text("#compare .before"); begun == wrote {
		t.Errorf("the base model and the story writer both write %q", begun)
	}
	if status := tb.text("#train-status"); !strings.Contains(status, "needs no labels") {
		t.Errorf("the status is %q", status)
	}

	tb.click("#step")
	tb.steps(1)
	tb.click("#step")
	tb.steps(2)
	tb.wait("document.querySelector('#pause').hidden")
	if tb.line("loss") == "" {
		t.Error("a step of SFT left the loss chart empty")
	}
	tb.click("#toast-act")
	tb.wait("document.querySelector('#method-dpo').ariaChecked === 'true'")
	tb.steps(6)
	tb.labels(labels)
	if !strings.Contains(tb.text("#train-status"), "after 6 steps") {
		t.Errorf("back, the status is %q", tb.text("#train-status"))
	}
}

// TestRewardModelIsLookedInto trains one, asks what it likes, and has it pick the best
// of several answers.
func TestRewardModelIsLookedInto(t *testing.T) {
	tb := open(t, "v=1&seed=4&method=rm&max_steps=6")
	tb.teach()
	tb.finish(6)
	tb.click("#audit-run")
	tb.wait("document.querySelector('#audit .audit-body')")
	if words := tb.text("#audit"); !strings.Contains(words, "%") || len(words) < 400 {
		t.Errorf("the audit says %q", words)
	}
	eval[any](tb, "document.querySelector('#best summary').click()")
	tb.wait("document.querySelector('#best-by') && !document.querySelector('#best-by').disabled")
	eval[any](tb, `(() => {
		const by = document.querySelector("#best-by");
		by.value = "reward";
		by.dispatchEvent(new Event("change", {bubbles: true}));
	})()`)
	tb.click("#best-run")
	tb.wait("document.querySelectorAll('#best-table tbody tr').length === 4")
	if words := tb.text("#best-table"); !strings.Contains(words, "0.19") {
		t.Errorf("the best of two is ln 2 - 1/2 nats away, the table says %q", words)
	}
	tb.click("#best-run") // the rest is more of the same
}

// TestPickedMethodIsSeenOnAPhone: all chips are there, and no row must be scrolled.
func TestPickedMethodIsSeenOnAPhone(t *testing.T) {
	tb := blank(t)
	tb.do(chromedp.EmulateViewport(360, 800))
	tb.visit("v=1&seed=7&method=unlikelihood")
	tb.awake()
	hidden := eval[[]string](tb, `[...document.querySelectorAll("#methods .chip")].filter((chip) => {
		const at = chip.getBoundingClientRect();
		return at.left < 0 || at.right > innerWidth;
	}).map((chip) => chip.id)`)
	if len(hidden) > 0 || !strings.Contains(tb.text("#methods [aria-checked=true]"), "Unlikelihood") {
		t.Errorf("out of sight: %q; picked: %q", hidden, tb.text("#methods [aria-checked=true]"))
	}
}
