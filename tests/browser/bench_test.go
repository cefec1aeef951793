package browser

import (
	"encoding/json"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"preflab/core/bench"
	"preflab/core/kernel"
)

// drive opens bench.html with a job behind '#', as a program does, and returns what
// the console said up to DONE.
func drive(tb *tab, job any, patience time.Duration) []string {
	tb.t.Helper()
	text, err := json.Marshal(job)
	if err != nil {
		tb.t.Fatal(err)
	}
	tb.mu.Lock()
	tb.console = nil
	tb.mu.Unlock()
	tb.do(chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"/bench.html#"+url.PathEscape(string(text))))
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		tb.mu.Lock()
		said := slices.Clone(tb.console)
		tb.mu.Unlock()
		if slices.Contains(said, "DONE") {
			return said
		}
		if time.Now().After(end) {
			tb.t.Fatalf("waited %v for DONE; the console said %q", patience, said)
		}
	}
}

// result is the RESULT among what was said.
func result(t *testing.T, said []string) (r bench.Result) {
	t.Helper()
	for _, line := range said {
		if text, ok := strings.CutPrefix(line, "RESULT "); ok {
			if err := json.Unmarshal([]byte(text), &r); err != nil {
				t.Fatal(err)
			}
			return r
		}
	}
	t.Fatalf("there is no RESULT: %q", said)
	return r
}

// quick is a step that costs little, of shapes that leave tails in every register.
var quick = bench.Job{Size: "quick", Shape: &bench.Shape{D: 24, L: 2, H: 2, F: 44, V: 67, B: 3, T: 11}, Seconds: 0.2, Phases: 2}

func TestBenchPageStepsAsThisProcess(t *testing.T) {
	tb := blank(t)
	said := drive(tb, quick, patience)
	marks := slices.DeleteFunc(slices.Clone(said), func(s string) bool { return strings.HasPrefix(s, "RESULT ") })
	if !reflect.DeepEqual(marks, []string{"TIMED_START", "TIMED_END", "DONE"}) {
		t.Errorf("the console said %q", said)
	}
	got := result(t, said)
	start := time.Now()
	want, err := bench.Run(bench.Engine{Kernel: kernel.Best(), Clock: func() time.Duration { return time.Since(start) }}, quick, nil, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Losses, want.Losses) || len(got.Losses) != 10 {
		t.Errorf("losses in Chromium %v, here %v", got.Losses, want.Losses)
	}
	for i, x := range got.Losses[1:] {
		if !(x < got.Losses[i]) {
			t.Errorf("the losses do not fall: %v", got.Losses)
		}
	}
	if got.Peer != "preflab" || got.Kernel != "wasm SIMD" || got.Size != "quick" || got.Threads != 1 ||
		len(got.TimesMS) < 8 || !(got.FirstMS > 0) || !(got.Peak > 0) || len(got.Phases) == 0 {
		t.Errorf("got %+v", got)
	}
	if shown := tb.text("#steps-table"); !strings.Contains(shown, "quick") || !strings.Contains(tb.text("#parts-table"), "attention") {
		t.Errorf("the page shows %q", shown)
	}
}

func TestBenchPageRefusesInWords(t *testing.T) {
	tb := blank(t)
	two := quick
	two.Threads = 2
	for _, row := range []struct {
		job  any
		want string
	}{
		{two, "only 1 is supported"}, {map[string]any{}, "a job has one of"}, {[]int{1}, "cannot unmarshal"},
		{bench.Job{Decode: "no/such"}, "the server answered 404"},
	} {
		said := drive(tb, row.job, patience)
		if !strings.HasPrefix(said[0], "ERROR ") || !strings.Contains(said[0], row.want) {
			t.Errorf("%v: the console said %q, want %q", row.job, said, row.want)
		}
		if shown := tb.text("#wrong"); !strings.Contains(shown, row.want) {
			t.Errorf("%v: the page shows %q, want %q", row.job, shown, row.want)
		}
	}
}

// TestBenchPageForAnyone presses its buttons, at the width of a small phone.
func TestBenchPageForAnyone(t *testing.T) {
	tb := blank(t)
	tb.do(chromedp.EmulateViewport(360, 740), chromedp.Navigate(site.URL+"/bench.html"))
	tb.click("#run-load")
	tb.wait("document.querySelector('#status').innerText === 'Done.'")
	tb.click("#run-M")
	tb.click("#stop")
	tb.wait("document.querySelector('#status').innerText === 'Stopped.' && !document.querySelector('#run-M').disabled")
	if shown := tb.text("#loading-table"); !strings.Contains(shown, "open it") {
		t.Errorf("the page shows %q", shown)
	}
	if wide := eval[int](tb, "document.documentElement.scrollWidth"); wide > 360 {
		t.Errorf("the page is %d pixels wide on a screen of 360", wide)
	}
}
