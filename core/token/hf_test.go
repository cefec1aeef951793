package token

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hfScript answers {texts, ids} with Hugging Face's ids and texts, and whether
// it puts BOS in front by default.
const hfScript = `
const { Tokenizer } = require("tokenizers");
(async () => {
  const t = Tokenizer.fromFile(process.argv[1]);
  const q = JSON.parse(require("fs").readFileSync(0));
  const ids = [], texts = [];
  let bos = true;
  for (const x of q.texts) {
    const got = (await t.encode(x, null, {addSpecialTokens: false})).getIds();
    ids.push(got);
    bos &&= JSON.stringify((await t.encode(x)).getIds()) === JSON.stringify([1, ...got]);
  }
  for (const x of q.ids) texts.push(await t.decode(x, true));
  console.log(JSON.stringify({ids, texts, bos}));
})();`

// TestHuggingFace asks Hugging Face's own library (its Rust core, as the npm
// package tokenizers; 0.23.2 agreed) for the ids of our tokenizer.json. It runs
// where the variable HF_TOKENIZERS names a folder with that package:
//
//	cd /tmp && npm install tokenizers
//	HF_TOKENIZERS=/tmp go test ./core/token -run HuggingFace
//
// What differs by design is left out: the names of special tokens, and "▁".
func TestHuggingFace(t *testing.T) {
	home := os.Getenv("HF_TOKENIZERS")
	if home == "" {
		t.Skip("needs HF_TOKENIZERS, a folder where npm has installed tokenizers")
	}
	stories := string(sharedFile(t, "corpora/tinystories/tinystories_944k.txt"))
	texts := hfTexts(t, stories)
	toks := map[string]*Tokenizer{"trained": Train(slices.Values(strings.Split(stories, "\n")), 1500)}
	for _, f := range realFiles[:2] {
		toks[f.name] = readShared(t, f.file)
	}
	for name, tok := range toks {
		t.Run(name, func(t *testing.T) { askHuggingFace(t, home, tok, texts) })
	}
}

func askHuggingFace(t *testing.T, home string, tok *Tokenizer, texts []string) {
	path := filepath.Join(t.TempDir(), "tokenizer.json")
	if err := os.WriteFile(path, tok.JSON(), 0o644); err != nil {
		t.Fatal(err)
	}
	ids := make([][]int32, len(texts))
	for i, x := range texts {
		ids[i] = append([]int32{}, tok.Encode(x)...)
	}
	question, err := json.Marshal(map[string]any{"texts": texts, "ids": ids})
	if err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "-e", hfScript, path)
	node.Dir, node.Stdin, node.Stderr = home, bytes.NewReader(question), os.Stderr
	out, err := node.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		IDs   [][]int32
		Texts []string
		BOS   bool
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	if !answer.BOS {
		t.Error("Hugging Face does not put BOS in front")
	}
	for i, x := range texts {
		if !slices.Equal(answer.IDs[i], ids[i]) {
			t.Errorf("%q: Hugging Face %v, we %v", x, answer.IDs[i], ids[i])
		}
		if answer.Texts[i] != x {
			t.Errorf("%v: Hugging Face %q, we %q", ids[i], answer.Texts[i], x)
		}
	}
}

// hfTexts are the cases, random characters, and pieces of stories.
func hfTexts(t *testing.T, stories string) []string {
	var texts []string
	for _, c := range sharedCases(t) {
		if !slices.Contains([]string{"<s>", "</s>", "<unk>", spaceMark}, c.Text) {
			texts = append(texts, c.Text)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aabcdeeeehiiklmnooprssttu  .,!?'\"\n\tAZ019é日本😀ßñ—~")
	runes := []rune(stories)
	for range 300 {
		var b strings.Builder
		for range r.IntN(60) {
			b.WriteRune(alphabet[r.IntN(len(alphabet))])
		}
		at := r.IntN(len(runes) - 300)
		texts = append(texts, b.String(), string(runes[at:at+r.IntN(300)]))
	}
	return texts
}
