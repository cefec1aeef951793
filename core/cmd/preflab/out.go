package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

// out is where a command speaks: results to w, as text or as JSON Lines, and
// progress to err.
type out struct {
	w, err io.Writer
	json   bool
	term   bool      // err is a terminal: progress overwrites itself
	last   time.Time // of progress
	dirty  bool      // a progress line stands on the terminal
	ended  bool      // the last object was printed
}

func newOut(w, stderr io.Writer, asJSON bool) *out {
	return &out{w: w, err: stderr, json: asJSON, term: isTerminal(stderr)}
}

// isTerminal reports whether somebody is likely to look at w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb"
}

// text prints for people; nothing under --json.
func (o *out) text(format string, args ...any) {
	if !o.json {
		o.clear()
		fmt.Fprintf(o.w, format, args...)
	}
}

// row prints an object on a line of its own under --json.
func (o *out) row(v any) {
	if o.json {
		o.clear()
		o.w.Write(append(object(v), '\n'))
	}
}

// done prints the last object, with "done":true in it.
func (o *out) done(v any) {
	if !o.json {
		o.clear()
		return
	}
	o.ended = true
	b := object(v)
	tail := `,"done":true}`
	if len(b) == 2 {
		tail = tail[1:]
	}
	o.clear()
	o.w.Write(append(append(b[:len(b)-1], tail...), '\n'))
}

// object encodes a struct or map, with "<" as it is.
func object(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("preflab: a result did not encode: " + err.Error())
	}
	return bytes.TrimSpace(b.Bytes())
}

// fail reports the error that ended a command.
func (o *out) fail(err error, command string) {
	o.clear()
	fmt.Fprintf(o.err, "preflab %s: %v\n", command, err)
	if !o.ended { // some results end in an error
		o.done(struct {
			Error string `json:"error"`
		}{err.Error()})
	}
}

// How often progress is shown: as often as the eye follows, or rarely in a log.
const (
	termEvery = 100 * time.Millisecond
	logEvery  = 5 * time.Second
)

// progress says how far the work is. On a terminal the line overwrites itself.
func (o *out) progress(format string, args ...any) {
	every := logEvery
	if o.term {
		every = termEvery
	}
	now := time.Now()
	if o.last.IsZero() && !o.term {
		o.last = now // a log hears of work only once it takes long
	}
	if now.Sub(o.last) < every {
		return
	}
	o.last = now
	line := fmt.Sprintf(format, args...)
	if o.term {
		fmt.Fprintf(o.err, "\r%s\x1b[K", line)
		o.dirty = true
		return
	}
	fmt.Fprintln(o.err, line)
}

// clear removes a progress line from the terminal.
func (o *out) clear() {
	if o.dirty {
		fmt.Fprint(o.err, "\r\x1b[K")
		o.dirty = false
	}
}

// table prints rows of cells, numbers to the right; nothing under --json.
func (o *out) table(head string, rows []string) {
	if o.json {
		return
	}
	o.clear()
	w := tabwriter.NewWriter(o.w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, r := range append([]string{head}, rows...) {
		fmt.Fprintln(w, strings.TrimRight(r, "\t")+"\t")
	}
	w.Flush()
}

// waiting shows progress until done is closed.
func (o *out) waiting(done <-chan struct{}, format string, args ...any) {
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for {
		select {
		case <-done:
			return
		case <-t.C:
			o.progress(format, args...)
		}
	}
}
