package pref

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the wanted parts of testdata anew")

// TestReadAny reads each testdata/*.txt: what stands before the line "-- want --"
// is a file to import, what stands behind it the labels and the report.
func TestReadAny(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("testdata is missing", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			const mark = "-- want --\n"
			input, want, _ := strings.Cut(string(raw), mark)
			got := describe(ReadAny([]byte(input)))
			if *update {
				if err := os.WriteFile(file, []byte(input+mark+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// describe writes what an import made, one line for each label, problem and note.
func describe(labels []Label, rep Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d good\n", rep.Format, rep.Good)
	for _, l := range labels {
		fmt.Fprintf(&b, "%s %q: %q | %q\n", l.Verdict, l.Prompt, l.A, l.B)
	}
	for _, p := range rep.Problems {
		fmt.Fprintf(&b, "! %s\n", p)
	}
	for _, n := range rep.Notes {
		fmt.Fprintf(&b, "# %s\n", n)
	}
	return b.String()
}

// sample has what text can do to a file format.
func sample() []Label {
	pair := func(id, a, b string) Pair { return Pair{ID: id, Prompt: "Tom met a cat.", A: a, B: b} }
	return []Label{
		{ID: "1", Pair: pair("p1", " It said \"hi\".", " <img onerror=x> & more"), Verdict: PreferA, Source: "human", Strength: 2, ALeft: true, LatencyMS: 900, Time: "2026-11-23T23:00:00Z"},
		{ID: "2", Pair: pair("p2", " Tab\t, line\n, \u2028, \\, \u00e9, \U0001F408", ""), Verdict: PreferB, Source: "taste:cats"},
		{ID: "3", Pair: pair("p3", " a", " a "), Verdict: Tie, Source: "human"},
		{ID: "4", Pair: pair("p4", " c", " d"), Verdict: BothBad, Source: "human"},
		{ID: "5", Pair: pair("p5", " e", " f"), Verdict: Skip, Source: "human"},
	}
}

func TestFullRoundTrip(t *testing.T) {
	got, rep := ReadAny(WriteFull(sample()))
	if !reflect.DeepEqual(got, sample()) || len(rep.Problems) > 0 || rep.Good != 5 {
		t.Errorf("got %+v\n%+v", got, rep)
	}
	if again := WriteFull(got); string(again) != string(WriteFull(sample())) {
		t.Errorf("the second writing differs:\n%s", again)
	}
	if WriteFull(nil) != nil {
		t.Error("no labels must give no bytes")
	}
}

func TestWriteTRL(t *testing.T) {
	data, leftOut := WriteTRL(sample())
	want := `{"prompt":"Tom met a cat.","chosen":" It said \"hi\".","rejected":" <img onerror=x> & more"}
{"prompt":"Tom met a cat.","chosen":"","rejected":" Tab\t, line\n, \u2028, \\, é, 🐈"}
`
	if string(data) != want || leftOut != 3 {
		t.Errorf("got %d left out and\n%s\nwant 3 and\n%s", leftOut, data, want)
	}
	got, rep := ReadAny(data)
	if len(got) != 1 || got[0].A != sample()[0].A || got[0].B != sample()[0].B || len(rep.Problems) != 1 {
		t.Errorf("read back: %s", describe(got, rep))
	}
}

func TestIDsComeFromContent(t *testing.T) {
	line := `{"prompt":"p","chosen":" a","rejected":" b"}` + "\n"
	other := `{"prompt":"p","chosen":" b","rejected":" a"}` + "\n"
	one, _ := ReadAny([]byte(line))
	two, _ := ReadAny([]byte(other + line))
	if one[0].ID != two[1].ID || two[0].ID == two[1].ID || one[0].ID == "" || one[0].Pair.ID == "" {
		t.Errorf("got %+v and %+v", one, two)
	}
}

func TestQ(t *testing.T) {
	want := []float64{1, 0, 0.5, 0, 0}
	for i, l := range sample() {
		if q, trains := l.Q(); q != want[i] || trains != (i < 3) {
			t.Errorf("%s: got %v, %v", l.Verdict, q, trains)
		}
	}
}
