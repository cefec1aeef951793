package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// site is a small folder: one file with fresh siblings, one with a stale one.
func site() static {
	then := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	file := func(text string, age time.Duration) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(text), ModTime: then.Add(-age)}
	}
	return static{fstest.MapFS{
		"index.html":           file("<p>shell", 0),
		"preflab.wasm":         file("\x00asm", 0),
		"preflab.wasm.br":      file("brotli", 0),
		"preflab.wasm.gz":      file("gzip", 0),
		"page.js":              file("new", 0),
		"page.js.br":           file("old", time.Hour),
		"docs/index.html":      file("docs", 0),
		".git/config":          file("secret", 0),
		"models/m.safetensors": file("weights", 0),
	}}
}

func TestServe(t *testing.T) {
	for _, c := range []struct {
		name, path, accept string
		code               int
		kind, coding, body string
	}{
		{"shell", "/", "", 200, "text/html; charset=utf-8", "", "<p>shell"},
		{"wasm", "/preflab.wasm", "", 200, "application/wasm", "", "\x00asm"},
		{"wasm, br first", "/preflab.wasm", "gzip, deflate, br", 200, "application/wasm", "br", "brotli"},
		{"wasm, gzip only", "/preflab.wasm", "gzip", 200, "application/wasm", "gzip", "gzip"},
		{"wasm, br refused", "/preflab.wasm", "br;q=0, gzip;q=0.5", 200, "application/wasm", "gzip", "gzip"},
		{"wasm, anything", "/preflab.wasm", "*", 200, "application/wasm", "br", "brotli"},
		{"stale sibling", "/page.js", "br", 200, "text/javascript; charset=utf-8", "", "new"},
		{"weights", "/models/m.safetensors", "br", 200, "application/octet-stream", "", "weights"},
		{"folder", "/docs/", "", 200, "text/html; charset=utf-8", "", "docs"},
		{"folder without slash", "/docs", "", 301, "text/html; charset=utf-8", "", ""},
		{"folder without index", "/models/", "", 404, "text/plain; charset=utf-8", "", ""},
		{"absent", "/nothing", "", 404, "text/plain; charset=utf-8", "", ""},
		{"hidden", "/.git/config", "", 404, "text/plain; charset=utf-8", "", ""},
		{"above", "/../serve.go", "", 404, "text/plain; charset=utf-8", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(http.MethodGet, c.path, map[string]string{"Accept-Encoding": c.accept})
			if w.Code != c.code || w.Header().Get("Content-Type") != c.kind || w.Header().Get("Content-Encoding") != c.coding {
				t.Errorf("got %d %v, want %d, %s, coding %q", w.Code, w.Header(), c.code, c.kind, c.coding)
			}
			if c.body != "" && w.Body.String() != c.body {
				t.Errorf("got body %q, want %q", w.Body, c.body)
			}
		})
	}
}

func ask(method, path string, head map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost/", nil)
	r.URL.Path = path
	for k, v := range head {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	site().ServeHTTP(w, r)
	return w
}

func TestServeValidates(t *testing.T) {
	first := ask(http.MethodGet, "/preflab.wasm", map[string]string{"Accept-Encoding": "br"})
	if got := first.Header().Get("Content-Length"); got != "6" {
		t.Errorf("got length %s, want that of the compressed file, 6", got)
	}
	tag := first.Header().Get("ETag")
	again := ask(http.MethodGet, "/preflab.wasm", map[string]string{"Accept-Encoding": "br", "If-None-Match": tag})
	if again.Code != http.StatusNotModified {
		t.Errorf("got %d for a file that did not change, want 304", again.Code)
	}
	plain := ask(http.MethodGet, "/preflab.wasm", map[string]string{"If-None-Match": tag})
	if plain.Code != http.StatusOK {
		t.Errorf("got %d: the plain and the compressed file share a validator", plain.Code)
	}
	if w := ask(http.MethodPost, "/", nil); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("got %d for POST, want 405", w.Code)
	}
}

func TestServeSaysWhatIsWrong(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Skip("no network: ", err)
	}
	defer l.Close()
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"port in use", []string{"--dir", ".", "--addr", l.Addr().String()}, exitError, "another program listens at"},
		{"no folder", []string{"--dir", "nowhere"}, exitError, "there is no folder nowhere"},
		{"no port", []string{"--dir", ".", "--addr", "8080"}, exitUsage, "must be host:port"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, stderr, code := preflab(append([]string{"serve"}, c.args...)...)
			if code != c.code || !strings.Contains(stderr, c.want) {
				t.Errorf("got %d, %q, want %d and %q", code, stderr, c.code, c.want)
			}
		})
	}
}
