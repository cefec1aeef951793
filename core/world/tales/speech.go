package tales

import (
	"strings"

	"preflab/core/world"
)

// What a line of speech is worth, and each word in it. With these a line of
// four words scores a little over 0.6 and two lines about 0.75.
const (
	perLine   = 0.5
	perSpoken = 0.15
)

var spoken = weigh(speechWords)

// speech rates the words inside quotes, and a little the words around them that
// tell of talk or silence.
func speech(_, text string) (float64, []world.Span) {
	sum := 0.0
	spans := quotes(text)
	for _, s := range spans {
		sum += perLine
		for range words(text[s.Start:s.End]) {
			sum += perSpoken
		}
	}
	lines := spans
	for s := range wordSpans(text) {
		w, ok := spoken[strings.ToLower(text[s.Start:s.End])]
		if ok && !inside(lines, s) {
			sum += w
			spans = append(spans, s)
		}
	}
	return squash(0.25, sum), tidy(spans)
}

// quotes finds the lines of speech, with their quotes.
func quotes(text string) []world.Span {
	var out []world.Span
	for rest := 0; ; {
		open := strings.IndexByte(text[rest:], '"')
		if open < 0 {
			return out
		}
		open += rest
		length := strings.IndexByte(text[open+1:], '"')
		if length < 0 {
			return out
		}
		rest = open + length + 2
		out = append(out, world.Span{Start: open, End: rest})
	}
}

func inside(spans []world.Span, s world.Span) bool {
	for _, q := range spans {
		if s.Start >= q.Start && s.End <= q.End {
			return true
		}
	}
	return false
}
