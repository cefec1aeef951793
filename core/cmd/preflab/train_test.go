package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"preflab/core/ckpt"
	"preflab/core/lab/labtest"
	"preflab/core/method"
	"preflab/core/pref"
)

// tiny writes the model and the labels that tests/golden/runs.txt was made with.
func tiny(t *testing.T) (model, labels string) {
	t.Helper()
	dir := t.TempDir()
	config, tok, weights := labtest.Tiny()
	err := writeFiles(dir, []ckpt.Entry{
		{Name: configFile, Data: config}, {Name: tokenizerFile, Data: tok}, {Name: weightsFile, Data: weights},
		{Name: labelsFile, Data: pref.WriteFull(labtest.Labels(24))},
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir, filepath.Join(dir, labelsFile)
}

// lastOf runs the tool and returns the objects before the last, and the last.
func lastOf(t *testing.T, args ...string) (rows []map[string]any, last map[string]any) {
	t.Helper()
	stdout, stderr, code := preflab(append(args, "--json")...)
	if code != exitOK {
		t.Fatalf("%v: %d, %s", args, code, stderr)
	}
	all := objects(t, stdout)
	return all[:len(all)-1], all[len(all)-1]
}

// The tool takes the recorded run to the recorded bits.
func TestTrainEqualsTheGoldenRun(t *testing.T) {
	data, err := os.ReadFile("../../../tests/golden/runs.txt")
	if err != nil {
		t.Fatal(err)
	}
	model, labels := tiny(t)
	dpo, _ := method.Of("dpo")
	for line := range strings.Lines(string(data)) {
		var method, seed, steps, want string
		if n, _ := fmt.Sscan(line, &method, &seed, &steps, &want); n < 4 || method != "dpo" {
			continue // one of them is enough: core/lab takes all
		}
		args := []string{"train", "--model", model, "--seed", seed, "--steps", steps, "--pairs", labels}
		for _, setting := range strings.Split(labtest.Settings, "&") {
			if name, _, _ := strings.Cut(setting, "="); dpo.Spec.Has(name) {
				args = append(args, "--set", setting)
			}
		}
		rows, last := lastOf(t, args...)
		if _, many := lastOf(t, append(args, "--threads", "3")...); many["weights_sha256"] != last["weights_sha256"] {
			t.Errorf("%s: three threads came to %v, one to %v", line, many["weights_sha256"], last["weights_sha256"])
		}
		if last["weights_sha256"] != want || fmt.Sprint(len(rows)) != steps || last["state"] != "finished" {
			t.Errorf("%s: got %v, want weights %s", line, last, want)
		}
		if first := rows[0]; first["step"] != 1.0 || first["loss"] == nil || first["learning_rate"] == nil || first["kl"] == nil {
			t.Errorf("%s: the first row is %v", line, first)
		}
	}
}

// Stopped and resumed equals uninterrupted, in bits and in the log.
func TestTrainResumes(t *testing.T) {
	model, labels := tiny(t)
	whole, halves := filepath.Join(t.TempDir(), "whole"), filepath.Join(t.TempDir(), "halves")
	train := func(args ...string) map[string]any {
		_, last := lastOf(t, append([]string{"train", "--model", model, "--set", "train_batch_size=2"}, args...)...)
		return last
	}
	want := train("--pairs", labels, "--steps", "4", "--out", whole)
	train("--pairs", labels, "--steps", "2", "--out", halves)
	got := train("--resume", "--steps", "4", "--out", halves)
	if got["weights_sha256"] != want["weights_sha256"] || got["step"] != 4.0 {
		t.Errorf("got %v, want %v", got, want)
	}
	if again := train("--resume", "--out", halves); again["weights_sha256"] != want["weights_sha256"] {
		t.Errorf("resuming a finished run gives %v", again)
	}
	for _, name := range []string{configFile, tokenizerFile, weightsFile, metricsFile, labelsFile, runFile, "README.md"} {
		if _, err := os.Stat(filepath.Join(halves, name)); err != nil {
			t.Error(err)
		}
	}
	csv, err := os.ReadFile(filepath.Join(halves, metricsFile))
	if err != nil || strings.Count(string(csv), "\n") != 5 || !strings.HasPrefix(string(csv), "step,loss,rewards/chosen,") {
		t.Errorf("metrics.csv: %v\n%s", err, csv)
	}
	_, last := lastOf(t, "eval", "--model", halves, "--against", model, "--taste", "cats", "--prompts", "4")
	if kl := last["kl"].(float64); !(kl > 0) || last["win_rate"] == nil || last["well_formed"] == nil || last["prompts"] != 4.0 {
		t.Errorf("eval: got %v", last)
	}
	_, last = lastOf(t, "eval", "--model", model, "--against", model, "--taste", "cats", "--prompts", "2")
	if last["kl"] != 0.0 {
		t.Errorf("a model is %v nats from itself", last["kl"])
	}
}

func TestTaste(t *testing.T) {
	model, _ := tiny(t)
	args := []string{"taste", "--model", model, "--tastes", "cats,brief", "--labels", "2", "--steps", "1", "--prompts", "2", "--set", "train_batch_size=2"}
	rows, last := lastOf(t, args...)
	if len(rows) != 2 || rows[0]["taste"] != "cats" || rows[1]["taste"] != "brief" {
		t.Fatalf("got %v", rows)
	}
	for _, key := range []string{"taste", "win_rate", "low", "high", "well_formed", "kl"} {
		if rows[0][key] == nil {
			t.Errorf("a row lacks %s: %v", key, rows[0])
		}
	}
	if last["tastes"] != 2.0 || last["median_win_rate"] == nil {
		t.Errorf("got %v", last)
	}
	text, stderr, code := preflab(append(args, "--workers", "1")...)
	if want := fmt.Sprintf("%.2f", rows[1]["kl"]); !strings.Contains(text, want) {
		t.Errorf("with one worker the distance %s is not in\n%s", want, text)
	}
	if code != exitOK || !strings.Contains(text, "win rate") || !strings.Contains(text, "median") {
		t.Errorf("got %d, %s, %s", code, text, stderr)
	}
}

func TestTrainErrors(t *testing.T) {
	model, _ := tiny(t)
	junk := filepath.Join(t.TempDir(), "junk.jsonl")
	if err := os.WriteFile(junk, []byte("{\"text\": \"x\"}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"method", []string{"train", "--method", "pro"}, exitUsage, "--method is \"pro\"; it must be one of sft, "},
		{"labels for ppo", []string{"train", "--method", "ppo"}, exitUsage, "ppo needs labels"},
		{"world", []string{"train", "--world", "mars"}, exitUsage, "--world is \"mars\"; it must be one of tales"},
		{"no labels", []string{"train"}, exitUsage, "dpo needs labels"},
		{"labels for sft", []string{"train", "--method", "sft", "--taste", "cats"}, exitUsage, "sft learns from the world's stories"},
		{"number of labels", []string{"train", "--taste", "cats", "--labels", "0"}, exitUsage, "--labels is 0"},
		{"steps", []string{"train", "--taste", "cats", "--steps", "9999999"}, exitUsage, "it must be from 1 to"},
		{"setting", []string{"train", "--taste", "cats", "--set", "beta=19"}, exitUsage, "beta is 19; it must be from 0.01 to 10"},
		{"threads", []string{"train", "--taste", "cats", "--threads", "9"}, exitUsage, "--threads is 9; it must be 1 to 4"},
		{"unknown setting", []string{"train", "--taste", "cats", "--set", "gamma=1"}, exitUsage, "dpo has no setting \"gamma\""},
		{"malformed setting", []string{"train", "--taste", "cats", "--set", "beta"}, exitUsage, "it must be name=value"},
		{"resume without out", []string{"train", "--resume"}, exitUsage, "--resume needs --out"},
		{"nothing to resume", []string{"train", "--model", model, "--resume", "--out", model}, exitError, "there is no file"},
		{"unusable labels", []string{"train", "--model", model, "--pairs", junk}, exitError, "line 1: this is plain text"},
		{"unknown taste", []string{"train", "--model", model, "--taste", "dogmas"}, exitError, "dogmas"},
		{"eval without a model", []string{"eval", "--taste", "cats"}, exitUsage, "--model is missing"},
		{"eval without a taste", []string{"eval", "--model", model}, exitUsage, "--taste is missing"},
		{"eval of nothing", []string{"eval", "--model", model, "--against", model, "--taste", "cats", "--prompts", "0"}, exitError, "1 to 2000"},
		{"taste without labels", []string{"taste", "--labels", "0"}, exitUsage, "--labels is 0"},
		{"audit without a taste", []string{"audit"}, exitUsage, "--taste is missing"},
		{"best of too many", []string{"bestof", "--model", model, "--taste", "cats", "--n", "999"}, exitError, "1 to 128"},
		{"no experiment", []string{"reproduce", "alchemy"}, exitUsage, "it must be one of methods"},
		{"experiment without workers", []string{"reproduce", "methods", "--workers", "0"}, exitUsage, "--workers is 0"},
		{"taste without workers", []string{"taste", "--workers", "0"}, exitUsage, "--workers is 0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, stderr, code := preflab(c.args...)
			if code != c.code || !strings.Contains(stderr, c.want) {
				t.Errorf("got %d, %q, want %d and %q", code, stderr, c.code, c.want)
			}
		})
	}
}

// The best of n by a taste needs no labels, and has a row for each power of two.
func TestBestOfByTaste(t *testing.T) {
	model, _ := tiny(t)
	rows, last := lastOf(t, "bestof", "--model", model, "--taste", "brief", "--prompts", "2", "--n", "4")
	if len(rows) != 3 || rows[2]["n"] != 4.0 || last["by"] != "taste" {
		t.Errorf("got %v and %v", rows, last)
	}
}

// An audit trains a reward model on the labels of a file and says how it ranks.
func TestAudit(t *testing.T) {
	model, labels := tiny(t)
	_, last := lastOf(t, "audit", "--model", model, "--taste", "brief", "--pairs", labels, "--steps", "2")
	if last["step"] != 2.0 || last["n"] == 0.0 || last["best"] == nil {
		t.Errorf("got %v", last)
	}
}

// An experiment goes on from its cache: the second time nothing is left to do, and the
// table is the same.
func TestReproduceGoesOn(t *testing.T) {
	model, _ := tiny(t)
	c, err := load(model, "")
	if err != nil {
		t.Fatal(err)
	}
	r := reproduction{name: "test", cache: t.TempDir(), workers: 1, model: model}
	row := cell{Row: "SFT", Method: "sft", Settings: "train_batch_size=1&max_steps=2", Taste: "brief", Seed: 1, Prompts: 2, Stops: []int{1, 2}}
	var tables []string
	for range 2 {
		done, err := r.all(newOut(io.Discard, io.Discard, true), c, []cell{row})
		if err != nil || len(done) != 1 || len(done[0].Points) != 2 || done[0].Points[1].Step != 2 {
			t.Fatalf("got %+v, %v", done, err)
		}
		tables = append(tables, methodTable(done)+frontierTable(done)+overTable(done))
	}
	if tables[0] != tables[1] || !strings.Contains(tables[0], "| SFT |") {
		t.Errorf("the tables differ or are empty:\n%s\n%s", tables[0], tables[1])
	}
}
