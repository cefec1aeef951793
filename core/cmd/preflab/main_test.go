package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// preflab runs the tool in this process.
func preflab(args ...string) (stdout, stderr string, code int) {
	var o, e bytes.Buffer
	code = run(args, &o, &e)
	return o.String(), e.String(), code
}

// golden compares text with a file under testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test -update writes it anew):\n%s", file, got)
	}
}

// objects decodes JSON Lines and checks that only the last is done.
func objects(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(text) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%q is not a JSON object: %v", line, err)
		}
		all = append(all, o)
	}
	if len(all) == 0 {
		t.Fatal("nothing was printed")
	}
	for i, o := range all {
		if last := i == len(all)-1; (o["done"] == true) != last {
			t.Fatalf("line %d of %d has done %v", i+1, len(all), o["done"])
		}
	}
	return all
}

func TestHelp(t *testing.T) {
	var all strings.Builder
	text, stderr, code := preflab("help")
	if code != exitOK || stderr != "" {
		t.Fatalf("got %d, %q", code, stderr)
	}
	all.WriteString(text)
	for _, c := range commands() {
		text, _, code := preflab("help", c.name)
		if code != exitOK || !strings.Contains(text, "Example:\n  preflab "+c.name) {
			t.Errorf("help %s: got %d, %q, want an example", c.name, code, text)
		}
		if flagged, _, _ := preflab(c.name, "-h"); flagged != text {
			t.Errorf("%s -h differs from help %s", c.name, c.name)
		}
		all.WriteString("\n-- " + c.name + " --\n" + text)
	}
	golden(t, "help.txt", all.String())
}

func TestUsageErrors(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"nothing", nil, "Usage: preflab COMMAND"},
		{"unknown command", []string{"tune"}, `there is no command "tune"`},
		{"help of an unknown command", []string{"help", "tune"}, `there is no command "tune"`},
		{"unknown flag", []string{"serve", "--port", "1"}, "preflab serve: flag provided but not defined: -port; \"preflab help serve\""},
		{"stray argument", []string{"serve", "public"}, `unexpected "public"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			stdout, stderr, code := preflab(c.args...)
			if code != exitUsage || stdout != "" || !strings.Contains(stderr, c.want) {
				t.Errorf("got %d, %q, %q, want %d and %q", code, stdout, stderr, exitUsage, c.want)
			}
		})
	}
	stdout, _, _ := preflab("serve", "--json", "stray")
	if all := objects(t, stdout); !strings.Contains(all[0]["error"].(string), "stray") {
		t.Errorf("got %v, want the error as an object", all)
	}
}
