package pref

import (
	"strings"
	"testing"
)

// Files that are refused as a whole say why, and what to do.
func TestRefuses(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"nothing", "", "the file is empty"},
		{"a byte order mark alone", "\xef\xbb\xbf \r\n", "the file is empty"},
		{"gzip", "\x1f\x8b\x08", "unpack it first"},
		{"zip", "PK\x03\x04", "unpack it first"},
		{"Parquet", "PAR1\x15", "export it as JSON Lines"},
		{"UTF-16", "\xff\xfe{\x00", "save it as UTF-8"},
		{"CSV", "prompt,chosen,rejected\na,b,c\n", "looks like CSV"},
		{"too large", string(make([]byte, MaxBytes+1)), "split it"},
	} {
		t.Run(c.name, func(t *testing.T) {
			labels, rep := ReadAny([]byte(c.data))
			if len(labels) != 0 || rep.Format != "unknown" || len(rep.Problems) != 1 || !strings.Contains(rep.Problems[0].Message, c.want) {
				t.Errorf("got %d labels, %+v, want %q", len(labels), rep, c.want)
			}
		})
	}
}

func TestOverlongTextIsReported(t *testing.T) {
	line := func(n int) string {
		return `{"prompt":"p","chosen":"` + strings.Repeat("x", n) + `","rejected":"y"}` + "\n"
	}
	labels, rep := ReadAny([]byte(line(MaxText) + line(MaxText+1)))
	if len(labels) != 1 || len(rep.Problems) != 1 || rep.Problems[0].Line != 2 || rep.Problems[0].Field != "chosen" {
		t.Errorf("got %d labels, %v", len(labels), rep.Problems)
	}
}

// A file of nothing but faults ends, says so, and lists no more than is useful.
func TestBrokenFilesEnd(t *testing.T) {
	for _, piece := range []string{"{]}\n", "{\n", "{,", "x\n", "{\"a\n", "[{", "{}", "{{}", "\"", "{\"prompt\":1}\n"} {
		_, rep := ReadAny([]byte(strings.Repeat(piece, 2*maxBroken)))
		if len(rep.Problems) == 0 || len(rep.Problems) > MaxProblems {
			t.Errorf("%q many times: %d problems", piece, len(rep.Problems))
		}
	}
}

func TestTooManyLabelsStop(t *testing.T) {
	rd := &reader{labels: make([]Label, MaxLabels)}
	stop := rd.record(record{line: 7, raw: []byte(`{"prompt":"p","chosen":"a","rejected":"b"}`)})
	if !strings.Contains(stop, "one file may hold 100000 labels") || len(rd.labels) != MaxLabels {
		t.Errorf("got %q with %d labels", stop, len(rd.labels))
	}
}

// FuzzReadAny: whatever comes in, what goes out is within the limits, in order and
// reads back as it was.
func FuzzReadAny(f *testing.F) {
	for _, s := range []string{
		`{"prompt":"p","chosen":" a","rejected":" b"}`,
		`[{"chosen":"\n\nHuman: x\n\nAssistant: y","rejected":"\n\nHuman: x\n\nAssistant: z"},]`,
		`{"id":"1","prompt":"p","a":"x","b":"y","verdict":"tie"}`,
		`{"conversations":[{"from":"human","value":"q"}],"chosen":{"from":"gpt","value":"a"},"rejected":{"value":1}}`,
		`{"prompt":"p","response1":"a","response2":"b","q.responses":["response1","tie"],"q.responses.status":["submitted"]}`,
		`{"prompt":"p","completion":"c","label":true}` + "\n" + `{"prompt":"p","completion":"d","label":false}`,
		`{"instruction":"p","completions":[{"response":"a","overall_score":1},{"response":"b","overall_score":2}]}`,
		`{"rows":[{"row_idx":0,"row":{"prompt":"p","chosen":"a","rejected":"b"}}]}`,
		"\xef\xbb\xbf{\"a\":\r\n{]}}\n,,[{",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		labels, rep := ReadAny(data)
		if rep.Good != len(labels) || len(rep.Problems) > MaxProblems {
			t.Fatalf("good %d of %d, %d problems", rep.Good, len(labels), len(rep.Problems))
		}
		lines := 1 + strings.Count(string(data), "\n")
		for i, p := range rep.Problems {
			if p.Line < 0 || p.Line > lines || i > 0 && p.Line < rep.Problems[i-1].Line || p.Message == "" {
				t.Fatalf("problem %d is %+v of %d lines", i, p, lines)
			}
		}
		back, rep := ReadAny(WriteFull(labels))
		if len(labels) > 0 && (len(rep.Problems) > 0 || describe(back, Report{}) != describe(labels, Report{})) {
			t.Fatalf("read back with %v", rep.Problems)
		}
	})
}
