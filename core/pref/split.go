package pref

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A record is one JSON object of a file, or what stood where one should be.
type record struct {
	line int
	nth  int    // of those that begin on the line, from 1
	raw  []byte // the object; nil when it could not be read
	why  string // then: why not
}

// A splitter cuts a file into records. JSON Lines, one array, and objects spread
// over several lines are the same to it: commas and brackets between objects are
// skipped (one too many does no harm), and after a broken object it goes on behind it.
type splitter struct {
	data []byte
	at   int
	line int // of at
	nth  int // records so far on the line
	last int // the last line break: spares a file of one line many long searches
}

func newSplitter(data []byte, line int) *splitter {
	return &splitter{data: data, line: line, last: bytes.LastIndexByte(data, '\n')}
}

// next returns the next record, and false at the end of the file.
func (s *splitter) next() (record, bool) {
	s.skip()
	if s.at >= len(s.data) {
		return record{}, false
	}
	s.nth++
	r := record{line: s.line, nth: s.nth}
	if s.data[s.at] != '{' {
		end := s.lineEnd(s.at)
		r.why = fmt.Sprintf("this is not a JSON object: %s", excerpt(s.data[s.at:end]))
		s.advance(end)
		return r, true
	}
	dec := json.NewDecoder(bytes.NewReader(s.data[s.at:]))
	var raw json.RawMessage
	err := dec.Decode(&raw)
	if err == nil {
		r.raw = raw
		s.advance(s.at + int(dec.InputOffset()))
		return r, true
	}
	r.why = s.explain(err)
	s.advance(s.behindBroken())
	return r, true
}

// skip moves over what may stand between objects.
func (s *splitter) skip() {
	for ; s.at < len(s.data); s.at++ {
		switch s.data[s.at] {
		case '\n':
			s.line++
			s.nth = 0
		case ' ', '\t', '\r', ',', '[', ']':
		default:
			return
		}
	}
}

func (s *splitter) advance(to int) {
	if n := bytes.Count(s.data[s.at:to], []byte{'\n'}); n > 0 {
		s.line += n
		s.nth = 0
	}
	s.at = to
}

func (s *splitter) lineEnd(from int) int {
	if from > s.last {
		return len(s.data)
	}
	if n := bytes.IndexByte(s.data[from:], '\n'); n >= 0 {
		return from + n
	}
	return len(s.data)
}

// explain says why the object at s.at is not JSON.
func (s *splitter) explain(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "the file ends in the middle of this record"
	}
	var syn *json.SyntaxError
	if !errors.As(err, &syn) {
		return "not valid JSON: " + err.Error()
	}
	end := min(s.at+int(syn.Offset), len(s.data))
	line := s.line + bytes.Count(s.data[s.at:max(s.at, end-1)], []byte{'\n'})
	where := ""
	if line != s.line {
		where = fmt.Sprintf(" (in line %d)", line)
	}
	return fmt.Sprintf("not valid JSON%s: %s near %s", where, syn.Error(), excerpt(s.data[max(s.at, end-20):end]))
}

// behindBroken returns where to go on after the broken object at s.at: behind its
// closing brace or, if a line that begins like this one with "{" comes first, there.
func (s *splitter) behindBroken() int {
	limit := s.sameIndent()
	depth, quoted := 0, false
	for i := s.at; i < limit; i++ {
		switch c := s.data[i]; {
		case c == '\n':
			quoted = false // JSON text never spans lines
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return limit
}

// sameIndent returns the start of the next line whose "{" has the indentation of
// the object at s.at, or the end of the data.
func (s *splitter) sameIndent() int {
	indent := s.at - (bytes.LastIndexByte(s.data[:s.at], '\n') + 1)
	for i := s.lineEnd(s.at); i < len(s.data); i = s.lineEnd(i) {
		i++
		at := i + indent
		if at < len(s.data) && s.data[at] == '{' && len(bytes.TrimLeft(s.data[i:at], " \t[,")) == 0 {
			return i
		}
	}
	return len(s.data)
}

// excerpt quotes the beginning of a piece of a file for a message.
func excerpt(b []byte) string {
	const most = 40
	s, more := strings.ToValidUTF8(string(bytes.TrimSpace(b)), "?"), ""
	if len(s) > most {
		s, more = strings.ToValidUTF8(s[:most], ""), "..."
	}
	return "'" + strings.Join(strings.Fields(s), " ") + more + "'"
}
