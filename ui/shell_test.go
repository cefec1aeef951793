package ui

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the first state of the page into public/index.html")

// TestShell holds the static page to the first state of the live one: what is
// painted before the program arrives is what the program then takes over, so
// nothing moves.
func TestShell(t *testing.T) {
	const path, open, shut = "../public/index.html", "<!-- shell -->\n", "<!-- /shell -->"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok1 := strings.Cut(string(page), open)
	_, tail, ok2 := strings.Cut(rest, shut)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no %q … %q", path, open, shut)
	}
	want := head + open + render(t, NewApp(nil)) + "\n" + shut + tail
	if want == string(page) {
		return
	}
	if !*update {
		t.Fatalf("%s is not the page's first state: go test ./ui -run TestShell -update", path)
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}
