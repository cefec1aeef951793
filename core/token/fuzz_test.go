package token

import (
	"bytes"
	"slices"
	"testing"
)

func FuzzEncodeDecode(f *testing.F) {
	tok := Train(slices.Values([]string{"The cat sat. The cat said: \"I don't know, I sat…\"\n\n  The end."}), 300)
	for _, s := range []string{"", " ", "The cat", "  a  b ", "\xff\xc3", "\xa0", "\xc3\x9f\x80\x80\x80", "▁<s>\x00", "日本語😀"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ids := tok.Encode(text)
		if got := tok.Decode(ids); got != text {
			t.Errorf("Decode(Encode(%q)) = %q", text, got)
		}
		if got := tok.DecodeRaw(tok.EncodeRaw(text)); got != text {
			t.Errorf("DecodeRaw(EncodeRaw(%q)) = %q", text, got)
		}
		if want := slowEncode(tok, text); len(text) < 1000 && !slices.Equal(ids, want) {
			t.Errorf("Encode(%q) = %v, want %v", text, ids, want)
		}
		if slices.Contains(ids, BOS) || slices.Contains(ids, EOS) || slices.Contains(ids, UNK) {
			t.Errorf("Encode(%q) = %v has a special token", text, ids)
		}
	})
}

// whatReads checks a tokenizer that came from arbitrary bytes.
func whatReads(t *testing.T, tok *Tokenizer) {
	const text = "a b<s> \xff\n"
	if got := tok.Decode(tok.Encode(text)); got != text {
		t.Errorf("got %q, want %q", got, text)
	}
	again, err := ReadJSON(tok.JSON())
	if err != nil {
		t.Fatalf("its own JSON is refused: %v", err)
	}
	if !bytes.Equal(again.JSON(), tok.JSON()) {
		t.Error("its JSON is not stable")
	}
}

func FuzzReadLlama2C(f *testing.F) {
	f.Add([]byte{})
	f.Add(scoredFile(nil, " ", "a", "b", " a", "ab"))
	f.Add(scoredFile([]byte{5, 0, 0, 0}, "a", "aa", "aaa", "ß"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if tok, err := ReadLlama2C(data); err == nil {
			whatReads(t, tok)
		}
	})
}

func FuzzReadJSON(f *testing.F) {
	f.Add([]byte("{}"))
	f.Add(TrainWords(map[string]int{" ab": 3, "..": 2}, firstText+10).JSON())
	f.Fuzz(func(t *testing.T, data []byte) {
		if tok, err := ReadJSON(data); err == nil {
			whatReads(t, tok)
		}
	})
}
