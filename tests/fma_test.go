package tests

import (
	"os"
	"os/exec"
	"regexp"
	"testing"
)

// numeric lists the packages whose arithmetic decides a run's bits.
var numeric = []string{"exact", "rng", "seq", "kernel", "nn", "loss", "optim", "shard", "method", "eval", "lab"}

// TestNoFusedMultiplyAdd compiles them for arm64, where the compiler fuses
// x*y + z into one rounding unless the product is converted explicitly, and looks
// for such instructions in what it wrote. One of them would change the bits of
// every run on every phone.
func TestNoFusedMultiplyAdd(t *testing.T) {
	args := []string{"build", "-gcflags=-S"}
	for _, p := range numeric {
		args = append(args, "preflab/core/"+p)
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "GOARCH=arm64", "GOOS=linux", "CGO_ENABLED=0", "GOEXPERIMENT=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if len(out) == 0 {
		t.Fatal("the compiler wrote no listing")
	}
	for _, line := range regexp.MustCompile(`(?m)^.*\tFN?M(ADD|SUB)[SD]\t.*$`).FindAllString(string(out), 10) {
		t.Errorf("fused: %s", line)
	}
}
