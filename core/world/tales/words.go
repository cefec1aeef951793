package tales

import (
	"iter"

	"preflab/core/world"
)

// words yields the words of a text: runs of letters and apostrophes inside a
// word.
func words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range wordSpans(text) {
			if !yield(text[w.Start:w.End]) {
				return
			}
		}
	}
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// wordSpans yields where the words are.
func wordSpans(text string) iter.Seq[world.Span] {
	return func(yield func(world.Span) bool) {
		for i := 0; i < len(text); i++ {
			if !letter(text[i]) {
				continue
			}
			start := i
			for i < len(text) && (letter(text[i]) || text[i] == '\'') {
				i++
			}
			if !yield(world.Span{Start: start, End: i}) {
				return
			}
		}
	}
}

// count is the number of words of a text.
func count(text string) int {
	n := 0
	for range words(text) {
		n++
	}
	return n
}
