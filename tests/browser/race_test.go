package browser

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// fill types a text into a field, in place of what is there.
func (tb *tab) fill(selector, text string) {
	tb.t.Helper()
	eval[any](tb, fmt.Sprintf(`(() => {
		const field = document.querySelector(%q);
		field.value = %q;
		field.dispatchEvent(new Event("input", { bubbles: true }));
		field.dispatchEvent(new Event("change", { bubbles: true }));
	})()`, selector, text))
}

// compared waits until the comparison has its rows: before, what lies below it
// moves, and a click may land beside its button.
func (tb *tab) compared() {
	tb.t.Helper()
	tb.wait("document.querySelectorAll('#compare .cmp-row').length == 8")
}

// race opens the panel and races DPO against itself for a few steps.
func (tb *tab) race(settings ...string) {
	tb.t.Helper()
	tb.compared()
	tb.click("#race-open")
	tb.wait("document.querySelectorAll('.lane').length >= 2")
	lanes := func() int { return eval[int](tb, "document.querySelectorAll('.lane').length") }
	for n := lanes(); n != len(settings); n = lanes() {
		button, want := "#lane-add", n+1
		if n > len(settings) { // the engine has more methods to propose
			button, want = fmt.Sprintf("#lane-%d-remove", n), n-1
		}
		tb.click(button)
		tb.wait(fmt.Sprintf("document.querySelectorAll('.lane').length == %d", want))
	}
	for i, s := range settings {
		tb.fill(fmt.Sprintf("#lane-%d-method", i+1), "dpo")
		tb.fill(fmt.Sprintf("#lane-%d-settings", i+1), s)
	}
	tb.click("#race-start")
}

func TestTwoLanesRaceAndAreKept(t *testing.T) {
	tb := open(t, "v=1&seed=7&taste=cats")
	tb.watch()
	tb.race("max_steps=3", "max_steps=3 beta=0.5")
	tb.wait("[1, 2].every((i) => document.querySelector(`#lane-${i}-words`).innerText.startsWith('done'))")
	rows := eval[[]string](tb, "[...document.querySelectorAll('#race-table tbody tr')].map((row) => row.innerText)")
	if len(rows) != 2 {
		t.Fatalf("the table has %d rows: %q", len(rows), rows)
	}
	for _, row := range rows {
		if !strings.Contains(row, "%") || !strings.Contains(row, "DPO") {
			t.Errorf("no win rate in %q", row)
		}
	}
	if n := eval[int](tb, "document.querySelectorAll('[data-chart=race-kl] path.line.s0, [data-chart=race-kl] path.line.s1').length"); n != 2 {
		t.Errorf("the distance has %d lines, want 2", n)
	}
	before := tb.text(".answers .cmp-prompt")
	tb.click("#race-next")
	tb.wait(fmt.Sprintf("document.querySelector('.answers .cmp-prompt').innerText !== %q", before))

	tb.do(chromedp.Reload())
	tb.awake()
	tb.compared()
	tb.wait("document.querySelector('#runs-open').innerText.includes('2 runs')")
	tb.click("#runs-open")
	tb.wait("document.querySelectorAll('.run').length == 2")
	for i := 1; i <= 2; i++ {
		tb.click(fmt.Sprintf("#run-tick-%d", i))
	}
	tb.click("#runs-compare")
	tb.wait("document.querySelectorAll('#runs-table tbody tr').length == 2")
	name, data := tb.save("#run-export-1")
	other := open(t, "v=1&seed=9")
	other.awake()
	other.compared()
	other.click("#runs-open")
	other.choose("#run-import", file(t, name, data[:len(data)-1]))
	other.wait("document.querySelector('#runs-report').innerText.includes('Nothing has changed')")
	other.choose("#run-import", file(t, name, data))
	other.wait("document.querySelectorAll('.run').length == 1")
	other.click("#run-open-1")
	other.steps(3)

	tb.click("#run-open-1") // and one of them goes on
	tb.steps(3)
	tb.wait("document.querySelector('#run-open-1').innerText == 'At hand'")
	tb.click("#step")
	tb.steps(4)
}

