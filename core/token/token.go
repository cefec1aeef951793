// Package token turns text into token ids and back: byte-pair encoding in the
// manner of sentencepiece, with a token for every byte so that any text can be
// written and nothing is ever lost.
//
// A tokenizer comes from one of three places: [ReadLlama2C] reads llama2.c's
// tokenizer.bin, [ReadJSON] reads Hugging Face's tokenizer.json, [Train] makes
// one from a corpus. [Tokenizer.JSON] writes what Hugging Face loads.
//
// Encoding starts from single characters (the bytes of those that have no
// token) and joins, again and again, the neighbours whose merge ranks best; of
// equal ranks the leftmost. That is llama2.c's loop over scores, and Hugging
// Face's over merges.
package token

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The special tokens, the same in every tokenizer. None is produced by encoding
// text, not even text that spells its name.
const (
	UNK int32 = 0 // stands for nothing; prints as <unk>
	BOS int32 = 1 // begins a text
	EOS int32 = 2 // ends a text
)

// A Tokenizer is immutable and safe for concurrent use.
type Tokenizer struct {
	pieces []string // by id: what the token prints, spaces as spaces
	kinds  []kind   // by id
	bytes  [256]int32
	ascii  [128]int32     // token of one character, or -1
	runes  map[rune]int32 // the same beyond ASCII
	merges []merge        // by rank
	pairs  map[uint64]merge

	wordwise bool // no merge reaches across the start of a word
}

// A kind says where a token comes from when text is encoded.
type kind uint8

const (
	textKind    kind = iota // characters and merges
	byteKind                // one raw byte
	specialKind             // never from text
)

// A merge joins two neighbouring tokens. Lower ranks go first; merges read from
// scores share a rank where they share a score.
type merge struct{ left, right, into, rank int32 }

func pairKey(left, right int32) uint64 { return uint64(uint32(left))<<32 | uint64(uint32(right)) }

// spaceMark is how files spell the space inside a token.
const spaceMark = "▁"

// Size returns the number of tokens; ids run from 0 to Size()-1.
func (t *Tokenizer) Size() int { return len(t.pieces) }

// Byte returns the token of one raw byte. Those of control characters occur in no
// text of ours, and can be given a meaning of their own.
func (t *Tokenizer) Byte(b byte) int32 { return t.bytes[b] }

// Piece returns what one token prints: its text with a leading space where it
// has one, the raw byte of a byte token, the name of a special token. An id out
// of range gives the name of [UNK], since models may have more rows than their
// tokenizer has tokens.
func (t *Tokenizer) Piece(id int32) string {
	if id < 0 || int(id) >= len(t.pieces) {
		id = UNK
	}
	return t.pieces[id]
}

// Decode returns the text of ids. It undoes [Tokenizer.Encode]: BOS and EOS
// print nothing, and one space at the start, or after a BOS, is dropped.
func (t *Tokenizer) Decode(ids []int32) string { return t.decode(ids, true) }

// DecodeRaw returns the text of ids and keeps a leading space. It undoes
// [Tokenizer.EncodeRaw].
func (t *Tokenizer) DecodeRaw(ids []int32) string { return t.decode(ids, false) }

func (t *Tokenizer) decode(ids []int32, drop bool) string {
	var b strings.Builder
	first := drop // the next piece is the first of a text
	for _, id := range ids {
		if id == BOS || id == EOS {
			first = first || drop && id == BOS
			continue
		}
		p := t.Piece(id)
		if first {
			p = strings.TrimPrefix(p, " ")
			first = false
		}
		b.WriteString(p)
	}
	return b.String()
}

// name returns how files spell a token.
func (t *Tokenizer) name(id int32) string {
	switch p := t.pieces[id]; t.kinds[id] {
	case byteKind:
		return byteName(p[0])
	case specialKind:
		return p
	default:
		return strings.ReplaceAll(p, " ", spaceMark)
	}
}

func byteName(b byte) string {
	const hex = "0123456789ABCDEF"
	return string([]byte{'<', '0', 'x', hex[b>>4], hex[b&15], '>'})
}

// byteOf is the inverse of byteName.
func byteOf(name string) (b byte, ok bool) {
	if len(name) != 6 || name[:3] != "<0x" || name[5] != '>' {
		return 0, false
	}
	for _, c := range []byte(name[3:5]) {
		switch {
		case '0' <= c && c <= '9':
			b = b<<4 | (c - '0')
		case 'A' <= c && c <= 'F':
			b = b<<4 | (c - 'A' + 10)
		default:
			return 0, false
		}
	}
	return b, true
}

var specialNames = []string{UNK: "<unk>", BOS: "<s>", EOS: "</s>"}

// errTaken is what a table of names says of a name it has.
var errTaken = errors.New("has the same text as another token")

// assemble indexes a vocabulary without merges. Ids 0 to 2 must be the special
// tokens; every byte must have a token; names must be distinct.
func assemble(pieces []string, kinds []kind) (*Tokenizer, map[string]int32, error) {
	t := &Tokenizer{pieces: pieces, kinds: kinds, runes: map[rune]int32{}}
	for i := range t.bytes {
		t.bytes[i] = -1
	}
	for i := range t.ascii {
		t.ascii[i] = -1
	}
	names := make(map[string]int32, len(pieces))
	for i, p := range pieces {
		id := int32(i)
		if err := checkPiece(p, kinds[i]); err != nil {
			return nil, nil, fmt.Errorf("token %d (%q) %w", i, p, err)
		}
		if _, taken := names[t.name(id)]; taken {
			return nil, nil, fmt.Errorf("token %d (%q) %w", i, p, errTaken)
		}
		names[t.name(id)] = id
		t.index(id)
	}
	for b, id := range t.bytes {
		if id < 0 {
			return nil, nil, fmt.Errorf("there is no token %s; a tokenizer needs all 256 byte tokens", byteName(byte(b)))
		}
	}
	return t, names, nil
}

func checkPiece(p string, k kind) error {
	switch {
	case p == "":
		return errors.New("is empty")
	case k == byteKind:
		return nil
	case !utf8.ValidString(p):
		return errors.New("is not valid UTF-8")
	case k == textKind && strings.Contains(p, spaceMark):
		return errors.New("contains U+2581, which files use for the space")
	}
	return nil
}

// index enters one token in the tables that encoding starts from.
func (t *Tokenizer) index(id int32) {
	p := t.pieces[id]
	switch t.kinds[id] {
	case byteKind:
		t.bytes[p[0]] = id
	case textKind:
		r, n := utf8.DecodeRuneInString(p)
		switch {
		case n != len(p):
		case r < utf8.RuneSelf:
			t.ascii[r] = id
		default:
			t.runes[r] = id
		}
	}
}

// setMerges gives t its merges, best first. Of two merges of one pair the
// better counts.
func (t *Tokenizer) setMerges(ms []merge) {
	t.merges = ms
	t.pairs = make(map[uint64]merge, len(ms))
	t.wordwise = true
	for _, m := range ms {
		if !strings.HasSuffix(t.pieces[m.left], " ") && strings.HasPrefix(t.pieces[m.right], " ") {
			t.wordwise = false
		}
		key := pairKey(m.left, m.right)
		if _, ok := t.pairs[key]; !ok {
			t.pairs[key] = m
		}
	}
}
