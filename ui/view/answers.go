package view

import (
	"slices"

	"preflab/core/proto"
)

// Openings are the openings that any run of a board has answered, in their order.
func (s *State) Openings(board int) []string {
	var out []string
	for _, e := range s.Entrants(board) {
		for _, a := range e.Run.Answers {
			if a.Prompt != "" && !slices.Contains(out, a.Prompt) {
				out = append(out, a.Prompt)
			}
		}
	}
	return out
}

// BoardAnswer is one run's answer to an opening.
type BoardAnswer struct {
	Style int // -1: the model that they began with
	Head  string
	Runs  []Tinted
}

// Answers are what the runs of a board write to the chosen opening, after what
// the first of them wrote before training.
func (s *State) Answers(board int) (opening string, out []BoardAnswer) {
	all := s.Openings(board)
	if len(all) == 0 {
		return "", nil
	}
	opening = all[min(s.Boards[board].Opening, len(all)-1)]
	for _, e := range s.Entrants(board) {
		a := e.answer(opening)
		if a == nil {
			out = append(out, BoardAnswer{Style: e.Style, Head: e.Run.Name, Runs: []Tinted{{Text: "(not written yet)"}}})
			continue
		}
		if len(out) == 0 || out[0].Style >= 0 {
			out = append([]BoardAnswer{{Style: -1, Head: "Before", Runs: []Tinted{{Text: Plain(a.Before)}}}}, out...)
		}
		out = append(out, BoardAnswer{Style: e.Style, Head: e.Run.Name, Runs: Tint(a.After)})
	}
	return Cut(opening, MaxOwn), out
}

func (e *Entrant) answer(opening string) *proto.Compared {
	for i := range e.Run.Answers {
		if e.Run.Answers[i].Prompt == opening {
			return &e.Run.Answers[i]
		}
	}
	return nil
}

// BoardOpening chooses the opening whose answers are shown.
type BoardOpening struct{ Board, Opening int }

func (e BoardOpening) apply(s *State) {
	if n := len(s.Openings(e.Board)); n > 0 {
		s.Boards[e.Board].Opening = (e.Opening%n + n) % n
	}
}
