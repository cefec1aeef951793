package token

import (
	"slices"
	"testing"
)

// TestSameIdsAsLlama2C encodes all 80 cases as llama2.c does and decodes them
// again, with the tokenizer as read and after a trip through tokenizer.json.
func TestSameIdsAsLlama2C(t *testing.T) {
	cases := sharedCases(t)
	for _, f := range realFiles {
		t.Run(f.name, func(t *testing.T) {
			tok := readShared(t, f.file)
			if tok.Size() != f.size {
				t.Fatalf("size %d, want %d", tok.Size(), f.size)
			}
			again, err := ReadJSON(tok.JSON())
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range cases {
				want := f.ids(c)
				checkCase(t, tok, c.Text, want[1:])
				checkCase(t, again, c.Text, want[1:])
			}
		})
	}
}

func checkCase(t *testing.T, tok *Tokenizer, text string, want []int32) {
	t.Helper()
	got := tok.Encode(text)
	if !slices.Equal(got, want) {
		t.Errorf("Encode(%q) = %v, want %v", text, got, want)
	}
	if back := tok.Decode(got); back != text {
		t.Errorf("Decode(%v) = %q, want %q", got, back, text)
	}
	if back := tok.Decode(append([]int32{BOS}, got...)); back != text {
		t.Errorf("with BOS: Decode(%v) = %q, want %q", got, back, text)
	}
}
