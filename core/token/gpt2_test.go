package token

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// gpt2Words counts the words of GPT-2's pattern,
//
//	'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
//
// written out because Go's regexp has no look-ahead.
func gpt2Words(text string) map[string]int {
	counts := map[string]int{}
	for len(text) > 0 {
		n := gpt2Len(text)
		counts[text[:n]]++
		text = text[n:]
	}
	return counts
}

func gpt2Len(text string) int {
	for _, s := range []string{"'s", "'d", "'m", "'t", "'ll", "'ve", "'re"} {
		if strings.HasPrefix(text, s) {
			return len(s)
		}
	}
	space := 0
	if text[0] == ' ' {
		space = 1
	}
	for _, in := range []func(rune) bool{unicode.IsLetter, unicode.IsNumber, gpt2Other} {
		if n := prefixLen(text[space:], in); n > 0 {
			return space + n
		}
	}
	n := prefixLen(text, unicode.IsSpace)
	_, last := utf8.DecodeLastRuneInString(text[:n])
	if n < len(text) && n > last { // \s+(?!\S) leaves the last space to the next word
		return n - last
	}
	return n
}

func gpt2Other(r rune) bool {
	return !unicode.IsSpace(r) && !unicode.IsLetter(r) && !unicode.IsNumber(r)
}

func prefixLen(text string, in func(rune) bool) int {
	for i, r := range text {
		if !in(r) {
			return i
		}
	}
	return len(text)
}

// gpt2Spelling writes bytes as the printable characters GPT-2's files use.
func gpt2Spelling(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteRune(gpt2Rune(c))
	}
	return b.String()
}

// gpt2Rune keeps bytes that print in Latin-1 and moves the others to U+0100 and
// on, in order.
func gpt2Rune(c byte) rune {
	prints := func(c byte) bool { return '!' <= c && c <= '~' || '¡' <= c && c <= '¬' || '®' <= c }
	if prints(c) {
		return rune(c)
	}
	r := rune(256)
	for d := range c {
		if !prints(d) {
			r++
		}
	}
	return r
}
