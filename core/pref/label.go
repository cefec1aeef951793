// Package pref holds the records of human and simulated judgement: a [Pair] of
// answers that was shown and the [Label] that somebody gave it, with their
// import, export and validation.
package pref

// Verdict is what the labeller said, as a word: which answer, resolved from the
// side it was shown on.
type Verdict string

// The verdicts. A and B name the answers of the Pair, not the sides of the screen.
const (
	PreferA Verdict = "a"
	PreferB Verdict = "b"
	Tie     Verdict = "tie"
	BothBad Verdict = "both_bad"
	Skip    Verdict = "skip"
)

// A Pair is one opening with two different answers. Texts keep their leading
// space: Prompt + A is the whole story.
type Pair struct {
	ID     string `json:"pair_id"`
	Prompt string `json:"prompt"`
	A      string `json:"a"`
	B      string `json:"b"`
}

// A Label is one judgement of one pair. Its JSON is the project's record; the
// exports for other tools are made from it.
type Label struct {
	ID string `json:"id"`
	Pair
	Verdict   Verdict `json:"verdict"`
	Strength  int     `json:"strength,omitempty"`   // 0 or 1 plainly better, 2 much better
	ALeft     bool    `json:"a_left"`               // the side on which A was shown
	Source    string  `json:"source"`               // "human", "taste:cats", "import"
	LatencyMS int     `json:"latency_ms,omitempty"` // from shown to judged
	Time      string  `json:"ts,omitempty"`         // RFC 3339
}

// Q returns the probability that A is preferred which training should use, and
// whether the label trains at all: a tie counts one half, "both bad" and skipped
// pairs do not train.
func (l *Label) Q() (q float64, trains bool) {
	switch l.Verdict {
	case PreferA:
		return 1, true
	case PreferB:
		return 0, true
	case Tie:
		return 0.5, true
	}
	return 0, false
}
