package token

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// ReadLlama2C reads llama2.c's tokenizer.bin: an int32, the length of the
// longest token, then for each token a float32 score, an int32 length and that
// many bytes, all little-endian, to the end of the file. Two older layouts are
// read as well: without the leading int32, and with byte tokens as raw bytes
// (or the characters of the same number) rather than spelt <0x41>.
func ReadLlama2C(data []byte) (*Tokenizer, error) {
	pieces, scores, err := readScored(data, 4)
	if err != nil {
		var old error
		if pieces, scores, old = readScored(data, 0); old != nil {
			return nil, fmt.Errorf("llama2.c tokenizer: %w", err)
		}
	}
	t, err := fromScores(pieces, scores)
	if err != nil {
		return nil, fmt.Errorf("llama2.c tokenizer: %w", err)
	}
	return t, nil
}

// firstText is the first id after the special and the byte tokens, in
// llama2.c's files and in what Train makes.
const firstText = 3 + 256

// maxPiece bounds the time that a hostile file can ask for, which grows with the
// square of a piece's length. Llama 2's longest piece has 27 bytes.
const maxPiece = 512

// readScored reads tokens from offset at to the end of data.
func readScored(data []byte, at int) (pieces []string, scores []float32, err error) {
	if len(data) < at {
		return nil, nil, fmt.Errorf("the file has only %d bytes", len(data))
	}
	for at < len(data) {
		if len(data)-at < 8 {
			return nil, nil, fmt.Errorf("token %d, at byte %d: 8 bytes of score and length are wanted, the file has %d more", len(pieces), at, len(data)-at)
		}
		score := math.Float32frombits(binary.LittleEndian.Uint32(data[at:]))
		n := int64(int32(binary.LittleEndian.Uint32(data[at+4:])))
		at += 8
		if n < 1 || n > int64(len(data)-at) {
			return nil, nil, fmt.Errorf("token %d, at byte %d: its length is %d, the file has %d more bytes", len(pieces), at-4, n, len(data)-at)
		}
		if n > maxPiece {
			return nil, nil, fmt.Errorf("token %d, at byte %d: its length is %d; at most %d is read", len(pieces), at-4, n, maxPiece)
		}
		if score != score {
			return nil, nil, fmt.Errorf("token %d, at byte %d: its score is not a number", len(pieces), at-8)
		}
		pieces = append(pieces, string(data[at:at+int(n)]))
		scores = append(scores, score)
		at += int(n)
	}
	if len(pieces) < firstText {
		return nil, nil, fmt.Errorf("it has %d tokens; 3 special and 256 byte tokens are the least", len(pieces))
	}
	return pieces, scores, nil
}

// fromScores makes a tokenizer whose merges are all the ways to cut a piece in
// two other pieces, ranked by the score of the whole.
func fromScores(pieces []string, scores []float32) (*Tokenizer, error) {
	kinds := make([]kind, len(pieces))
	for i, name := range specialNames {
		if !strings.Contains(pieces[i], name) {
			return nil, fmt.Errorf("token %d is %q; it must be %s", i, pieces[i], name)
		}
		pieces[i], kinds[i] = name, specialKind
	}
	for b := range 256 {
		id := b + 3
		raw := string([]byte{byte(b)})
		if p := pieces[id]; p != raw && p != string(rune(b)) && p != byteName(byte(b)) {
			return nil, fmt.Errorf("token %d is %q; it must be the byte token %s", id, pieces[id], byteName(byte(b)))
		}
		pieces[id], kinds[id] = raw, byteKind
	}
	t, _, err := assemble(pieces, kinds)
	if err != nil {
		return nil, err
	}
	return t, t.rankByScore(scores)
}

// llama2.c's loop starts from a best score of -1e10, so a piece at or below it
// is never merged into.
const leastScore = -1e10

// maxMerges bounds the memory that a hostile file can ask for: a piece of n
// characters can be cut in n-1 places. Llama 2's 32,000 pieces have 61,249 cuts.
const maxMerges = 1 << 22

func (t *Tokenizer) rankByScore(scores []float32) error {
	byText := make(map[string]int32, len(t.pieces))
	for id, p := range t.pieces {
		if t.kinds[id] == textKind {
			byText[p] = int32(id)
		}
	}
	order := make([]int32, 0, len(byText))
	for id, s := range scores {
		if t.kinds[id] == textKind && s > leastScore {
			order = append(order, int32(id))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(scores[b], scores[a]) })
	var ms []merge
	rank := int32(0)
	for i, id := range order {
		if i > 0 && scores[id] != scores[order[i-1]] {
			rank++
		}
		if ms = appendCuts(ms, t.pieces[id], id, rank, byText); len(ms) > maxMerges {
			return errors.New("its tokens can be cut in too many ways; this is not a tokenizer made by training")
		}
	}
	t.setMerges(ms)
	return nil
}

// appendCuts appends every way to make piece from two others, the longest left
// part first: the order of Hugging Face's converter.
func appendCuts(ms []merge, piece string, id, rank int32, byText map[string]int32) []merge {
	for i := len(piece) - 1; i > 0; i-- {
		if !utf8.RuneStart(piece[i]) {
			continue
		}
		left, ok := byText[piece[:i]]
		if !ok {
			continue
		}
		if right, ok := byText[piece[i:]]; ok {
			ms = append(ms, merge{left, right, id, rank})
		}
	}
	return ms
}
