// Package tests holds what is true of the tree as a whole.
package tests

import (
	"cmp"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rows is the tree from the ground up (ARCHITECTURE.md): a package imports only
// rows above its own. A row speaks for the folders below it too, unless they
// have a row of their own.
var rows = []string{
	"core/exact",
	"core/rng",
	"core/seq",
	"core/spec",
	"core/kernel",
	"core/nn",
	"core/token",
	"core/ckpt",
	"core/world",
	"core/pref",
	"core/loss",
	"core/optim",
	"core/method",
	"core/eval",
	"core/proto",
	"core/shard",
	"core/pretrain",
	"core/bench",
	"core/lab",
	"ui/chart", // pure geometry: the tool's reports use it too
	"core/cmd",
	"wasm/bridge",
	"wasm/simd",
	"ui/view",
	"ui",
	"wasm",
	"tests",
}

// only narrows a row further: of this module it may import nothing else, not
// even through another package.
var only = map[string][]string{
	"core/loss":   {"core/seq", "core/exact"},
	"ui/chart":    {},
	"ui/view":     {"core/pref", "core/proto", "core/spec", "ui/chart"},
	"ui":          {"core/pref", "core/proto", "core/spec", "ui/chart", "ui/view"},
	"wasm/bridge": {"core/pref", "core/proto", "core/spec"},
}

// foreign is what the engine must not know. Package time parses labels' dates;
// only the clock itself is foreign.
var (
	foreign      = []string{"syscall/js", "net", "net/http"}
	foreignCalls = []string{"time.Now(", "time.Since(", "time.After(", "time.Sleep("}
)

func TestImportsPointUpwards(t *testing.T) {
	for _, platform := range []string{"linux/amd64", "js/wasm"} {
		t.Run(platform, func(t *testing.T) {
			for pkg, imports := range list(t, platform, "Imports") {
				for _, imported := range imports {
					checkOrder(t, pkg, imported)
				}
			}
		})
	}
}

func TestNarrowPackagesStayNarrow(t *testing.T) {
	for _, platform := range []string{"linux/amd64", "js/wasm"} {
		t.Run(platform, func(t *testing.T) {
			for pkg, deps := range list(t, platform, "Deps") {
				allowed, narrow := only[row(pkg)]
				for _, dep := range deps {
					if d, ours := inside(dep); narrow && ours && row(d) != row(pkg) && !slices.Contains(allowed, row(d)) {
						t.Errorf("%s depends on %s; it may depend only on %v", pkg, d, allowed)
					}
				}
			}
		})
	}
}

func TestEngineKnowsNoBrowserOrNetwork(t *testing.T) {
	for pkg, imports := range list(t, "js/wasm", "Imports") {
		if !strings.HasPrefix(pkg, "core/") || row(pkg) == "core/cmd" {
			continue
		}
		for _, imported := range imports {
			if slices.Contains(foreign, imported) {
				t.Errorf("%s imports %s", pkg, imported)
			}
		}
	}
}

func TestEngineReadsNoClock(t *testing.T) {
	core := os.DirFS("../core")
	err := fs.WalkDir(core, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == "cmd" {
			return cmp.Or(err, fs.SkipDir)
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(core, path)
		for _, call := range foreignCalls {
			if strings.Contains(string(source), call) {
				t.Errorf("core/%s calls %s)", path, call)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkOrder(t *testing.T, pkg, imported string) {
	t.Helper()
	above, ours := inside(imported)
	if !ours {
		return
	}
	from, to := slices.Index(rows, row(pkg)), slices.Index(rows, row(above))
	if from < 0 {
		t.Fatalf("%s is in no row of the table: give it one", pkg)
	}
	if to < 0 || to > from {
		t.Errorf("%s imports %s, which is not above it", pkg, above)
	}
}

// row is the longest row that is the package's folder or above it.
func row(pkg string) string {
	best := ""
	for _, r := range rows {
		if (pkg == r || strings.HasPrefix(pkg, r+"/")) && len(r) > len(best) {
			best = r
		}
	}
	return best
}

// inside cuts the module's name off a path, and says whether it was there.
func inside(path string) (string, bool) { return strings.CutPrefix(path, "preflab/") }

// list asks Go about every package of the module: folder to imports, tests apart.
func list(t *testing.T, platform, field string) map[string][]string {
	t.Helper()
	goos, goarch, _ := strings.Cut(platform, "/")
	cmd := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}} {{join .`+field+` " "}}`, "preflab/...")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string][]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		fields := strings.Fields(line)
		if pkg, ours := inside(fields[0]); ours {
			packages[pkg] = fields[1:]
		}
	}
	return packages
}
