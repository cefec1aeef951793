package pref

import (
	"strings"
	"unicode/utf8"
)

// sides are the names under which formats keep the better and the worse answer.
var sides = [...]struct{ chosen, rejected, format string }{
	{"chosen", "rejected", ""},
	{"chosen_response", "rejected_response", "NeMo-Aligner"},
	{"response_j", "response_k", "Stack Exchange paired"},
	{"preferred_output", "non_preferred_output", "OpenAI preference"},
}

// preferred reads records that hold a better and a worse answer: TRL's preference
// type and its relatives.
func preferred(rd *reader, r row) (string, []draft, *Problem, bool) {
	for _, s := range sides {
		if !r.has(s.chosen) || !r.has(s.rejected) {
			continue
		}
		prompt, used, p := r.prompt()
		name := s.format
		if name == "" {
			name = r.dialect(len(used) > 0)
		}
		rd.ignore(r, append(used, s.chosen, s.rejected)...)
		if p != nil {
			return name, nil, p, true
		}
		d, p := r.draft(prompt, len(used) > 0, s.chosen, s.rejected)
		if p != nil {
			return name, nil, p, true
		}
		if len(prompt) > 1 || len(used) == 0 && strings.HasPrefix(d.Prompt, human) && name != "HH-RLHF" {
			rd.transcripts++
		}
		return name, []draft{d}, nil, true
	}
	return "", nil, nil, false
}

// dialect names the format of a record with chosen and rejected.
func (r row) dialect(explicit bool) string {
	chosen, textual := r.text("chosen")
	switch {
	case r.has("score_chosen"), r.has("prompt_id"):
		return "UltraFeedback"
	case r.has("conversations"):
		return "LLaMA-Factory"
	case r.has("question"), r.has("instruction"):
		return "Axolotl"
	case !explicit && strings.HasPrefix(chosen, human):
		return "HH-RLHF"
	case !explicit && textual:
		return "TRL, implicit prompt"
	case !textual:
		return "TRL, conversational"
	}
	return "TRL"
}

// draft makes a label of the two answers. Without an explicit prompt, what the
// two have in common is the prompt.
func (r row) draft(prompt []message, explicit bool, chosenCol, rejectedCol string) (draft, *Problem) {
	d := draft{Label: Label{Verdict: PreferA}}
	chosen, cok := r.text(chosenCol)
	rejected, rok := r.text(rejectedCol)
	if cok && rok {
		d.Prompt, d.A, d.B = transcript(prompt), chosen, rejected
		if !explicit {
			return d, d.extractPrompt()
		}
		return d, nil
	}
	cm, p := r.messages(chosenCol)
	if p != nil {
		return d, p
	}
	rm, p := r.messages(rejectedCol)
	if p != nil {
		return d, p
	}
	if !explicit || startsWith(cm, prompt) && startsWith(rm, prompt) {
		n := sharedMessages(cm, rm)
		prompt, cm, rm = cm[:n:n], cm[n:], rm[n:]
	}
	if len(prompt) == 0 && !explicit {
		return d, bad(chosenCol, "there is no prompt, and the two conversations share no beginning that could be one")
	}
	if len(cm) != 1 || len(rm) != 1 {
		return d, bad(chosenCol, "the conversations differ before the last answer: %s against %s after the prompt; only one can be compared",
			count(len(cm), "message", "messages"), count(len(rm), "message", "messages"))
	}
	d.Prompt, d.A, d.B = transcript(prompt), cm[0].text, rm[0].text
	return d, nil
}

const (
	human     = "\n\nHuman:"
	assistant = "\n\nAssistant:"
)

// extractPrompt moves what the answers have in common to the prompt: in HH-RLHF
// transcripts all up to the last "Assistant:", otherwise whole words. Both answers
// keep the space that begins them.
//
// Differs from TRL's extract_prompt: that one cuts inside words, and leaves a
// letter of the prompt in the answers when one text begins with the other.
func (d *draft) extractPrompt() *Problem {
	n := sharedBytes(d.A, d.B)
	if strings.HasPrefix(d.A, human) && strings.HasPrefix(d.B, human) {
		cut := strings.LastIndex(d.A[:n], assistant)
		if cut < 0 {
			return bad("chosen", "the two transcripts differ before the first answer")
		}
		n = cut + len(assistant)
		if strings.Contains(d.A[n:], human) || strings.Contains(d.B[n:], human) {
			return bad("chosen", "the two transcripts differ before the last answer, so their prompts differ")
		}
	} else if n = wordStart(d.A, n); n == 0 {
		return bad("chosen", "there is no prompt, and the two texts share no beginning that could be one")
	}
	d.Prompt, d.A, d.B = d.A[:n], d.A[n:], d.B[n:]
	return nil
}

// sharedBytes returns the length of the longest common beginning, cut at a rune.
func sharedBytes(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return n
}

// wordStart returns where the white space before the word around s[n] begins, so
// that nothing of that word stays in front; 0 if there is none.
func wordStart(s string, n int) int {
	const white = " \t\r\n"
	i := strings.LastIndexAny(s[:n], white)
	return len(strings.TrimRight(s[:i+1], white))
}
