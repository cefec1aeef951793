package pref

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// text returns a column that holds a string.
func (r row) text(col string) (string, bool) {
	var s *string
	if json.Unmarshal(r.cols[col], &s) != nil || s == nil {
		return "", false
	}
	return *s, true
}

// has reports whether a column is there and not null.
func (r row) has(col string) bool {
	raw, ok := r.cols[col]
	return ok && string(raw) != "null"
}

// columns lists the names that a record has, for messages.
func (r row) columns() string {
	if len(r.cols) == 0 {
		return "no columns"
	}
	names := make([]string, 0, len(r.cols))
	for c := range r.cols {
		names = append(names, c)
	}
	slices.Sort(names)
	const most = 8
	if more := len(names) - most; more > 0 {
		names = append(names[:most:most], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

// explain says why a record that no format claims is not a labelled pair.
func (r row) explain() string {
	const need = "a pair needs prompt, chosen and rejected"
	switch {
	case r.has("chosen") || r.has("rejected"):
		missing := "chosen"
		if r.has("chosen") {
			missing = "rejected"
		}
		return fmt.Sprintf("%s is missing; %s", missing, need)
	case r.has("conversations") || r.has("messages"):
		return "this is a conversation with one answer only; " + need
	case r.has("instruction") || r.has("completion"):
		return "this is a demonstration with one answer only; " + need
	case r.has("text"):
		return "this is plain text, not a comparison; " + need
	}
	return fmt.Sprintf("not a labelled pair: it has %s; %s", r.columns(), need)
}

// ignore counts the columns of a record that carry nothing for us.
func (rd *reader) ignore(r row, used ...string) {
	for c := range r.cols {
		if !slices.Contains(used, c) {
			rd.ignored[c]++
		}
	}
}

// bad makes a Problem without its line.
func bad(field, format string, args ...any) *Problem {
	return &Problem{Field: field, Message: fmt.Sprintf(format, args...)}
}
