package token

import (
	"iter"
	"unicode"
	"unicode/utf8"
)

// CountWords cuts texts into the words that [TrainWords] learns from and counts
// them. A word is what no token may reach beyond, an optional space and then
// one of:
//   - a run of letters and marks, with apostrophes between letters (" don't");
//   - one digit;
//   - a run of one other character (" (", "...", "\n\n").
//
// Of several spaces all but the last are a word of their own. Each text gets a
// space in front, as in [Tokenizer.Encode].
func CountWords(texts iter.Seq[string]) map[string]int {
	counts := map[string]int{}
	for text := range texts {
		if text == "" {
			continue
		}
		text = " " + text
		for len(text) > 0 {
			n := wordLen(text)
			counts[text[:n]]++
			text = text[n:]
		}
	}
	return counts
}

// wordLen returns the number of bytes of the word that text begins with.
func wordLen(text string) int {
	spaces := runLen(text, ' ')
	rest, _ := utf8.DecodeRuneInString(text[spaces:])
	switch {
	case spaces == len(text) || spaces > 0 && unicode.IsSpace(rest):
		return spaces
	case spaces > 1:
		return spaces - 1
	}
	return spaces + coreLen(text[spaces:])
}

// coreLen is wordLen for a text that does not begin with a space.
func coreLen(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case isLetter(r):
		return lettersLen(text)
	case unicode.IsDigit(r):
		return n
	}
	return runLen(text, r)
}

func lettersLen(text string) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == '\'' || r == '’' {
			if after, _ := utf8.DecodeRuneInString(text[i+n:]); !isLetter(after) {
				return i
			}
		} else if !isLetter(r) {
			return i
		}
		i += n
	}
	return len(text)
}

func runLen(text string, want rune) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r != want {
			return i
		}
		i += n
	}
	return len(text)
}

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }
