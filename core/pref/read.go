package pref

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// ReadAny reads labelled pairs from a file of JSON Lines or JSON in any of the
// formats that people have: our own records, TRL's preference formats (explicit or
// implicit prompt, text or messages, unpaired), HH-RLHF transcripts, UltraFeedback,
// LLaMA-Factory, NeMo-Aligner, Axolotl, Argilla's exports, arena votes.
//
// Nothing is guessed silently: a record that cannot be used gives a [Problem] with
// its line, and never costs the others. Texts are taken verbatim, except that a
// conversation of several messages becomes one transcript (a note says so).
func ReadAny(data []byte) ([]Label, Report) {
	rd := &reader{seen: map[string]int{}, formats: map[string]int{}, ignored: map[string]int{}}
	if why := refuse(data); why != "" {
		rd.problem(row{}, "", why)
		rd.rep.Format = unknown
		return nil, rd.rep
	}
	data, line := unwrap(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	s := newSplitter(data, line)
	for rec, ok := s.next(); ok; rec, ok = s.next() {
		if stop := rd.record(rec); stop != "" {
			rd.problem(row{line: rec.line, nth: rec.nth}, "", stop)
			break
		}
	}
	rd.join()
	rd.finish()
	return rd.labels, rd.rep
}

const unknown = "unknown"

// A reader gathers labels and what there is to say about them.
type reader struct {
	labels []Label
	rep    Report

	seen        map[string]int // label id: its line
	formats     map[string]int // format: records
	order       []string       // formats as first seen
	ignored     map[string]int // columns that carry nothing for us: records
	loose       []loose        // single answers that wait for their opposite
	broken      int            // records that were not JSON
	repeats     []int          // lines that repeat an earlier label
	transcripts int            // prompts made of several messages
}

// A row is one record with its columns.
type row struct {
	line int
	nth  int // of those that begin on the line
	raw  []byte
	cols map[string]json.RawMessage
}

// A format recognises its records by their columns and turns one into labels.
// It answers false for records of other formats.
type format func(rd *reader, r row) (name string, drafts []draft, p *Problem, ok bool)

// record reads one record. What it returns, if anything, is why to stop.
func (rd *reader) record(rec record) (stop string) {
	if len(rd.labels) >= MaxLabels {
		return fmt.Sprintf("reading stopped here: one file may hold %d labels", MaxLabels)
	}
	r := row{line: rec.line, nth: rec.nth, raw: rec.raw}
	if rec.raw == nil {
		rd.problem(r, "", rec.why)
		if rd.broken++; rd.broken >= maxBroken {
			return fmt.Sprintf("reading stopped here: %d records were not JSON", rd.broken)
		}
		return ""
	}
	if !utf8.Valid(rec.raw) {
		rd.problem(r, "", "the text is not valid UTF-8; save the file as UTF-8")
		return ""
	}
	if err := json.Unmarshal(rec.raw, &r.cols); err != nil {
		rd.problem(r, "", "not valid JSON: "+err.Error())
		return ""
	}
	r.unwrap()
	for _, f := range [...]format{full, preferred, ranked, unpaired, votes} {
		name, drafts, p, ok := f(rd, r)
		if !ok {
			continue
		}
		rd.format(name)
		if p != nil {
			rd.problem(r, p.Field, p.Message)
		}
		for i := range drafts {
			rd.add(r, &drafts[i])
		}
		return ""
	}
	rd.problem(r, "", r.explain())
	return ""
}

func (rd *reader) format(name string) {
	if rd.formats[name] == 0 {
		rd.order = append(rd.order, name)
	}
	rd.formats[name]++
}

func (rd *reader) problem(r row, field, message string) {
	p := Problem{Line: r.line, Field: field, Message: message}
	if r.nth > 1 {
		p.Nth = r.nth
	}
	rd.rep.Problems = append(rd.rep.Problems, p)
}

// A draft is a label as a format read it. One without an id gets one from its
// content, so that the same file always gives the same labels.
type draft struct {
	Label
	voter string // tells the judgements of one pair apart
}

// add takes a draft that passes every check.
func (rd *reader) add(r row, d *draft) {
	imported := d.ID == ""
	if p := d.check(r.raw, imported); p != nil {
		rd.problem(r, p.Field, p.Message)
		return
	}
	l := d.Label
	if l.Pair.ID == "" {
		l.Pair.ID = "p-" + digest(l.Prompt, l.A, l.B)
	}
	if imported {
		l.ID = "i-" + digest(l.Prompt, l.A, l.B, string(l.Verdict), d.voter)
		l.Source = "import"
	}
	first, dup := rd.seen[l.ID]
	switch {
	case !dup:
		rd.seen[l.ID] = r.line
		rd.labels = append(rd.labels, l)
	case imported:
		rd.repeats = append(rd.repeats, r.line)
	default:
		rd.problem(r, "id", fmt.Sprintf("%q was already used on line %d; that one is kept", l.ID, first))
	}
}
