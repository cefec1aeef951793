package ckpt

import (
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"slices"
	"testing"

	"preflab/core/token"
)

// TestZip reads the archive with the standard library's reader, which checks
// sizes and sums.
func TestZip(t *testing.T) {
	p := counted(small(true, true))
	tok := token.TrainWords(map[string]int{" ab": 3}, 300)
	files := Folder(p, tok, F16, "Tales", "Tuned *by me*.")
	data := Zip("tales-é", files...)
	if !bytes.Equal(data, Zip("tales-é", Folder(p, tok, F16, "Tales", "Tuned *by me*.")...)) {
		t.Error("the same model gives other bytes")
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]byte{}
	for _, f := range r.File {
		rc, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if got[f.Name], err = io.ReadAll(rc); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		if f.NonUTF8 || f.Modified.Year() != 1980 {
			t.Errorf("%s: not UTF-8 %v, time %v", f.Name, f.NonUTF8, f.Modified)
		}
	}
	want := []string{"README.md", "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
	for i := range want {
		want[i] = "tales-é/" + want[i]
	}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		t.Fatalf("files %q, want %q", names, want)
	}
	if _, err := Load(got[want[1]], got[want[2]]); err != nil {
		t.Error(err)
	}
	if again, err := token.ReadJSON(got[want[3]]); err != nil || again.Size() != tok.Size() {
		t.Error(err)
	}
	if !bytes.Contains(got[want[0]], []byte("# Tales\n\nTuned *by me*.\n")) {
		t.Errorf("the card is %s", got[want[0]])
	}
}

// TestEmptyZip is an archive of nothing.
func TestEmptyZip(t *testing.T) {
	data := Zip("x")
	if r, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err != nil || len(r.File) != 0 {
		t.Error(err)
	}
}
