package pref

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// realFile reads a file that others wrote, or skips.
func realFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../shared/data/preference", name))
	if err != nil {
		t.Skip("the shared data is not here: ", err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return data
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	data, err = io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Counts were checked by reading the files: the HH-RLHF rows with an empty answer
// are 87 and 517, UltraFeedback's line 44 has the same text twice, five of
// LLaMA-Factory's rows and 96 of NeMo's 100 repeat others.
func TestRealFiles(t *testing.T) {
	for _, c := range []struct {
		file, format  string
		good, problem int
		first         string // problem, in part
	}{
		{"hh-rlhf/harmless-base-test.first800.jsonl.gz", "HH-RLHF", 798, 2, "line 87: chosen: it is empty"},
		{"ultrafeedback/eval_clean_200.jsonl", "TRL", 199, 1, "line 44: rejected: it is the same text as chosen"},
		{"llama-factory/dpo_en_demo.json", "LLaMA-Factory", 295, 0, ""},
		{"llama-factory/kto_en_demo.json", "unpaired (KTO)", 1, 298, "line 2: this good answer has no bad one"},
		{"llama-factory/dataset_info.json", "unknown", 0, 1, "not a labelled pair"},
		{"nemo-aligner/dummy-dpo.jsonl", "NeMo-Aligner", 4, 0, ""},
		{"nemo-aligner/synthetic-123.jsonl", "unknown", 0, 50, "plain text, not a comparison"},
		{"nemo-aligner/test-rm.jsonl", "unknown", 0, 8, "plain text, not a comparison"},
		{"axolotl/conversation.json", "unknown", 0, 1, "a conversation with one answer only"},
		{"axolotl/conversation.missingturns.json", "unknown", 0, 1, "a conversation with one answer only"},
		{"torchtune/hh_rlhf_tiny.json", "TRL, conversational", 1, 0, ""},
		{"torchtune/stack_exchange_paired_tiny.json", "Stack Exchange paired", 25, 0, ""},
		{"torchtune/alpaca_tiny.json", "unknown", 0, 100, "a demonstration with one answer only"},
		{"torchtune/instruct_tiny.json", "unknown", 0, 2, "a demonstration with one answer only"},
		{"torchtune/chat_tiny.json", "unknown", 0, 1, "a conversation with one answer only"},
	} {
		t.Run(c.file, func(t *testing.T) {
			labels, rep := ReadAny(realFile(t, c.file))
			if rep.Format != c.format || len(labels) != c.good || len(rep.Problems) != c.problem {
				t.Errorf("got %s, %d labels, %d problems, want %s, %d, %d", rep.Format, len(labels), len(rep.Problems), c.format, c.good, c.problem)
			}
			if c.first != "" && !strings.Contains(rep.Problems[0].String(), c.first) {
				t.Errorf("got first problem %q, want %q", rep.Problems[0], c.first)
			}
			back, _ := ReadAny(WriteFull(labels))
			if len(labels) > 0 && !reflect.DeepEqual(back, labels) {
				t.Error("labels do not survive writing and reading")
			}
			data, leftOut := WriteTRL(labels)
			if got := bytes.Count(data, []byte("\n")); got+leftOut != len(labels) {
				t.Errorf("TRL has %d lines and leaves out %d of %d", got, leftOut, len(labels))
			}
		})
	}
}

// In HH-RLHF the prompt and an answer are the transcript again, byte for byte.
func TestTranscriptsAreCutNotChanged(t *testing.T) {
	data := realFile(t, "hh-rlhf/harmless-base-test.first800.jsonl.gz")
	labels, _ := ReadAny(data)
	for _, l := range labels[:50] {
		if !strings.HasSuffix(l.Prompt, assistant) || strings.Contains(l.A, human) {
			t.Errorf("cut at the wrong place: %q | %q", l.Prompt, l.A)
		}
		r := row{raw: data}
		whole := string(WriteFull([]Label{{Pair: Pair{Prompt: l.Prompt + l.A}}}))
		_, quoted, _ := strings.Cut(whole, `"prompt":`)
		quoted, _, _ = strings.Cut(quoted, `,"a":""`)
		if !bytes.Contains(r.raw, []byte(quoted)) {
			t.Errorf("the file does not hold %s", quoted)
		}
	}
}
