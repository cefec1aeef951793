package pref

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// duel is a record with two answers side by side, neither yet the better one.
type duel struct {
	prompt       string
	a, b         string
	nameA, nameB string // of the answers' columns
	suffA, suffB string // what tells the names apart: "a" and "b", "1" and "2"
}

// A vote is one person's judgement of a duel.
type vote struct {
	value  json.RawMessage
	user   string
	status string
}

// votes reads records that show two answers and hold judgements of them: Argilla's
// exports (1.x and 2.x, flat or nested) and arena records. Each submitted
// judgement becomes a label, so that a divided vote trains as one.
func votes(rd *reader, r row) (string, []draft, *Problem, bool) {
	fields := r.fields()
	d, ok := fields.duel()
	if !ok {
		return "", nil, nil, false
	}
	name, vs := "Argilla", r.argilla()
	if r.has("winner") {
		name, vs = "arena votes", []vote{{value: r.cols["winner"]}}
	}
	if vs == nil {
		return "", nil, nil, false
	}
	var drafts []draft
	nobody := bad("responses", "nobody has submitted a judgement of this record")
	for i, v := range vs {
		if v.status != "" && v.status != "submitted" {
			continue
		}
		verdict, ok := d.verdict(v.value)
		if !ok {
			rd.problem(r, "responses", fmt.Sprintf("the judgement %s names neither %s nor %s nor a tie", excerpt(v.value), d.nameA, d.nameB))
			nobody = nil
			continue
		}
		if v.user == "" {
			v.user = strconv.Itoa(i)
		}
		l := Label{Pair: Pair{Prompt: d.prompt, A: d.a, B: d.b}, Verdict: verdict}
		drafts = append(drafts, draft{l, v.user})
	}
	if drafts != nil {
		nobody = nil
	}
	return name, drafts, nobody, true
}

// fields returns the record's own columns or, in a nested export, those of "fields".
func (r row) fields() row {
	var cols map[string]json.RawMessage
	if json.Unmarshal(r.cols["fields"], &cols) == nil && cols != nil {
		return row{line: r.line, raw: r.raw, cols: cols}
	}
	return r
}

// duel finds the prompt and the two answers among the columns.
func (r row) duel() (duel, bool) {
	for _, base := range [...]string{"response", "answer", "generation", "completion", "output", "text", "conversation"} {
		for _, sep := range [...]string{"_", "-", ""} {
			for _, suff := range [...][2]string{{"a", "b"}, {"1", "2"}, {"0", "1"}} {
				d := duel{nameA: base + sep + suff[0], nameB: base + sep + suff[1], suffA: suff[0], suffB: suff[1]}
				if r.has(d.nameA) && r.has(d.nameB) && r.fill(&d) {
					return d, true
				}
			}
		}
	}
	return duel{}, false
}

// fill reads the texts of a duel.
func (r row) fill(d *duel) bool {
	a, p := r.messages(d.nameA)
	b, q := r.messages(d.nameB)
	if p != nil || q != nil {
		return false
	}
	n := sharedMessages(a, b)
	if len(a) != n+1 || len(b) != n+1 {
		return false
	}
	d.prompt, d.a, d.b = transcript(a[:n]), a[n].text, b[n].text
	for _, col := range [...]string{"prompt", "instruction", "question", "input", "context"} {
		if ms, p := r.messages(col); p == nil && r.has(col) && n == 0 {
			d.prompt = transcript(ms)
			break
		}
	}
	return true
}

// argilla collects the judgements of an Argilla record; nil if it is none.
func (r row) argilla() []vote {
	var nested map[string][]voteJSON
	if json.Unmarshal(r.cols["responses"], &nested) == nil {
		for _, vs := range nested {
			return flatten(vs)
		}
	}
	for col, raw := range r.cols {
		if q, ok := strings.CutSuffix(col, ".responses"); ok {
			return r.flat(q, raw)
		}
		var old voteLists
		if json.Unmarshal(raw, &old) == nil && old.Value != nil && old.Status != nil {
			return old.votes()
		}
		var list []voteJSON
		if json.Unmarshal(raw, &list) == nil && len(list) > 0 && list[0].Value != nil && list[0].Status != "" {
			return flatten(list)
		}
	}
	return nil
}

// voteJSON is a judgement in a nested export.
type voteJSON struct {
	Value  json.RawMessage `json:"value"`
	Status string          `json:"status"`
	User   string          `json:"user_id"`
}

func flatten(vs []voteJSON) []vote {
	out := make([]vote, len(vs))
	for i, v := range vs {
		out[i] = vote{v.Value, v.User, v.Status}
	}
	return out
}

// voteLists are the judgements of a question in Argilla 1.x.
type voteLists struct {
	User   []string          `json:"user_id"`
	Value  []json.RawMessage `json:"value"`
	Status []string          `json:"status"`
}

func (l voteLists) votes() []vote {
	out := make([]vote, len(l.Value))
	for i, v := range l.Value {
		out[i] = vote{v, at(l.User, i), at(l.Status, i)}
	}
	return out
}

// flat reads the judgements of question q in a flattened export.
func (r row) flat(q string, raw json.RawMessage) []vote {
	var l voteLists
	if json.Unmarshal(raw, &l.Value) != nil {
		return nil
	}
	// Absent columns leave the lists empty: then every judgement counts.
	_ = json.Unmarshal(r.cols[q+".responses.users"], &l.User)
	_ = json.Unmarshal(r.cols[q+".responses.status"], &l.Status)
	return append([]vote{}, l.votes()...)
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// verdict understands a judgement: the name of an answer, a word for a tie, or a ranking.
func (d *duel) verdict(raw json.RawMessage) (Verdict, bool) {
	var word string
	if json.Unmarshal(raw, &word) == nil {
		return d.word(word)
	}
	var order []string
	if json.Unmarshal(raw, &order) == nil && len(order) > 0 {
		return d.word(order[0])
	}
	var ranks []struct {
		Rank  float64 `json:"rank"`
		Value string  `json:"value"`
	}
	if json.Unmarshal(raw, &ranks) != nil {
		return "", false
	}
	var rankA, rankB float64
	for _, r := range ranks {
		switch v, _ := d.word(r.Value); v {
		case PreferA:
			rankA = r.Rank
		case PreferB:
			rankB = r.Rank
		}
	}
	switch {
	case rankA == 0 || rankB == 0:
		return "", false
	case rankA == rankB:
		return Tie, true
	case rankA < rankB:
		return PreferA, true
	}
	return PreferB, true
}

// word understands a single word.
func (d *duel) word(s string) (Verdict, bool) {
	s = letters(s)
	switch s {
	case "tie", "equal", "same", "draw", "both", "bothgood":
		return Tie, true
	case "bothbad", "neither", "none", "tiebothbad":
		return BothBad, true
	case letters(d.nameA), "model" + d.suffA, "option" + d.suffA, d.suffA:
		return PreferA, true
	case letters(d.nameB), "model" + d.suffB, "option" + d.suffB, d.suffB:
		return PreferB, true
	}
	return "", false
}

// letters keeps lower-case letters and digits only: "Response-1" is "response1".
func letters(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, strings.ToLower(s))
}
