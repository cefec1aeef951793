package token

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTrainOnTinyStories learns 1,500 tokens from 944 kB, twice.
func TestTrainOnTinyStories(t *testing.T) {
	text := string(sharedFile(t, "corpora/tinystories/tinystories_944k.txt"))
	start := time.Now()
	tok := Train(slices.Values(strings.Split(text, "\n")), 1500)
	t.Logf("trained in %v", time.Since(start))
	if tok.Size() != 1500 {
		t.Errorf("size %d, want 1500", tok.Size())
	}
	start = time.Now()
	ids := tok.Encode(text)
	t.Logf("encoded in %v: %.2f bytes a token", time.Since(start), float64(len(text))/float64(len(ids)))
	if got := tok.Decode(ids); got != text {
		t.Error("the corpus does not survive encoding and decoding")
	}
	again, err := ReadJSON(tok.JSON())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(again.Encode(text), ids) {
		t.Error("other ids after tokenizer.json")
	}
	if !slices.Equal(Train(slices.Values(strings.Split(text, "\n")), 1500).JSON(), tok.JSON()) {
		t.Error("training twice gives two tokenizers")
	}
}

// TestWords shows what no token reaches beyond.
func TestWords(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"one two", " one| two"},
		{"don't stop, Ben's", " don't| stop|,| Ben's"},
		{"'hi' dogs'", " '|hi|'| dogs|'"},
		{`"No!" she said...`, ` "|No|!|"| she| said|...`},
		{"a  b   c ", " a| | b|  | c| "},
		{"x\n\ny \n z", " x|\n\n|y| |\n| z"},
		{"in 1984", " in| 1|9|8|4"},
		{"café \xff\xfe", " café| \xff\xfe"},
	} {
		var got []string
		for text := " " + c.text; len(text) > 0 && c.text != ""; {
			n := wordLen(text)
			got = append(got, text[:n])
			text = text[n:]
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%q: got %q, want %q", c.text, s, c.want)
		}
	}
}

// TestTrainRules checks, on a corpus small enough to do by hand, the order of
// ids, the order of merges and the tie.
func TestTrainRules(t *testing.T) {
	tok := TrainWords(map[string]int{" ab": 3, " ac": 3, "zz": 1, "ß": 1}, firstText+100)
	var got []string
	for id := firstText; id < tok.Size(); id++ {
		got = append(got, tok.Piece(int32(id)))
	}
	// Characters: the space, then by count, then by code point. Pairs: " a" has 6;
	// then " ab" and " ac" tie at 3 and the greater goes first; zz occurs once.
	want := []string{" ", "a", "b", "c", "z", "ß", " a", " ac", " ab"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRareCharactersAreBytes gives room for two characters only.
func TestRareCharactersAreBytes(t *testing.T) {
	tok := TrainWords(map[string]int{" aab": 5, " aaq": 4}, firstText+4)
	want := []int32{tok.bytes['q']}
	if got := tok.EncodeRaw("q"); !slices.Equal(got, want) {
		t.Errorf("q is %v, want the byte token %v", got, want)
	}
	if got := tok.Decode(tok.Encode("aaq aab")); got != "aaq aab" {
		t.Errorf("got %q", got)
	}
}

// TestPiecesStayInWords is the promise of [CountWords].
func TestPiecesStayInWords(t *testing.T) {
	text := string(sharedFile(t, "corpora/tinystories/tinystories_944k.txt"))
	tok := Train(slices.Values([]string{text}), 1500)
	for id := firstText; id < tok.Size(); id++ {
		if p := tok.Piece(int32(id)); strings.LastIndexByte(p, ' ') > 0 && strings.Trim(p, " ") != "" {
			t.Errorf("%q reaches beyond a word", p)
		}
	}
}

// TestAgainstCS336 repeats the 243 reference merges of Stanford's assignment,
// which cuts words by GPT-2's rule and starts from bytes. The procedure (which
// pair next, ties, counting) is the one [Train] uses and must agree in full; the
// cutting into words and the first symbols are ours to choose and do not enter.
func TestAgainstCS336(t *testing.T) {
	text := string(sharedFile(t, "corpora/cs336_bpe/corpus.en"))
	reference := strings.Fields(string(sharedFile(t, "corpora/cs336_bpe/train-bpe-reference-merges.txt")))
	var bytes []string
	for b := range 256 {
		bytes = append(bytes, string([]byte{byte(b)}))
	}
	tr := newTrainer(bytes, 0)
	counts := gpt2Words(text)
	for _, w := range slices.Sorted(maps.Keys(counts)) {
		var ids []int32
		for _, b := range []byte(w) {
			ids = append(ids, int32(b))
		}
		tr.add(ids, counts[w])
	}
	ms := tr.learn(len(reference) / 2)
	if len(ms) != 243 || len(reference) != 486 {
		t.Fatalf("%d merges, the reference has %d; want 243", len(ms), len(reference)/2)
	}
	for i, m := range ms {
		got := gpt2Spelling(tr.pieces[m.left]) + " " + gpt2Spelling(tr.pieces[m.right])
		if want := reference[2*i] + " " + reference[2*i+1]; got != want {
			t.Fatalf("merge %d is %q, want %q", i, got, want)
		}
	}
}
