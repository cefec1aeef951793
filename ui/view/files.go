package view

import (
	"bytes"
	"encoding/csv"
	"strconv"
)

// Files is what the page says about what went in and out.
type Files struct {
	Report   string   // the last import or export, in a sentence
	Problems []string // the first bad lines
	More     int      // bad lines beyond them
	Busy     bool
}

// maxProblems is how many bad lines are listed: enough to see what is wrong.
const maxProblems = 8

// Reported tells how a file went in or out.
type Reported struct {
	Text     string
	Problems []string
}

func (e Reported) apply(s *State) {
	s.Files = Files{Report: e.Text}
	n := min(len(e.Problems), maxProblems)
	for _, p := range e.Problems[:n] {
		s.Files.Problems = append(s.Files.Problems, Cut(p, 200))
	}
	s.Files.More = len(e.Problems) - n
}

// ExportAsked notes that the tuned model is being packed.
type ExportAsked struct{}

func (ExportAsked) apply(s *State) { s.Files = Files{Report: "Packing the model …", Busy: true} }

// MetricsCSV writes the run's course under TRL's names; a value that was not
// measured is empty.
func (s *State) MetricsCSV() []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	head := []string{"step"}
	if s.Spec != nil {
		for _, m := range s.Spec.Metrics {
			head = append(head, m.Name)
		}
	}
	w.Write(head) // a bytes.Buffer does not fail
	for _, r := range s.Run.Rows {
		row := make([]string, len(head))
		row[0] = strconv.Itoa(r.Step)
		for i, v := range r.Values {
			if v != nil && i+1 < len(row) {
				row[i+1] = strconv.FormatFloat(*v, 'g', -1, 64)
			}
		}
		w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}
