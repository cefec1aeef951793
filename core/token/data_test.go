package token

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// shared is the folder of test data that is not part of the project.
const shared = "../../../shared/data"

// sharedFile reads a file of it, or skips the test.
func sharedFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared, filepath.FromSlash(name)))
	if os.IsNotExist(err) {
		t.Skipf("needs ../shared/data/%s beside the project", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A tokCase is one text with the ids llama2.c's run.c gives it, BOS first.
type tokCase struct {
	Text string  `json:"text"`
	Tok  []int32 `json:"tok512"`
	L32k []int32 `json:"llama32k"`
}

func sharedCases(t testing.TB) []tokCase {
	t.Helper()
	var f struct {
		Cases []tokCase `json:"cases"`
	}
	if err := json.Unmarshal(sharedFile(t, "expected/tokenizer_cases.json"), &f); err != nil {
		t.Fatal(err)
	}
	if len(f.Cases) != 80 {
		t.Fatalf("%d cases, want 80", len(f.Cases))
	}
	return f.Cases
}

// realFiles are the tokenizers that others trained.
var realFiles = []struct {
	name, file string
	size       int
	ids        func(c tokCase) []int32
}{
	{"tok512", "checkpoints/stories260K/tok512.bin", 512, func(c tokCase) []int32 { return c.Tok }},
	{"llama2-32k", "tokenizers/llama2-32k.tokenizer.bin", 32000, func(c tokCase) []int32 { return c.L32k }},
	{"llama2-32k, old layout", "tokenizers/llama2-32k.old-layout.tokenizer.bin", 32000, func(c tokCase) []int32 { return c.L32k }},
}

func readShared(t testing.TB, name string) *Tokenizer {
	t.Helper()
	tok, err := ReadLlama2C(sharedFile(t, name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return tok
}
