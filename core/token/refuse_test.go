package token

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
)

// scoredFile writes llama2.c's format: special tokens, bytes, then more pieces
// with falling scores. Before the tokens comes lead.
func scoredFile(lead []byte, more ...string) []byte {
	pieces, kinds := base()
	for i, k := range kinds {
		if k == byteKind {
			pieces[i] = byteName(pieces[i][0])
		}
	}
	b := slices.Clone(lead)
	for i, p := range append(pieces, more...) {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(-float32(i)))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	return b
}

// TestOldestLayout lacks the leading int32.
func TestOldestLayout(t *testing.T) {
	old, err := ReadLlama2C(scoredFile(nil, " ", "a", " a"))
	if err != nil {
		t.Fatal(err)
	}
	now, err := ReadLlama2C(scoredFile([]byte{5, 0, 0, 0}, " ", "a", " a"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(old.JSON(), now.JSON()) {
		t.Error("the two layouts give two tokenizers")
	}
	if got := old.Encode("a"); !slices.Equal(got, []int32{261}) {
		t.Errorf("a is %v", got)
	}
}

// TestReadLlama2CRefuses names the token and the place.
func TestReadLlama2CRefuses(t *testing.T) {
	lead := []byte{5, 0, 0, 0}
	good := scoredFile(lead, " ", "a")
	change := func(at int, v uint32) []byte {
		b := slices.Clone(good)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "the file has only 0 bytes"},
		{"cut in a head", good[:len(good)-5], "token 260, at byte 3633: 8 bytes of score and length are wanted, the file has 4 more"},
		{"cut in a text", good[:len(good)-1], "token 260, at byte 3637: its length is 1, the file has 0 more bytes"},
		{"long", change(8, 1<<30), "token 0, at byte 8: its length is 1073741824"},
		{"negative", change(8, 1<<31), "token 0, at byte 8: its length is -2147483648"},
		{"long piece", scoredFile(lead, strings.Repeat("a", 513)), "token 259, at byte 3628: its length is 513; at most 512 is read"},
		{"NaN", change(4, 0x7FC00000), "token 0, at byte 4: its score is not a number"},
		{"few", good[:len(lead)+8+5], "it has 1 tokens"},
		{"no bytes", append(good[:len(lead):len(lead)], bytes.Repeat([]byte("\x00\x00\x00\x00\x05\x00\x00\x00<unk>"), 300)...), `token 1 is "<unk>"; it must be <s>`},
		{"twice", scoredFile(lead, "a", "b", "a"), `token 261 ("a") has the same text as another token`},
		{"a byte's name", scoredFile(lead, "<0x41>"), `token 259 ("<0x41>") has the same text`},
		{"broken", scoredFile(lead, "\xff"), "is not valid UTF-8"},
		{"mark", scoredFile(lead, "▁a"), "contains U+2581"},
	} {
		_, err := ReadLlama2C(c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want ...%s...", c.name, err, c.want)
		}
	}
}

// TestReadJSONForms reads what other writers make of the same tokenizer.
func TestReadJSONForms(t *testing.T) {
	tok := TrainWords(map[string]int{" ab": 3, "\"\\\x01\x7f": 2}, firstText+100)
	want := string(tok.JSON())
	for _, c := range []struct{ name, old, new string }{
		{"as written", "", ""},
		{"merges as lists", `"▁ ab"`, `["▁", "ab"]`},
		{"metaspace", want[strings.Index(want, `"normalizer"`):strings.Index(want, `"post_processor"`)],
			`"normalizer": null, "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": false}, `},
	} {
		text := strings.Replace(want, c.old, c.new, 1)
		got, err := ReadJSON([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if c.old != "" && text == want || string(got.JSON()) != want {
			t.Errorf("%s: another tokenizer", c.name)
		}
	}
}

// TestAddedTokens keeps the tokens that others added at the end.
func TestAddedTokens(t *testing.T) {
	tok := TrainWords(map[string]int{" ab": 3}, firstText+5)
	text := strings.Replace(string(tok.JSON()), `"added_tokens": [`, `"added_tokens": [{"id": 264, "content": "<|user|>"},`, 1)
	got, err := ReadJSON([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got.Size() != 265 || got.Piece(264) != "<|user|>" || got.Decode(got.Encode("<|user|> ab")) != "<|user|> ab" {
		t.Errorf("size %d, piece %q", got.Size(), got.Piece(264))
	}
}

// TestReadJSONRefuses says what differs from a Llama tokenizer.
func TestReadJSONRefuses(t *testing.T) {
	good := string(TrainWords(map[string]int{" ab": 3}, firstText+10).JSON())
	for _, c := range []struct{ name, old, new, want string }{
		{"cut", good[len(good)/2:], "", "at byte"},
		{"wrong type", `"vocab": {`, `"vocab": {"q": "x",`, "model.vocab holds a string"},
		{"unigram", `"type": "BPE"`, `"type": "Unigram"`, `the model is of type "Unigram"`},
		{"no fallback", `"byte_fallback": true`, `"byte_fallback": false`, "byte_fallback is not true"},
		{"dropout", `"dropout": null`, `"dropout": 0.1`, "model.dropout is set"},
		{"suffix", `"end_of_word_suffix": null`, `"end_of_word_suffix": "</w>"`, "prefix or suffix"},
		{"byte level", `"pre_tokenizer": null`, `"pre_tokenizer": {"type": "ByteLevel"}`, "the normalizer must be Prepend"},
		{"no prefix", `{"type": "Prepend", "prepend": "▁"},`, ``, "the normalizer must be Prepend"},
		{"hole", `"▁ab": 263`, `"▁ab": 300`, `the token "▁ab" has id 300; the ids of 264 tokens must be 0 to 263`},
		{"shared id", `"▁ab": 263`, `"▁ab": 262`, `has id 262, which another token has`},
		{"no byte", `"<0x41>": 68`, `"<0x4>": 68`, "there is no token <0x41>"},
		{"space", `"▁ab": 263`, `" ab": 263`, "has a space in it"},
		{"other BOS", `"content": "<s>"`, `"content": "<|begin|>"`, "has id 1, which another token has"},
		{"merge of nothing", `"▁ ab"`, `"▁ qb"`, `merge 1 ("▁" with "qb"): the vocabulary lacks`},
		{"merge of bytes", `"▁ ab"`, `"<0x41> ab"`, `merge 1 ("<0x41>" with "ab"): the vocabulary lacks`},
		{"no merge", `"▁ ab"`, `"▁ab"`, "has no space in it"},
		{"list of three", `"▁ ab"`, `["▁", "a", "b"]`, "is neither"},
	} {
		text := good
		if c.old != "" {
			text = strings.Replace(good, c.old, c.new, 1)
		}
		_, err := ReadJSON([]byte(text))
		if text == good || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want ...%s...", c.name, err, c.want)
		}
	}
	for _, text := range []string{"", "null", "[]", "{}", `{"model": {}}`, `{"model": {"vocab": {"<0x4": 0}}}`} {
		if _, err := ReadJSON([]byte(text)); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
