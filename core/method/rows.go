package method

import (
	"slices"
	"strings"

	"preflab/core/seq"
	"preflab/core/token"
)

// MaxAnswer is the most tokens an answer may have: past the longest that the
// worlds' own stories need.
const MaxAnswer = 72

// A Row is one prompt with one completion, in tokens; in a chain a marker and a
// second completion follow.
type Row struct{ Prompt, Completion, Marker, Second []int32 }

// Len is the row's length in tokens.
func (r Row) Len() int {
	return len(r.Prompt) + len(r.Completion) + len(r.Marker) + len(r.Second)
}

// Counted is how many of them the mask counts.
func (r Row) Counted() int { return len(r.Completion) + len(r.Second) }

// Prompt turns an opening into tokens, behind the beginning of text.
func Prompt(t *token.Tokenizer, text string) []int32 {
	return append([]int32{token.BOS}, t.Encode(text)...)
}

// Answer turns an answer into tokens, with the end of text. The space that joins
// it to its opening is the one that the tokenizer puts before any text.
func Answer(t *token.Tokenizer, text string) []int32 {
	return append(t.Encode(strings.TrimPrefix(text, " ")), token.EOS)
}

// Width is the positions that rows need side by side, rounded up to whole
// registers.
func Width(rows ...Row) int {
	most := 0
	for _, r := range rows {
		most = max(most, r.Len()-1)
	}
	return (most + 7) &^ 7
}

// Lay puts rows into a batch. Its Norm is the caller's to set.
func Lay(rows ...Row) *seq.Batch {
	b := seq.NewBatch(len(rows), Width(rows...))
	for i, r := range rows {
		b.SetRow(i, r.Prompt, r.Completion, r.Marker, r.Second)
	}
	return b
}

// Shards cuts the rows of one step of SFT into at most n batches of equal rows,
// each divided by the counted tokens of the whole step.
func Shards(rows []Row, n int) []*seq.Batch {
	tokens := 0
	for _, r := range rows {
		tokens += r.Counted()
	}
	var out []*seq.Batch
	for part := range slices.Chunk(rows, max((len(rows)+n-1)/n, 1)) {
		b := Lay(part...)
		b.Norm = float64(tokens)
		out = append(out, b)
	}
	return out
}
