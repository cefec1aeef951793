package ckpt

import (
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
