package token

import (
	"strconv"
	"unicode/utf8"
)

// JSON returns the tokenizer as Hugging Face's tokenizer.json, for
// LlamaTokenizerFast and the tokenizers library. The same tokenizer always gives
// the same bytes, and Hugging Face the same ids, but for two habits of its own:
// it turns "<s>" and the other names into special tokens wherever they stand in
// a text, and it takes a "▁" in a text for a space. It adds BOS by default.
func (t *Tokenizer) JSON() []byte {
	b := make([]byte, 0, 4096+48*len(t.pieces))
	b = append(b, jsonHead...)
	b = t.appendAdded(b)
	b = append(b, jsonMiddle...)
	for id := range t.pieces {
		b = append(comma(b, id), "\n      "...)
		b = appendQuoted(b, t.name(int32(id)))
		b = append(b, ": "...)
		b = strconv.AppendInt(b, int64(id), 10)
	}
	b = append(b, "\n    },\n    \"merges\": ["...)
	for i, m := range t.merges {
		b = append(comma(b, i), "\n      "...)
		b = appendQuoted(b, t.name(m.left)+" "+t.name(m.right))
	}
	return append(b, "\n    ]\n  }\n}\n"...)
}

func (t *Tokenizer) appendAdded(b []byte) []byte {
	n := 0
	for id, k := range t.kinds {
		if k != specialKind {
			continue
		}
		b = append(comma(b, n), "\n    {\"id\": "...)
		b = strconv.AppendInt(b, int64(id), 10)
		b = append(b, ", \"content\": "...)
		b = appendQuoted(b, t.pieces[id])
		b = append(b, `, "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}`...)
		n++
	}
	return b
}

// comma separates the i-th element from the one before.
func comma(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}

const jsonHead = `{
  "version": "1.0",
  "truncation": null,
  "padding": null,
  "added_tokens": [`

const jsonMiddle = `
  ],
  "normalizer": {
    "type": "Sequence",
    "normalizers": [
      {"type": "Prepend", "prepend": "▁"},
      {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
    ]
  },
  "pre_tokenizer": null,
  "post_processor": {
    "type": "TemplateProcessing",
    "single": [
      {"SpecialToken": {"id": "<s>", "type_id": 0}},
      {"Sequence": {"id": "A", "type_id": 0}}
    ],
    "pair": [
      {"SpecialToken": {"id": "<s>", "type_id": 0}},
      {"Sequence": {"id": "A", "type_id": 0}},
      {"SpecialToken": {"id": "<s>", "type_id": 1}},
      {"Sequence": {"id": "B", "type_id": 1}}
    ],
    "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}
  },
  "decoder": {
    "type": "Sequence",
    "decoders": [
      {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
      {"type": "ByteFallback"},
      {"type": "Fuse"},
      {"type": "Strip", "content": " ", "start": 1, "stop": 0}
    ]
  },
  "model": {
    "type": "BPE",
    "dropout": null,
    "unk_token": "<unk>",
    "continuing_subword_prefix": null,
    "end_of_word_suffix": null,
    "fuse_unk": true,
    "byte_fallback": true,
    "vocab": {`

// appendQuoted appends s as a JSON string. s is valid UTF-8.
func appendQuoted(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20 || c == utf8.RuneSelf-1:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
