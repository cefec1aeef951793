package browser

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp/kb"

	"preflab/ui/view"
)

// manyCores runs before the page: it says as many cores as the test asks for, and
// counts the Workers that live at once.
const manyCores = `
	window.cores = 2;
	Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => window.cores });
	window.live = window.most = 0;
	window.Worker = class extends Worker {
		constructor(...a) { super(...a); window.most = Math.max(window.most, ++window.live); }
		terminate() { window.live--; super.terminate(); }
	};`

// TestLanesSideBySideEqualAQueue races two lanes one after the other and then at
// the same time, each in a Worker of its own: the same seed gives the same bits.
// Then it looks at their charts.
func TestLanesSideBySideEqualAQueue(t *testing.T) {
	tb := blank(t)
	call(tb, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: manyCores})
	tb.visit("v=1&seed=7&taste=cats")
	tb.teach()
	most := func() int { return eval[int](tb, "window.most") }
	tb.race("max_steps=3", "max_steps=3 beta=0.5")
	for i := 1; i <= 2; i++ { // what they measure is no matter here
		tb.wait(fmt.Sprintf("/^writing [1-9]/.test(document.querySelector('#lane-%d-words').innerText)", i))
		tb.click(fmt.Sprintf("#lane-%d-stop", i))
	}
	if n := most(); n != 2 {
		t.Errorf("in a queue %d engines lived at once, want the page's own and one more", n)
	}
	eval[any](tb, "void (window.cores = 4)")
	tb.click("#race-start")
	tb.wait("[1, 2].every((i) => document.querySelector(`#lane-${i}-words`).innerText == 'done after 3 steps')")
	if n := most(); n != 3 {
		t.Errorf("side by side %d engines lived at once, want the page's own and two more", n)
	}
	tb.click("#runs-open")
	tb.wait("document.querySelectorAll('.run').length == 4")
	first := map[string][]byte{}
	for i := 1; i <= 4; i++ {
		_, data := tb.save(fmt.Sprintf("#run-export-%d", i))
		r, weights, err := view.DecodeRun(data)
		if err != nil || r.Step != 3 || len(weights) == 0 {
			t.Fatalf("run %d: %+v, %d bytes, %v", i, r, len(weights), err)
		}
		if first[r.Query] == nil {
			first[r.Query] = weights
		} else if !bytes.Equal(first[r.Query], weights) {
			t.Errorf("%s: the lanes side by side and in a queue end in different runs", r.Query)
		}
		if last := r.Rows[2]; last.Took <= 0 || last.Tokens == 0 || last.Labels != 24 {
			t.Errorf("run %d, last row: %+v", i, last)
		}
	}
	if len(first) != 2 {
		t.Errorf("%d different settings ran, want 2", len(first))
	}
	tb.lookAtBoard()
}

// lookAtBoard moves the crosshair of a race's charts by key, by seconds, and takes
// the numbers away.
func (tb *tab) lookAtBoard() {
	t := tb.t
	t.Helper()
	tb.fill("#race-x", "seconds")
	tb.click("#race-log")
	eval[any](tb, "document.querySelector('#chart-race-kl .pad').focus()")
	tb.key(kb.ArrowLeft)
	tb.wait("document.querySelector('[data-chart=race-kl] .cursor') !== null")
	if words := eval[string](tb, "document.querySelector('#chart-race-kl .pad').ariaLabel"); !strings.Contains(words, " seconds, DPO ") {
		t.Errorf("the crosshair says %q", words)
	}
	tb.click("#more-race-kl")
	tb.click("#table-race-kl")
	tb.wait("document.querySelectorAll('#chart-race-kl tbody tr').length >= 2")
	name, data := tb.save("#csv-race-kl")
	table, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || name != "preflab-race-kl.csv" || len(table) != 1+2*3 || strings.Join(table[0], " ") != "run step seconds tokens labels kl" {
		t.Fatalf("%s, %v: %s", name, err, data)
	}
	for _, row := range table[1:] {
		if row[2] == "" || row[3] == "" || row[4] != "24" {
			t.Errorf("a step without its seconds, tokens or labels: %q", row)
		}
	}
}
