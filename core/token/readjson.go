package token

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// file is the part of tokenizer.json that matters here.
type file struct {
	Added []struct {
		ID      int32  `json:"id"`
		Content string `json:"content"`
	} `json:"added_tokens"`
	Normalizer *step `json:"normalizer"`
	Pre        *step `json:"pre_tokenizer"`
	Model      struct {
		Type         string           `json:"type"`
		ByteFallback bool             `json:"byte_fallback"`
		Dropout      *float64         `json:"dropout"`
		Prefix       *string          `json:"continuing_subword_prefix"`
		Suffix       *string          `json:"end_of_word_suffix"`
		IgnoreMerges bool             `json:"ignore_merges"`
		Vocab        map[string]int32 `json:"vocab"`
		Merges       []cut            `json:"merges"`
	} `json:"model"`
}

// A step is a normalizer or a pre-tokenizer.
type step struct {
	Type        string `json:"type"`
	Normalizers []step `json:"normalizers"`
	Prepend     string `json:"prepend"`
	Content     string `json:"content"`
	Pattern     struct {
		String string `json:"String"`
	} `json:"pattern"`
	Replacement   string `json:"replacement"`
	PrependScheme string `json:"prepend_scheme"`
	Split         *bool  `json:"split"`
}

// A cut is a merge as a file writes it: "left right", or ["left", "right"].
type cut [2]string

// UnmarshalJSON reads either form.
func (c *cut) UnmarshalJSON(data []byte) error {
	var s string
	if json.Unmarshal(data, &s) == nil {
		left, right, ok := strings.Cut(s, " ")
		if !ok {
			return fmt.Errorf("the merge %q has no space in it", s)
		}
		*c = cut{left, right}
		return nil
	}
	var two []string
	if json.Unmarshal(data, &two) != nil || len(two) != 2 {
		return fmt.Errorf("the merge %.60s is neither \"left right\" nor [\"left\", \"right\"]", data)
	}
	*c = cut(two)
	return nil
}

// ReadJSON reads Hugging Face's tokenizer.json of a Llama tokenizer: BPE with
// byte fallback, a space put in front and written as "▁", <unk>, <s> and </s>
// at 0, 1 and 2. Merges rank by their place in the list. Other kinds of
// tokenizer are refused with a sentence that says what differs. Further added
// tokens keep their ids and print their text, but text never encodes to them.
func ReadJSON(data []byte) (*Tokenizer, error) {
	t, err := readJSON(data)
	if err != nil {
		return nil, fmt.Errorf("tokenizer.json: %w", err)
	}
	return t, nil
}

func readJSON(data []byte) (*Tokenizer, error) {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, explain(err)
	}
	if err := f.check(); err != nil {
		return nil, err
	}
	pieces, kinds, err := f.pieces()
	if err != nil {
		return nil, err
	}
	t, names, err := assemble(pieces, kinds)
	if err != nil {
		return nil, err
	}
	return t, f.setMerges(t, names)
}

// explain adds the place to an error of encoding/json.
func explain(err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("at byte %d: %w", syntax.Offset, err)
	case errors.As(err, &typ):
		return fmt.Errorf("at byte %d: %s holds a %s", typ.Offset, typ.Field, typ.Value)
	}
	return err
}

func (f *file) check() error {
	m := &f.Model
	switch {
	case m.Type != "BPE" && m.Type != "":
		return fmt.Errorf("the model is of type %q; only BPE is read", m.Type)
	case len(m.Vocab) == 0:
		return errors.New("it has no model.vocab")
	case !m.ByteFallback:
		return errors.New("model.byte_fallback is not true; only tokenizers with byte tokens (as Llama 2's) are read")
	case m.Dropout != nil && *m.Dropout != 0:
		return errors.New("model.dropout is set; its ids would be random")
	case m.IgnoreMerges:
		return errors.New("model.ignore_merges is true; that is not read")
	case m.Prefix != nil && *m.Prefix != "" || m.Suffix != nil && *m.Suffix != "":
		return errors.New("the model marks word parts with a prefix or suffix; that is not read")
	}
	return f.checkSpaces()
}

