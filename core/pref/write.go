package pref

import (
	"bytes"
	"encoding/json"
)

// WriteFull returns the labels as JSON Lines, one [Label] a line, nothing left
// out: [ReadAny] gives the same labels back.
func WriteFull(labels []Label) []byte {
	var w lines
	for i := range labels {
		w.line(&labels[i])
	}
	return w.Bytes()
}

// trlPair is a record of TRL's preference format with an explicit prompt.
type trlPair struct {
	Prompt   string `json:"prompt"`
	Chosen   string `json:"chosen"`
	Rejected string `json:"rejected"`
}

// WriteTRL returns the labels as TRL reads them: JSON Lines of prompt, chosen and
// rejected. Ties, "both bad" and skipped pairs have no place there: leftOut counts
// them. Answers keep their leading space, as TRL joins prompt and answer verbatim.
func WriteTRL(labels []Label) (data []byte, leftOut int) {
	var w lines
	for i := range labels {
		chosen, rejected, ok := labels[i].split()
		if !ok {
			leftOut++
			continue
		}
		w.line(trlPair{labels[i].Prompt, chosen, rejected})
	}
	return w.Bytes(), leftOut
}

// split returns the preferred and the other answer of a label that prefers one.
func (l *Label) split() (chosen, rejected string, ok bool) {
	switch l.Verdict {
	case PreferA:
		return l.A, l.B, true
	case PreferB:
		return l.B, l.A, true
	}
	return "", "", false
}

// lines collects JSON Lines with the text as it is, "<" included.
type lines struct{ bytes.Buffer }

func (w *lines) line(record any) {
	e := json.NewEncoder(&w.Buffer)
	e.SetEscapeHTML(false)
	if err := e.Encode(record); err != nil {
		panic("pref: a record of plain fields did not encode")
	}
}
