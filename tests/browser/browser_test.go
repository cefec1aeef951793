// Package browser drives the built page in a real Chromium. Build it first:
// ./build.sh build. Set PREFLAB_UPDATE=1 to write the README's pictures, and
// PREFLAB_MEASURE=1 to write docs/results/browser.json and bench-browser.json.
package browser

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// public is where the page lies.
const public = "../../public"

// What all tests share: one browser, one server. Each test has a browser
// context, so a storage, of its own.
var (
	chromium context.Context
	site     *httptest.Server
)

func TestMain(m *testing.M) {
	if why := missing(); why != "" {
		fmt.Println("tests/browser:", why)
		if os.Getenv("CI") != "" {
			os.Exit(1)
		}
		fmt.Println("skipping the browser tests")
		return
	}
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	site = httptest.NewServer(fresh(http.FileServer(http.Dir(public))))
	defer site.Close()
	// CI machines run as root, which Chromium's sandbox refuses.
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(binary()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	browser, quit := chromedp.NewContext(allocator)
	defer quit()
	if err := chromedp.Do(browser); err != nil {
		fmt.Println("tests/browser: Chromium did not start:", err)
		return 1
	}
	chromium = browser
	return m.Run()
}

// missing says what these tests lack, if anything.
func missing() string {
	if binary() == "" {
		return "no Chromium here: apt-get install chromium"
	}
	for _, file := range []string{"index.html", "preflab.wasm", "kernel.wasm", "wasm_exec.js", "build/vugu.js", "bench/bench.wasm"} {
		if _, err := os.Stat(filepath.Join(public, file)); err != nil {
			return "the page is not built: ./build.sh build"
		}
	}
	return ""
}

func binary() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// fresh has every file checked for a newer one.
func fresh(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}
