package token

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// slowEncode is llama2.c's loop: of all neighbours, merge those of the best rank,
// the first of equals; quadratic.
func slowEncode(t *Tokenizer, text string) []int32 {
	if text == "" {
		return nil
	}
	ids := t.appendChars(nil, " "+text)
	for {
		best, at := merge{rank: 1 << 30}, -1
		for i := range len(ids) - 1 {
			if m, ok := t.pairs[pairKey(ids[i], ids[i+1])]; ok && m.rank < best.rank {
				best, at = m, i
			}
		}
		if at < 0 {
			return ids
		}
		ids[at] = best.into
		ids = slices.Delete(ids, at+1, at+2)
	}
}

// randomScored is a tokenizer of all short strings over three letters, with few
// distinct scores, so that ranks tie and merges compete.
func randomScored(r *rand.Rand, letters string) *Tokenizer {
	pieces, _ := base()
	all := []string{""}
	for i := 0; len(all) < 60; i++ {
		for _, c := range letters {
			all = append(all, all[i]+string(c))
		}
	}
	for _, p := range all[1:] {
		if len(p) == 1 || r.IntN(2) == 0 {
			pieces = append(pieces, p)
		}
	}
	scores := make([]float32, len(pieces))
	for i := range scores {
		scores[i] = float32(-r.IntN(6))
	}
	t, err := fromScores(pieces, scores)
	if err != nil {
		panic(err)
	}
	return t
}

func randomText(r *rand.Rand, letters string, most int) string {
	var b strings.Builder
	for range r.IntN(most) {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// TestEncodeIsTheSlowLoop compares the heap with the loop it replaces, on
// vocabularies made to collide, with and without merges across words.
func TestEncodeIsTheSlowLoop(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		letters := []string{"ab ", "abc", " a"}[r.IntN(3)]
		tok := randomScored(r, letters)
		for range 20 {
			text := randomText(r, letters+"x", 40)
			got, want := tok.Encode(text), slowEncode(tok, text)
			if !slices.Equal(got, want) {
				t.Fatalf("Encode(%q) = %v, want %v", text, got, want)
			}
			if raw := tok.EncodeRaw(" " + text); text != "" && !slices.Equal(raw, got) {
				t.Fatalf("EncodeRaw(%q) = %v, want %v", " "+text, raw, got)
			}
		}
	}
}

// TestEncodeStories compares the two on real text and a real vocabulary, where
// words are encoded one at a time.
func TestEncodeStories(t *testing.T) {
	text := string(sharedFile(t, "corpora/tinystories/tinystories_944k.txt"))[:20000]
	for _, f := range realFiles {
		tok := readShared(t, f.file)
		if !tok.wordwise {
			t.Errorf("%s: a merge reaches across words", f.name)
		}
		for at := 0; at < len(text); at += 400 {
			part := text[at : at+400]
			if got, want := tok.Encode(part), slowEncode(tok, part); !slices.Equal(got, want) {
				t.Fatalf("%s: Encode(%q) = %v, want %v", f.name, part, got, want)
			}
		}
	}
}

// TestEncodeIsNotQuadratic encodes one word of a megabyte. The slow loop would
// take the square of that, hours; the limit is generous for busy machines.
func TestEncodeIsNotQuadratic(t *testing.T) {
	tok := randomScored(rand.New(rand.NewPCG(3, 4)), "abc")
	start := time.Now()
	text := strings.Repeat("abcacbbac", 1<<20/9)
	if got := tok.Decode(tok.Encode(text)); got != text {
		t.Error("the text did not survive")
	}
	if d := time.Since(start); d > 30*time.Second {
		t.Errorf("took %v", d)
	}
}

// TestDecode shows what becomes of special tokens and spaces.
func TestDecode(t *testing.T) {
	tok := TrainWords(map[string]int{" ab": 3}, firstText+10)
	ab := tok.Encode("ab")
	if len(ab) != 1 {
		t.Fatalf("ab is %v", ab)
	}
	id := ab[0]
	for _, c := range []struct {
		ids       []int32
		text, raw string
	}{
		{nil, "", ""},
		{[]int32{id, id}, "ab ab", " ab ab"},
		{[]int32{BOS, id, EOS}, "ab", " ab"},
		{[]int32{id, EOS, BOS, id, id}, "abab ab", " ab ab ab"}, // a new text begins
		{[]int32{EOS, id}, "ab", " ab"},
		{[]int32{UNK, id}, "<unk> ab", "<unk> ab"},
		{[]int32{-1, 1 << 20}, "<unk><unk>", "<unk><unk>"},
		{[]int32{3 + 0xC3, 3 + 0x9F}, "ß", "ß"},
	} {
		if got := tok.Decode(c.ids); got != c.text {
			t.Errorf("Decode(%v) = %q, want %q", c.ids, got, c.text)
		}
		if got := tok.DecodeRaw(c.ids); got != c.raw {
			t.Errorf("DecodeRaw(%v) = %q, want %q", c.ids, got, c.raw)
		}
	}
	if got := tok.Piece(id) + tok.Piece(3+'\n') + tok.Piece(BOS); got != " ab\n<s>" {
		t.Errorf("pieces %q", got)
	}
}

func BenchmarkEncode(b *testing.B) {
	text := string(sharedFile(b, "corpora/tinystories/tinystories_944k.txt"))
	tok := Train(slices.Values([]string{text}), 1500)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		tok.Encode(text)
	}
}
