package browser

import "testing"

func TestKilledEngineLosesNoLabel(t *testing.T) {
	tb := open(t, "v=1&seed=6&max_steps=400&target_kl=150")
	tb.teach()
	labels := tb.number("#label-count")
	tb.click("#train")
	tb.steps(3)
	eval[any](tb, "preflabKillEngine()")
	tb.wait("document.querySelector('#fault').hidden === false")
	tb.judge("1") // the pairs in hand can still be labelled
	tb.labels(labels + 1)
	tb.click("#fault-restart")
	tb.wait("document.querySelector('#fault').hidden && !document.querySelector('#train').disabled")
	tb.labels(labels + 1)
	before := tb.number("#step-count")
	tb.click("#step")
	tb.steps(before + 1)
}
