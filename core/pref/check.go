package pref

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"strings"
)

// check holds a draft to the rules for every pair. An answer may be empty in a
// record of ours (the model ended at once), never in an imported one.
func (d *draft) check(raw []byte, imported bool) *Problem {
	a, b := "a", "b"
	if imported {
		if a, b = "chosen", "rejected"; d.Verdict == PreferB {
			a, b = b, a
		}
	}
	for _, t := range [...]struct{ field, text string }{{"prompt", d.Prompt}, {a, d.A}, {b, d.B}} {
		switch {
		case len(t.text) > MaxText:
			return bad(t.field, "it has %d bytes; at most %d can be used", len(t.text), MaxText)
		case strings.ContainsRune(t.text, 0):
			return bad(t.field, "it contains a NUL character")
		case strings.ContainsRune(t.text, '\uFFFD') && loneSurrogate(raw):
			return bad(t.field, "it contains half of a surrogate pair (\\ud800 to \\udfff)")
		case imported && t.field != "prompt" && strings.TrimSpace(t.text) == "":
			return bad(t.field, "it is empty")
		}
	}
	if d.A == d.B || imported && strings.TrimSpace(d.A) == strings.TrimSpace(d.B) {
		return bad(b, "it is the same text as %s", a)
	}
	return nil
}

// loneSurrogate reports whether a replacement character in the decoded text must
// stem from an escape that is not one: the source holds none itself.
func loneSurrogate(raw []byte) bool {
	return !bytes.Contains(raw, []byte("\uFFFD")) && !bytes.Contains(bytes.ToLower(raw), []byte(`\ufffd`))
}

// refuse says why a file as a whole cannot be read, or "".
func refuse(data []byte) string {
	switch {
	case len(data) > MaxBytes:
		return fmt.Sprintf("the file has %d bytes; at most %d can be read: split it", len(data), MaxBytes)
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		return "the file is compressed (gzip); unpack it first"
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "the file is a zip archive; unpack it first"
	case bytes.HasPrefix(data, []byte("PAR1")):
		return "the file is Parquet; export it as JSON Lines first"
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "the file is UTF-16; save it as UTF-8"
	case len(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))) == 0:
		return "the file is empty"
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Contains(first, []byte("prompt,")) && !bytes.ContainsAny(first, "{[") {
		return "the file looks like CSV; save it as JSON Lines: one {\"prompt\", \"chosen\", \"rejected\"} a line"
	}
	return ""
}

// digest names a record by its content.
func digest(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return fmt.Sprintf("%016x", h.Sum64())
}
