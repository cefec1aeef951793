package pref

import (
	"cmp"
	"fmt"
	"slices"
)

// Limits of an import. What exceeds one is reported, never cut.
const (
	MaxBytes    = 64 << 20 // of a whole file
	MaxText     = 32 << 10 // bytes of one prompt or answer
	MaxLabels   = 100_000  // read from one file
	MaxProblems = 1_000    // listed in a Report; the rest are counted in a note
	maxBroken   = 10_000   // records that are not JSON, after which reading stops
)

// A Report says what an import made of a file.
type Report struct {
	Format   string    `json:"format"`   // what most records were: "TRL", "HH-RLHF", ...; "unknown" when nothing was recognised
	Good     int       `json:"good"`     // labels read
	Problems []Problem `json:"problems"` // records that were not used, by line
	Notes    []string  `json:"notes"`    // what a reader should know about the labels that were
}

// A Problem is one record that could not be used, and why.
type Problem struct {
	Line    int    `json:"line"`            // where the record begins, from 1; 0 is the file as a whole
	Nth     int    `json:"nth,omitempty"`   // which of the records that begin on the line, if not the first
	Field   string `json:"field,omitempty"` // the column at fault
	Message string `json:"message"`
}

// String gives the problem as one line of text.
func (p Problem) String() string {
	s := p.Message
	if p.Field != "" {
		s = p.Field + ": " + s
	}
	switch {
	case p.Nth > 1:
		return fmt.Sprintf("line %d, record %d: %s", p.Line, p.Nth, s)
	case p.Line > 0:
		return fmt.Sprintf("line %d: %s", p.Line, s)
	}
	return s
}

// close puts the problems in the order of the file and keeps the first of too many.
func (r *Report) close() {
	slices.SortStableFunc(r.Problems, func(a, b Problem) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Nth, b.Nth)) })
	if more := len(r.Problems) - MaxProblems; more > 0 {
		r.Problems = r.Problems[:MaxProblems:MaxProblems]
		r.note("%s not listed.", count(more, "more problem is", "more problems are"))
	}
}

func (r *Report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// count writes n with the word for one or for many.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