// checkSpaces accepts the two ways of putting "▁" in front and for spaces: by
// the normalizer, or by a Metaspace that does not split.
func (f *file) checkSpaces() error {
	n, p := f.Normalizer, f.Pre
	if n != nil && n.Type == "Sequence" && len(n.Normalizers) == 2 {
		a, b := n.Normalizers[0], n.Normalizers[1]
		if p == nil && a.Type == "Prepend" && a.Prepend == spaceMark &&
			b.Type == "Replace" && b.Pattern.String == " " && b.Content == spaceMark {
			return nil
		}
	}
	if n == nil && p != nil && p.Type == "Metaspace" && p.Replacement == spaceMark &&
		p.PrependScheme != "never" && p.Split != nil && !*p.Split {
		return nil
	}
	return errors.New(`the normalizer must be Prepend "▁" and Replace " " by "▁", without a pre_tokenizer (or a Metaspace that does not split), as in Llama's tokenizers`)
}

// pieces lists the vocabulary and the added tokens by id.
func (f *file) pieces() ([]string, []kind, error) {
	special := map[string]int32{}
	for _, a := range f.Added {
		if id, ok := special[a.Content]; ok && id != a.ID {
			return nil, nil, fmt.Errorf("the added token %q has ids %d and %d", a.Content, id, a.ID)
		}
		if id, ok := f.Model.Vocab[a.Content]; ok && id != a.ID {
			return nil, nil, fmt.Errorf("the added token %q has id %d, in the vocabulary %d", a.Content, a.ID, id)
		}
		special[a.Content] = a.ID
		f.Model.Vocab[a.Content] = a.ID
	}
	pieces := make([]string, len(f.Model.Vocab))
	kinds := make([]kind, len(pieces))
	for name, id := range f.Model.Vocab {
		if id < 0 || int(id) >= len(pieces) {
			return nil, nil, fmt.Errorf("the token %q has id %d; the ids of %d tokens must be 0 to %d", name, id, len(pieces), len(pieces)-1)
		}
		if pieces[id] != "" {
			return nil, nil, fmt.Errorf("the token %q has id %d, which another token has", name, id)
		}
		b, isByte := byteOf(name)
		_, isSpecial := special[name]
		switch {
		case isSpecial || int(id) < len(specialNames):
			pieces[id], kinds[id] = name, specialKind
		case isByte:
			pieces[id], kinds[id] = string([]byte{b}), byteKind
		case strings.Contains(name, " "):
			return nil, nil, fmt.Errorf("the token %q has a space in it, which must be written \u2581", name)
		default:
			pieces[id] = strings.ReplaceAll(name, spaceMark, " ")
		}
	}
	for id, name := range specialNames {
		if id >= len(pieces) || pieces[id] != name {
			return nil, nil, fmt.Errorf("token %d must be %s", id, name)
		}
	}
	return pieces, kinds, nil
}

func (f *file) setMerges(t *Tokenizer, names map[string]int32) error {
	ms := make([]merge, 0, len(f.Model.Merges))
	for i, c := range f.Model.Merges {
		left, okL := names[c[0]]
		right, okR := names[c[1]]
		into, ok := names[c[0]+c[1]]
		switch {
		case !okL || !okR || !ok:
			return fmt.Errorf("merge %d (%q with %q): the vocabulary lacks a part or the whole", i, c[0], c[1])
		case t.kinds[left] != textKind || t.kinds[right] != textKind || t.kinds[into] != textKind:
			return fmt.Errorf("merge %d (%q with %q) touches a byte or special token", i, c[0], c[1])
		}
		ms = append(ms, merge{left, right, into, int32(i)})
	}
	t.setMerges(ms)
	return nil
}
