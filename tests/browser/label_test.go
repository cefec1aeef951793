package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

func TestLabelByKey(t *testing.T) {
	tb := open(t, "")
	tb.awake()
	tb.judge("1")
	tb.labels(1)
	tb.judge("2")
	tb.labels(2)
	tb.judge("0")
	tb.labels(3)
	before := tb.pair()
	tb.judge("s") // a skipped pair teaches nothing
	tb.labels(3)
	tb.key("u") // and comes back
	tb.wait("!document.querySelector('#btn-undo').disabled")
	if after := tb.pair(); after != before {
		t.Errorf("undo shows\n%s\nwant the pair that was skipped\n%s", after, before)
	}
}

func TestReloadKeepsLabelsAndRun(t *testing.T) {
	tb := open(t, "v=1&seed=5&max_steps=4")
	tb.teach()
	labels := tb.number("#label-count")
	tb.finish(4)
	tb.stored("run")
	tb.do(chromedp.Reload())
	tb.awake()
	tb.labels(labels)
	tb.steps(4)
}

// stored waits until the page's storage has a value under this key.
func (tb *tab) stored(key string) {
	tb.t.Helper()
	tb.wait(`await new Promise((found) => {
		const open = indexedDB.open("preflab");
		open.onsuccess = () => {
			const get = open.result.transaction("kv").objectStore("kv").get("` + key + `");
			get.onsuccess = () => { open.result.close(); found(get.result); };
		};
	})`)
}
