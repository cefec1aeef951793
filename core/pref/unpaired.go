package pref

import (
	"encoding/json"
	"slices"
)

// loose is one answer that somebody called good or bad.
type loose struct {
	row
	prompt string
	answer string
	good   bool
}

// unpaired reads single answers with a thumb up or down, as for KTO: TRL's
// {prompt, completion, label} and LLaMA-Factory's {messages, label}.
func unpaired(rd *reader, r row) (string, []draft, *Problem, bool) {
	const name = "unpaired (KTO)"
	tag := "label"
	if r.has("kto_tag") {
		tag = "kto_tag"
	}
	conversation := r.has("messages") || r.has("conversations")
	if !r.has(tag) || !r.has("completion") && !conversation {
		return "", nil, nil, false
	}
	l := loose{row: r}
	if json.Unmarshal(r.cols[tag], &l.good) != nil {
		return name, nil, bad(tag, "it is %s; it must be true or false", excerpt(r.cols[tag])), true
	}
	prompt, used, p := r.prompt()
	if p != nil {
		return name, nil, p, true
	}
	answer := prompt
	if r.has("completion") {
		if answer, p = r.messages("completion"); p != nil {
			return name, nil, p, true
		}
		prompt = append(prompt, answer...)
	}
	if len(answer) == 0 || len(prompt) < 2 {
		return name, nil, bad("", "it needs a prompt and an answer"), true
	}
	last := len(prompt) - 1
	l.cols = nil // no longer needed
	l.prompt, l.answer = transcript(prompt[:last]), prompt[last].text
	rd.ignore(r, append(used, tag, "completion")...)
	rd.transcripts += min(last/2, 1)
	rd.loose = append(rd.loose, l)
	return name, nil, nil, true
}

// join makes pairs of the single answers: for each prompt, the first good one with
// the first bad one, the second with the second, and so on.
func (rd *reader) join() {
	waiting := map[string][]int{} // prompt: answers of one kind, the first first
	for i, l := range rd.loose {
		queue := waiting[l.prompt]
		if len(queue) == 0 || rd.loose[queue[0]].good == l.good {
			waiting[l.prompt] = append(queue, i)
			continue
		}
		chosen, rejected := rd.loose[queue[0]], l
		if l.good {
			chosen, rejected = rejected, chosen
		}
		waiting[l.prompt] = queue[1:]
		pair := Pair{Prompt: l.prompt, A: chosen.answer, B: rejected.answer}
		raw := slices.Concat(chosen.raw, rejected.raw)
		rd.add(row{line: l.line, nth: l.nth, raw: raw}, &draft{Label: Label{Pair: pair, Verdict: PreferA}})
	}
	for _, queue := range waiting { // in any order: the report is sorted
		for _, i := range queue {
			rd.lonely(rd.loose[i])
		}
	}
}

// lonely reports an answer without an opposite.
func (rd *reader) lonely(l loose) {
	has, lacks := "bad", "good"
	if l.good {
		has, lacks = lacks, has
	}
	rd.problem(l.row, "", "this "+has+" answer has no "+lacks+" one to the same prompt; a pair needs both")
}
