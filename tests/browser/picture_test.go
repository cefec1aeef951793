package browser

import (
	"fmt"
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestPictures writes the README's picture, docs/screenshot.png, and one for each
// width and theme beside the build, when asked to.
func TestPictures(t *testing.T) {
	if os.Getenv("PREFLAB_UPDATE") == "" {
		t.Skip("set PREFLAB_UPDATE=1 to take the README's pictures")
	}
	tb := open(t, "v=1&seed=7&taste=cats")
	tb.watch()
	tb.click("#train")
	tb.wait("document.querySelector('#train-status').innerText.startsWith('Finished')")
	tb.wait("document.querySelector('#compare').ariaBusy !== 'true'")
	for _, theme := range []string{"light", "dark"} {
		call(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: theme}},
		})
		for _, width := range []int64{360, 1440} {
			tb.do(chromedp.EmulateViewport(width, 900))
			tb.wait("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))")
			write(t, fmt.Sprintf("%s/build/page-%s-%d.png", public, theme, width), run(tb, chromedp.FullScreenshot(100)))
			if eval[int](tb, "document.documentElement.scrollWidth") > int(width) {
				t.Errorf("at %d pixels the page scrolls sideways", width)
			}
		}
	}
	call(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}},
	})
	tb.do(chromedp.EmulateViewport(1280, 1000))
	write(t, "../../docs/screenshot.png", run(tb, chromedp.CaptureScreenshot()))
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
