package browser

import "testing"

func TestTrainingChangesTheModel(t *testing.T) {
	tb := open(t, "v=1&seed=7&taste=brief&max_steps=20")
	tb.watch()
	tb.wait("document.querySelectorAll('#compare .cmp-row .before').length == 8")
	if flat := tb.line("loss"); flat != "" {
		t.Errorf("the loss chart has a line before the first step: %q", flat)
	}
	tb.click("#step")
	tb.steps(1)
	tb.wait("document.querySelector('#pause').hidden")
	tb.finish(20)
	if tb.line("loss") == "" {
		t.Error("20 steps left the loss chart empty")
	}
	tb.wait(`[...document.querySelectorAll("#compare .cmp-row")].some((row) =>
		row.querySelector(".before").innerText !== row.querySelector(".after").innerText)`)
	tb.click("#reset")
	tb.wait("document.querySelector('#step-count').innerText == '0'")
	if n := tb.number("#label-count"); n < 24 {
		t.Errorf("reset left %d labels", n)
	}
}

func TestPauseHoldsAndLabellingGoesOn(t *testing.T) {
	tb := open(t, "v=1&seed=8&max_steps=400&target_kl=150")
	tb.teach()
	labels := tb.number("#label-count")
	tb.click("#train")
	tb.steps(2)
	tb.judge("1")
	tb.labels(labels + 1)
	tb.click("#pause")
	tb.wait("document.querySelector('#pause').hidden && !document.querySelector('#train').hidden")
	held := tb.number("#step-count")
	tb.judge("2")
	tb.judge("1")
	if now := tb.number("#step-count"); now > held+1 { // the step under way is taken to its end
		t.Errorf("paused at step %d, but now at %d", held, now)
	}
}
