package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for a condition: machines that run these
// tests have two noisy cores.
const patience = 3 * time.Minute

// A tab is a page in a browser context of its own.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	troubles []string // exceptions that nobody caught
	upload   string   // the file to answer the next file chooser with
	console  []string // what the page logged
}

// open opens the page; link is what stands behind '#'.
func open(t *testing.T, link string) *tab {
	t.Helper()
	tb := blank(t)
	tb.visit(link)
	return tb
}

// blank opens an empty tab.
func blank(t *testing.T) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(chromium, chromedp.WithNewBrowserContext())
	tb := &tab{t: t, ctx: ctx}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log("the page said: " + tb.text("body"))
		}
		cancel()
		for _, trouble := range tb.troubles {
			t.Error("uncaught in the page: " + trouble)
		}
	})
	if err := chromedp.Listen(ctx, tb.hear); err != nil {
		t.Fatal(err)
	}
	tb.do(chromedp.EmulateViewport(1280, 900))
	call(tb, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true})
	return tb
}

// pretend has the pages to come find a number in a property.
func (tb *tab) pretend(object, property string, value int) {
	tb.t.Helper()
	source := fmt.Sprintf("Object.defineProperty(%s, %q, { get: () => %d })", object, property, value)
	call(tb, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: source})
}

// visit loads the page afresh, under a link.
func (tb *tab) visit(link string) {
	tb.t.Helper()
	tb.do(chromedp.Navigate("about:blank"), chromedp.Navigate(site.URL+"/#"+link))
}

// hear runs on chromedp's own goroutine.
func (tb *tab) hear(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		tb.troubles = append(tb.troubles, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *runtime.EventConsoleAPICalled:
		var line string
		if len(e.Args) > 0 && json.Unmarshal(e.Args[0].Value, &line) == nil {
			tb.console = append(tb.console, line)
		}
	case *page.EventFileChooserOpened:
		params := dom.SetFileInputFilesParams{Files: []string{tb.upload}, BackendNodeID: e.BackendNodeID}
		go chromedp.Call(tb.ctx, dom.SetFileInputFiles, params) // the test notices if it fails
	}
}

func (tb *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	run(tb, chromedp.Steps(actions...))
}

func run[T any](tb *tab, action chromedp.Action[T]) T {
	tb.t.Helper()
	ctx, cancel := context.WithTimeout(tb.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, action)
	if err != nil {
		tb.t.Fatal(err)
	}
	return result
}

func call[P, R any](tb *tab, command cdp.Command[P, R], params P) R {
	tb.t.Helper()
	return run(tb, func(ctx context.Context, target *chromedp.Target) (R, error) {
		return cdp.Call(ctx, target, command, params)
	})
}

// eval evaluates JavaScript, and awaits it if it is a promise.
func eval[T any](tb *tab, script string) T {
	tb.t.Helper()
	return run(tb, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// wait polls until the JavaScript, which may await, is true.
func (tb *tab) wait(condition string) {
	tb.t.Helper()
	for end := time.Now().Add(patience); !eval[bool](tb, "(async () => !!("+condition+"))()"); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			tb.t.Fatalf("waited %v in vain for %s", patience, condition)
		}
	}
}

// text is what an element shows, "" where there is none.
func (tb *tab) text(selector string) string {
	tb.t.Helper()
	return eval[string](tb, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

// number is the first number that an element shows.
func (tb *tab) number(selector string) int {
	tb.t.Helper()
	text := tb.text(selector)
	digits := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) == 0 {
		tb.t.Fatalf("%s shows no number: %q", selector, text)
	}
	n, err := strconv.Atoi(digits[0])
	if err != nil {
		tb.t.Fatal(err)
	}
	return n
}

func (tb *tab) click(selector string) {
	tb.t.Helper()
	tb.wait(fmt.Sprintf("document.querySelector(%q)?.disabled === false", selector))
	tb.do(chromedp.Click(chromedp.CSS(selector)))
}

func (tb *tab) key(keys string) {
	tb.t.Helper()
	tb.do(chromedp.KeyEvent(keys))
}

// choose clicks a button that asks for a file, and answers with this one.
func (tb *tab) choose(selector, file string) {
	tb.t.Helper()
	tb.mu.Lock()
	tb.upload = file
	tb.mu.Unlock()
	tb.click(selector)
}

// save clicks a button that downloads a file, and returns it.
func (tb *tab) save(selector string) (name string, data []byte) {
	tb.t.Helper()
	folder := tb.t.TempDir()
	_, err := chromedp.CallBrowser(tb.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior:         browser.SetDownloadBehaviorBehaviorAllow,
		BrowserContextID: chromedp.FromContext(tb.ctx).BrowserContextID,
		DownloadPath:     folder,
	})
	if err != nil {
		tb.t.Fatal(err)
	}
	tb.click(selector)
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		if err != nil {
			tb.t.Fatal(err)
		}
		if len(files) != 1 || strings.HasSuffix(files[0], ".crdownload") {
			continue
		}
		if data, err = os.ReadFile(files[0]); err == nil && len(data) > 0 {
			return filepath.Base(files[0]), data
		}
	}
	tb.t.Fatalf("%s saved nothing", selector)
	return "", nil
}
