package main

import (
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// static serves the files of a folder as a good static host does: right types,
// compressed siblings, validators, and no more.
type static struct{ files fs.FS }

// types are the media types by file ending: not the system's table, which differs
// between machines and often lacks wasm.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8",
	".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
	".wasm": "application/wasm", ".json": "application/json", ".map": "application/json",
	".jsonl": "application/jsonl", ".csv": "text/csv; charset=utf-8", ".txt": "text/plain; charset=utf-8",
	".md": "text/markdown; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
	".webp": "image/webp", ".woff2": "font/woff2", ".webmanifest": "application/manifest+json",
}

// ServeHTTP answers one request.
func (s static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("Referrer-Policy", "no-referrer")
	head.Set("Cross-Origin-Opener-Policy", "same-origin")
	head.Set("Cross-Origin-Resource-Policy", "same-origin")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		head.Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD are answered here", http.StatusMethodNotAllowed)
		return
	}
	name, ok := s.find(r.URL.Path)
	if !ok {
		http.Error(w, "there is no such page here", http.StatusNotFound)
		return
	}
	if strings.HasSuffix(name, "/") { // a folder asked for without its slash
		http.Redirect(w, r, path.Base(name)+"/", http.StatusMovedPermanently)
		return
	}
	if err := s.send(w, r, name); err != nil {
		http.Error(w, "the file cannot be read", http.StatusInternalServerError)
	}
}

// find maps a path to a file: index.html for a folder, nothing hidden. A folder
// named without its slash comes back with one.
func (s static) find(url string) (name string, ok bool) {
	name = strings.TrimPrefix(path.Clean("/"+url), "/")
	folder := name == "" || strings.HasSuffix(url, "/")
	if folder {
		name = path.Join(name, "index.html")
	}
	if !fs.ValidPath(name) || strings.HasPrefix(name, ".") || strings.Contains(name, "/.") {
		return "", false
	}
	info, err := fs.Stat(s.files, name)
	switch {
	case err != nil:
		return "", false
	case !info.IsDir():
		return name, true
	}
	_, err = fs.Stat(s.files, path.Join(name, "index.html"))
	return name + "/", err == nil && !folder
}

// send writes the file, from the smallest form that the browser reads. Every file
// is checked by its validator at each visit: a rebuilt page is never stale.
func (s static) send(w http.ResponseWriter, r *http.Request, name string) error {
	head := w.Header()
	kind := types[strings.ToLower(path.Ext(name))]
	if kind == "" {
		kind = "application/octet-stream"
	}
	head.Set("Content-Type", kind)
	head.Set("Cache-Control", "no-cache")
	head.Set("Vary", "Accept-Encoding")
	actual, coding := s.encoded(name, r.Header.Get("Accept-Encoding"))
	f, err := s.files.Open(actual)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	body, ok := f.(io.ReadSeeker)
	if !ok {
		return fmt.Errorf("%s cannot be rewound", actual)
	}
	head.Set("ETag", fmt.Sprintf(`"%x-%x%s"`, info.ModTime().UnixNano(), info.Size(), coding))
	if coding != "" {
		head.Set("Content-Encoding", coding)
		head.Set("Content-Length", strconv.FormatInt(info.Size(), 10))
		r = r.Clone(r.Context())
		r.Header.Del("Range") // ranges would be of the compressed bytes
	}
	http.ServeContent(w, r, name, info.ModTime(), body)
	return nil
}

// encoded returns the compressed sibling to send instead of a file, if the browser
// accepts one and it is not older than the file.
func (s static) encoded(name, accept string) (actual, coding string) {
	plain, err := fs.Stat(s.files, name)
	if err != nil {
		return name, ""
	}
	for _, c := range [...]struct{ coding, ending string }{{"br", ".br"}, {"gzip", ".gz"}} {
		info, err := fs.Stat(s.files, name+c.ending)
		if err == nil && !info.ModTime().Before(plain.ModTime()) && accepts(accept, c.coding) {
			return name + c.ending, c.coding
		}
	}
	return name, ""
}

// accepts reads an Accept-Encoding header (RFC 9110, 12.5.3).
func accepts(header, coding string) bool {
	any := false
	for item := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(item, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		q, err := strconv.ParseFloat(strings.TrimPrefix(strings.ReplaceAll(params, " ", ""), "q="), 64)
		wanted := err != nil || q > 0
		switch name {
		case coding:
			return wanted
		case "*":
			any = wanted
		}
	}
	return any
}
