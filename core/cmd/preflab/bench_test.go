package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"preflab/core/bench"
	"preflab/core/kernel"
)

// tinyJob is a job that costs next to nothing.
const tinyJob = `{"size":"tiny","seconds":0.01,"phases":1,"c":{"D":8,"L":1,"H":2,"F":16,"V":32,"B":2,"T":8}}`

func TestBench(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bench.json")
	stdout, stderr, code := preflab("bench", "--json", "--job", tinyJob, "--out", path)
	if code != exitOK {
		t.Fatal(stderr)
	}
	all := objects(t, stdout)
	if r := all[0]; r["size"] != "tiny" || r["peer"] != "preflab" || !(r["median_ms"].(float64) > 0) {
		t.Errorf("got %v", r)
	}
	if m := all[len(all)-1]; m["cores"] == 0.0 || m["cpu"] == "" || m["go"] == "" {
		t.Errorf("the machine is missing: %v", m)
	}
	table, err := os.ReadFile(strings.TrimSuffix(path, ".json") + ".md")
	if err != nil || !strings.Contains(string(table), "| tiny") || !strings.Contains(string(table), "attention") {
		t.Errorf("the table says\n%s\n%v", table, err)
	}
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), `"times_ms"`) {
		t.Errorf("the report says\n%s\n%v", data, err)
	}
}

func TestBenchRefuses(t *testing.T) {
	for _, row := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--seconds", "-1"}, exitUsage, "--seconds is -1"},
		{[]string{"--job", "{"}, exitUsage, "--job is not a job"},
		{[]string{"--job", strings.Replace(tinyJob, `"size"`, `"threads":2,"size"`, 1)}, exitError, `"threads" is 2`},
		{[]string{"--job", "{}"}, exitError, `a job has one of`},
	} {
		if _, stderr, code := preflab(append([]string{"bench"}, row.args...)...); code != row.code || !strings.Contains(stderr, row.want) {
			t.Errorf("%v: got %d, %q", row.args, code, stderr)
		}
	}
}

// TestBenchMeasuresModels runs every job that has a model on one that costs little.
func TestBenchMeasuresModels(t *testing.T) {
	model, _ := tiny(t)
	b := &benching{model: model, seconds: 0.01}
	for _, j := range []bench.Job{{DPO: b.model}, {Decode: b.model, Tokens: 3, Streams: 2}, {Open: b.model}} {
		j.Seconds = b.seconds
		if err := b.on(newOut(&strings.Builder{}, &strings.Builder{}, true), kernel.Best(), j); err != nil {
			t.Fatal(err)
		}
	}
	dpo, decode, open := b.report.Results[0], b.report.Results[1], b.report.Results[2]
	if dpo.Size != "DPO" || !(dpo.MedianMS > 0) {
		t.Errorf("got %+v", dpo)
	}
	if !(decode.TPS > 0) || decode.Streams != 2 {
		t.Errorf("got %+v", decode)
	}
	if !(open.FirstMS > 0) || open.Params == 0 {
		t.Errorf("got %+v", open)
	}
}
