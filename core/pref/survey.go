package pref

import (
	"fmt"
	"slices"
	"strings"
)

// finish completes the report.
func (rd *reader) finish() {
	rd.rep.Good = len(rd.labels)
	rd.rep.Format = unknown
	for _, f := range rd.order {
		if rd.rep.Format == unknown || rd.formats[f] > rd.formats[rd.rep.Format] {
			rd.rep.Format = f
		}
	}
	for _, f := range rd.order {
		if f != rd.rep.Format {
			rd.rep.note("%s of another format: %s.", count(rd.formats[f], "record is", "records are"), f)
		}
	}
	if n := len(rd.repeats); n > 0 {
		rd.rep.note("%s an earlier one word for word, line %d for example; each is kept once.", count(n, "record repeats", "records repeat"), rd.repeats[0])
	}
	if len(rd.ignored) > 0 {
		names := make([]string, 0, len(rd.ignored))
		for c := range rd.ignored {
			names = append(names, c)
		}
		slices.Sort(names)
		rd.rep.note("Columns that were not needed: %s.", strings.Join(names[:min(len(names), 12)], ", "))
	}
	if rd.transcripts > 0 {
		rd.rep.note("%s several messages; they were joined as \"Human: ... Assistant:\".", count(rd.transcripts, "prompt has", "prompts have"))
	}
	rd.rep.survey(rd.labels)
	rd.rep.close()
}

// survey notes what the labels as a whole should make a reader think about.
func (r *Report) survey(labels []Label) {
	var prefers, longer, prefix, marked, returns, glued int
	for i := range labels {
		l := &labels[i]
		if chosen, rejected, ok := l.split(); ok && len(chosen) != len(rejected) {
			prefers++
			if len(chosen) > len(rejected) {
				longer++
			}
		}
		whole := l.Prompt + l.A + l.B
		prefix += one(strings.HasPrefix(l.A, l.B) || strings.HasPrefix(l.B, l.A))
		marked += one(slices.ContainsFunc(markers[:], func(m string) bool { return strings.Contains(whole, m) }))
		returns += one(strings.Contains(whole, "\r"))
		glued += one(l.Source == "import" && l.glued())
	}
	for _, n := range [...]struct {
		n    int
		what string
	}{
		{prefix, "one answer begins with the whole other one: only where it stops differs."},
		{marked, "there are markers such as </s> or <|im_end|>: they are learnt as plain text."},
		{returns, "there are carriage returns, which were kept."},
		{glued, "an answer does not begin with a space: it follows the prompt directly."},
	} {
		if n.n > 0 {
			r.note("In %s %s", count(n.n, "pair", "pairs"), n.what)
		}
	}
	if prefers >= 10 { // fewer say nothing about a habit
		r.note("The longer answer is the preferred one in %d of %d pairs (%.0f %%).", longer, prefers, 100*float64(longer)/float64(prefers))
	}
	r.circles(labels)
}

// markers are the control tokens of common templates.
var markers = [...]string{"</s>", "<s>", "<|", "<extra_id_", "[INST]", "<unk>"}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// glued reports whether prompt and answer meet without white space.
func (l *Label) glued() bool {
	const white = " \t\r\n"
	return l.Prompt != "" && !strings.ContainsAny(l.Prompt[len(l.Prompt)-1:], white) &&
		(!strings.ContainsAny(l.A[:min(1, len(l.A))], white) || !strings.ContainsAny(l.B[:min(1, len(l.B))], white))
}

// circles notes preferences that contradict each other: A over B and B over A, or
// a longer circle. All are kept: a divided vote trains as one.
func (r *Report) circles(labels []Label) {
	beats := map[string][]edge{} // prompt: who beats whom
	for i := range labels {
		if chosen, rejected, ok := labels[i].split(); ok {
			p := labels[i].Prompt
			beats[p] = append(beats[p], edge{chosen, rejected})
		}
	}
	prompts, pairs, example := 0, 0, ""
	for p, es := range beats {
		if n := inCircles(es); n > 0 {
			prompts, pairs = prompts+1, pairs+n
			if example == "" || p < example {
				example = p
			}
		}
	}
	if prompts > 0 {
		r.note("%s each other or run in a circle, in %s (%s): all are kept and pull both ways.",
			count(pairs, "preference contradicts", "preferences contradict"), count(prompts, "prompt", "prompts"), fmt.Sprintf("%.40q", example))
	}
}

type edge struct{ winner, loser string }

// inCircles counts the edges that remain when answers that never lose are taken
// away, one after the other (Kahn 1962).
func inCircles(es []edge) int {
	losses, beats := map[string]int{}, map[string][]string{}
	for _, e := range es {
		losses[e.loser]++
		beats[e.winner] = append(beats[e.winner], e.loser)
	}
	var free []string
	for w := range beats {
		if losses[w] == 0 {
			free = append(free, w)
		}
	}
	left := len(es)
	for len(free) > 0 {
		w := free[len(free)-1]
		free = free[:len(free)-1]
		for _, loser := range beats[w] {
			left--
			if losses[loser]--; losses[loser] == 0 {
				free = append(free, loser)
			}
		}
	}
	return left
}
