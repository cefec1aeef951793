package browser

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestLabelsGoOutAndComeBack(t *testing.T) {
	tb := open(t, "")
	tb.awake()
	for range 3 {
		tb.judge("1")
	}
	name, data := tb.save("#export-labels")
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 3 {
		t.Fatalf("exported %d lines, want 3:\n%s", len(lines), data)
	}
	for _, line := range lines {
		var record map[string]any
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"prompt", "chosen", "rejected"} {
			if text, ok := record[field].(string); !ok || text == "" {
				t.Errorf("%s: no %s", line, field)
			}
		}
	}
	other := open(t, "")
	other.awake()
	other.choose("#import-labels", file(t, name, data))
	other.labels(3)
}

func TestImportedMarkupStaysText(t *testing.T) {
	const attack = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`
	good, err := json.Marshal(map[string]string{"prompt": attack, "chosen": attack + " one", "rejected": attack + " two"})
	if err != nil {
		t.Fatal(err)
	}
	tb := open(t, "")
	tb.awake()
	tb.choose("#import-labels", file(t, attack[:12]+".jsonl", append(append(good, '\n'), attack...)))
	tb.labels(1) // the bad line does not lose the good one
	tb.wait("document.querySelector('#import-report').innerText.includes('1 line left out')")
	tb.key("u") // undo lays the imported pair on the table
	tb.wait("document.querySelector('#pair-prompt').innerText.includes('onerror')")
	if eval[bool](tb, "!!window.hacked || document.querySelector('#app img, #app script') !== null") {
		t.Error("imported markup became part of the page")
	}
}

func TestModelAndMetricsGoOut(t *testing.T) {
	tb := open(t, "v=1&seed=9&max_steps=2")
	tb.teach()
	tb.finish(2)
	_, data := tb.save("#export-model")
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, filepath.Base(f.Name))
	}
	for _, want := range []string{"config.json", "tokenizer.json", "model.safetensors"} {
		if !strings.Contains(strings.Join(names, " "), want) {
			t.Errorf("the zip has %v, no %s", names, want)
		}
	}
	_, metrics := tb.save("#export-metrics")
	if lines := strings.Count(strings.TrimSpace(string(metrics)), "\n"); lines != 2 {
		t.Errorf("%d rows of metrics, want 2:\n%s", lines, metrics)
	}
}

// file writes a file into a folder of the test's own.
func file(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
