package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const shared = "../../../../shared/data"

// stories260K returns the flags that name that model, or skips.
func stories260K(t *testing.T) []string {
	t.Helper()
	dir := filepath.Join(shared, "checkpoints/stories260K")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the shared data is not here: ", err)
	}
	return []string{"--model", filepath.Join(dir, "stories260K.bin"), "--tokenizer", filepath.Join(dir, "tok512.bin")}
}

func expected(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(shared, "expected", name))
	if err != nil {
		t.Skip("the shared data is not here: ", err)
	}
	return strings.TrimSuffix(string(text), "\n")
}

// The texts are llama2.c's.
func TestSampleGreedy(t *testing.T) {
	model := stories260K(t)
	for _, c := range []struct{ prompt, tokens, file string }{
		{"", "256", "stories260K.t0.n256.txt"},
		{"Zoo", "57", "stories260K.t0.Zoo.n60.txt"}, // 60 positions, three of them the prompt's
	} {
		args := append([]string{"sample", "--prompt", c.prompt, "--tokens", c.tokens, "--temperature", "0"}, model...)
		stdout, stderr, code := preflab(args...)
		if want := expected(t, c.file); code != exitOK || strings.TrimSuffix(stdout, "\n") != want {
			t.Errorf("%q: got %d %s\n%s\nwant\n%s", c.prompt, code, stderr, stdout, want)
		}
	}
}

func TestSampleJSON(t *testing.T) {
	args := append([]string{"sample", "--json", "--prompt", "Lily", "--tokens", "12", "--seed", "7"}, stories260K(t)...)
	three, _, code := preflab(append(args, "-n", "3")...)
	if code != exitOK {
		t.Fatal(three)
	}
	all := objects(t, three)
	if len(all) != 3 || all[0]["text"] == all[1]["text"] {
		t.Errorf("got %v, want three different samples", all)
	}
	for _, s := range all {
		if s["text"] != "Lily"+s["continuation"].(string) || s["tokens"] != 12.0 || !(s["logp"].(float64) < 0) {
			t.Errorf("got %v", s)
		}
	}
	many, _, _ := preflab(append(args, "-n", "20")...)
	if got := objects(t, many)[2]["text"]; got != all[2]["text"] {
		t.Errorf("the third of twenty is %q, of three %q", got, all[2]["text"])
	}
}

func TestConvert(t *testing.T) {
	model := stories260K(t)
	dir := t.TempDir()
	full, half := filepath.Join(dir, "full"), filepath.Join(dir, "half")
	stdout, stderr, code := preflab(append([]string{"convert", "--json", "--out", full}, model...)...)
	if code != exitOK || objects(t, stdout)[0]["params"] != 260032.0 {
		t.Fatalf("got %d, %s %s", code, stdout, stderr)
	}
	if _, stderr, code = preflab("convert", "--model", full, "--dtype", "F16", "--out", half); code != exitOK {
		t.Fatal(stderr)
	}
	greedy := []string{"sample", "--tokens", "40", "--temperature", "0", "--model"}
	text, _, _ := preflab(append(greedy, full)...)
	if want := expected(t, "stories260K.t0.n256.txt"); !strings.HasPrefix(want, strings.TrimSuffix(text, "\n")) {
		t.Errorf("the converted model writes %q", text)
	}
	if _, stderr, code := preflab(append(greedy, half)...); code != exitOK {
		t.Errorf("the half-precision model does not load: %s", stderr)
	}
	a, _ := os.Stat(filepath.Join(full, weightsFile))
	b, _ := os.Stat(filepath.Join(half, weightsFile))
	if b.Size() > a.Size()*51/100 { // the headers stay as they are
		t.Errorf("F16 takes %d bytes of %d", b.Size(), a.Size())
	}
}

func TestModelErrors(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	junk := write("junk.bin", "not a model")
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"absent", []string{"sample", "--model", "nowhere"}, exitError, "there is no model at nowhere"},
		{"folder without files", []string{"sample", "--model", dir}, exitError, "there is no file"},
		{"junk", []string{"sample", "--model", junk, "--tokenizer", junk}, exitError, "junk.bin"},
		{"temperature", []string{"sample", "--temperature", "-1"}, exitUsage, "--temperature is -1; it must be from 0 to 100"},
		{"top-p", []string{"sample", "--top-p", "0"}, exitUsage, "--top-p is 0"},
		{"top-k", []string{"sample", "--top-k", "-1"}, exitUsage, "--top-k is -1"},
		{"tokens", []string{"sample", "--tokens", "0"}, exitUsage, "--tokens is 0"},
		{"n", []string{"sample", "-n", "0"}, exitUsage, "-n is 0"},
		{"not a number", []string{"sample", "--seed", "x"}, exitUsage, "invalid value \"x\" for flag -seed"},
		{"nothing to convert", []string{"convert"}, exitUsage, "--model is missing"},
		{"nowhere to convert to", []string{"convert", "--model", junk}, exitUsage, "--out is missing"},
		{"dtype", []string{"convert", "--model", junk, "--out", dir, "--dtype", "F8"}, exitUsage, "--dtype is \"F8\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, stderr, code := preflab(c.args...)
			if code != c.code || !strings.Contains(stderr, c.want) {
				t.Errorf("got %d, %q, want %d and %q", code, stderr, c.code, c.want)
			}
		})
	}
}

func TestTokenizerMustFit(t *testing.T) {
	model := stories260K(t)
	model[3] = filepath.Join(shared, "tokenizers/llama2-32k.tokenizer.bin")
	_, stderr, code := preflab(append([]string{"sample"}, model...)...)
	if code != exitError || !strings.Contains(stderr, "do not belong together") {
		t.Errorf("got %d, %q", code, stderr)
	}
}