func TestBrokenLaneLeavesTheOther(t *testing.T) {
	tb := open(t, "v=1&seed=7&taste=cats")
	tb.teach()
	tb.race("max_steps=400 target_kl=150", "max_steps=2")
	tb.wait("document.querySelector('#lane-1-words').innerText.startsWith('training')")
	eval[any](tb, "preflabKillEngine()") // of the Worker that started last
	tb.wait("document.querySelector('#lane-1-words').innerText.includes('stopped')")
	tb.wait("document.querySelector('#lane-2-words').innerText.startsWith('done')")
	if tb.text("#fault") != "" && eval[bool](tb, "!document.querySelector('#fault').hidden") {
		t.Error("the page's own engine was taken down too")
	}
}

// TestUpgradeKeepsWhatIsThere opens the page over the database of the first
// version, with a label in it.
func TestUpgradeKeepsWhatIsThere(t *testing.T) {
	tb := blank(t)
	tb.do(chromedp.Navigate(site.URL + "/style.css"))
	eval[any](tb, `new Promise((done, failed) => {
		const open = indexedDB.open("preflab", 1);
		open.onupgradeneeded = () => { open.result.createObjectStore("labels"); open.result.createObjectStore("kv"); };
		open.onerror = failed;
		open.onsuccess = () => {
			const label = { id: "old", pair_id: "x", prompt: "P", a: " a", b: " b", verdict: "a", a_left: true, source: "human" };
			const put = open.result.transaction("labels", "readwrite");
			put.objectStore("labels").put(new TextEncoder().encode(JSON.stringify(label)), "old");
			put.oncomplete = () => { open.result.close(); done(null); };
		};
	})`)
	tb.visit("v=1&seed=7")
	tb.awake()
	tb.labels(1)
	tables := eval[[]string](tb, `new Promise((done) => {
		const open = indexedDB.open("preflab");
		open.onsuccess = () => { const names = [...open.result.objectStoreNames]; open.result.close(); done(names); };
	})`)
	if got, want := strings.Join(tables, " "), "kv labels runs weights"; got != want {
		t.Errorf("tables: %s, want %s", got, want)
	}
}

// TestRacePictures writes the race and the runs at several widths and themes
// beside the build, when asked to.
func TestRacePictures(t *testing.T) {
	if os.Getenv("PREFLAB_UPDATE") == "" {
		t.Skip("set PREFLAB_UPDATE=1 to take pictures")
	}
	tb := open(t, "v=1&seed=7&taste=cats")
	tb.watch()
	tb.race("max_steps=15", "max_steps=15 beta=0.5", "max_steps=15 learning_rate=0.002")
	tb.do(chromedp.EmulateViewport(1440, 900))
	picture := func(panel, name string) {
		tb.wait("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))")
		write(t, fmt.Sprintf("%s/build/%s.png", public, name), run(tb, chromedp.Screenshot(chromedp.CSS("."+panel+"-panel"))))
	}
	picture("runs", "runs-shut")
	tb.wait("document.querySelector('#lane-2-words').innerText.startsWith('measuring')")
	picture("race", "race-running")
	tb.wait("[...document.querySelectorAll('.lane-words')].every((w) => w.innerText.startsWith('done'))")
	tb.click("#race-more")
	tb.click(".race-panel .entrant:nth-child(2)")
	picture("race", "race-more")
	tb.click("#race-more")
	tb.click(".race-panel .entrant:nth-child(2)")
	tb.click("#runs-open")
	tb.wait("document.querySelectorAll('.run').length == 3")
	for i := 1; i <= 2; i++ {
		tb.click(fmt.Sprintf("#run-tick-%d", i))
	}
	tb.click("#runs-compare")
	tb.wait("document.querySelectorAll('#runs-table tbody tr').length == 2")
	for _, theme := range []string{"light", "dark"} {
		call(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		for _, width := range []int64{360, 768, 1440} {
			tb.do(chromedp.EmulateViewport(width, 900))
			for _, panel := range []string{"race", "runs"} {
				picture(panel, fmt.Sprintf("%s-%s-%d", panel, theme, width))
			}
			if eval[int](tb, "document.documentElement.scrollWidth") > int(width) {
				t.Errorf("at %d pixels the page scrolls sideways", width)
			}
		}
	}
}
