package view

import (
	"fmt"
	"math"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// Cut shortens a text to at most n bytes, at a whole character, with an ellipsis.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	s = s[:n]
	for len(s) > 0 && !utf8.ValidString(s[max(0, len(s)-4):]) && !utf8.RuneStart(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	if r, size := utf8.DecodeLastRuneInString(s); r == utf8.RuneError && size == 1 {
		s = s[:len(s)-1]
	}
	return s + "…"
}

// Sentence makes a sentence of what the engine says in lower case.
func Sentence(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	s = Cut(string(unicode.ToUpper(r))+s[n:], 400)
	if last := s[len(s)-1]; last != '.' && last != '?' && last != '!' {
		s += "."
	}
	return s
}

// Plural writes a count with its noun.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// Count writes a whole number with thin groups of three.
func Count(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

// Span writes seconds as people say them.
func Span(seconds float64) string {
	switch n := int(math.Ceil(seconds)); {
	case math.IsNaN(seconds) || math.IsInf(seconds, 0) || n < 0:
		return "–"
	case n < 60:
		return strconv.Itoa(n) + " s"
	case n < 3600:
		return fmt.Sprintf("%d:%02d min", n/60, n%60)
	default:
		return fmt.Sprintf("%d:%02d h", n/3600, n/60%60)
	}
}

// Percent writes a share without decimals.
func Percent(p float64) string { return strconv.Itoa(int(math.Round(100*p))) + "\u202f%" }

// Number writes a measured value with about three digits.
func Number(v float64) string {
	a := math.Abs(v)
	switch {
	case a != 0 && a < 0.001 || a >= 1e5:
		return strconv.FormatFloat(v, 'e', 1, 64)
	case a < 10:
		return strconv.FormatFloat(v, 'f', 3, 64)
	case a < 100:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return strconv.FormatFloat(v, 'f', 1, 64)
}

// Megabytes writes a size.
func Megabytes(n int) string { return strconv.FormatFloat(float64(n)/1e6, 'f', 1, 64) + " MB" }
