package pref

import "encoding/json"

// ranked reads records with several graded answers, and takes the best and the
// worst: UltraFeedback's {instruction, completions: [{response, overall_score}]}
// and Nectar's {prompt, answers: [{answer, rank}]}.
func ranked(rd *reader, r row) (string, []draft, *Problem, bool) {
	var list []struct {
		Response string   `json:"response"`
		Answer   string   `json:"answer"`
		Score    *float64 `json:"overall_score"`
		Rank     *float64 `json:"rank"`
	}
	name, col := "UltraFeedback", "completions"
	if r.has("answers") {
		name, col = "Nectar", "answers"
	}
	if !r.has(col) || json.Unmarshal(r.cols[col], &list) != nil {
		return "", nil, nil, false
	}
	prompt, used, p := r.prompt()
	if p != nil || len(used) == 0 {
		return name, nil, bad("prompt", "it is missing"), true
	}
	best, worst := -1, -1
	grade := func(i int) float64 {
		if list[i].Score != nil {
			return *list[i].Score
		}
		return -*list[i].Rank
	}
	for i, x := range list {
		if x.Score == nil && x.Rank == nil {
			return name, nil, bad(col, "answer %d has neither overall_score nor rank", i+1), true
		}
		if best < 0 || grade(i) > grade(best) {
			best = i
		}
		if worst < 0 || grade(i) < grade(worst) {
			worst = i
		}
	}
	if best == worst {
		return name, nil, bad(col, "it needs two answers with different grades"), true
	}
	rd.ignore(r, append(used, col)...)
	d := draft{Label: Label{Verdict: PreferA}}
	d.Prompt = transcript(prompt)
	d.A = list[best].Response + list[best].Answer
	d.B = list[worst].Response + list[worst].Answer
	return name, []draft{d}, nil, true
}
