package browser

import (
	"fmt"
	"strings"

	"preflab/core/lab/labtest"
	"preflab/core/pref"
)

// What a visitor does, in the words of the page's ids.

// awake waits until the first pair can be labelled.
func (tb *tab) awake() {
	tb.t.Helper()
	tb.wait("document.querySelector('#btn-left')?.disabled === false")
}

// labels waits until this many labels train.
func (tb *tab) labels(n int) {
	tb.t.Helper()
	tb.wait(fmt.Sprintf("document.querySelector('#label-count')?.innerText == '%d'", n))
}

// steps waits until the run has taken this many steps.
func (tb *tab) steps(n int) {
	tb.t.Helper()
	tb.wait(fmt.Sprintf("+document.querySelector('#step-count').innerText >= %d", n))
}

// pair is what lies on the table.
func (tb *tab) pair() string {
	tb.t.Helper()
	return strings.Join([]string{tb.text("#pair-prompt"), tb.text("#answer-left"), tb.text("#answer-right")}, "\n")
}

// judge presses a key, and waits for the next pair.
func (tb *tab) judge(key string) {
	tb.t.Helper()
	before := tb.pair()
	tb.key(key)
	tb.wait(fmt.Sprintf("[...document.querySelectorAll('#pair-prompt, #answer-left, #answer-right')].map(e => e.innerText).join('\\n') !== %q", before))
	tb.awake()
}

// teach imports the labels that make training worth it: quicker than to give them.
func (tb *tab) teach() {
	tb.t.Helper()
	tb.awake()
	labels := labtest.Labels(24)
	tb.choose("#import-labels", file(tb.t, "labels.jsonl", pref.WriteFull(labels)))
	tb.labels(len(labels))
}

// watch has a taste give the labels that make training worth it.
func (tb *tab) watch() {
	tb.t.Helper()
	tb.awake()
	tb.click("#auto-label")
	tb.wait("document.querySelector('#auto-label').ariaPressed !== 'true' && +document.querySelector('#label-count').innerText >= 24")
}

// finish trains until the run's last step.
func (tb *tab) finish(steps int) {
	tb.t.Helper()
	tb.click("#train")
	tb.steps(steps)
	tb.wait("document.querySelector('#pause').hidden")
}

// line is the path of a chart's line, "" before it has any points.
func (tb *tab) line(chart string) string {
	tb.t.Helper()
	return eval[string](tb, fmt.Sprintf("document.querySelector('[data-chart=%s] path.line')?.getAttribute('d') ?? ''", chart))
}
