package lab

import (
	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/world"
)

// judge has a taste look at pairs. Equal scores are a tie.
func (s *Session) judge(c *proto.Judge) ([]proto.Event, error) {
	t, err := s.taste(c.Taste)
	if err != nil {
		return nil, err
	}
	out := &proto.Judged{Taste: c.Taste}
	for _, p := range c.Pairs {
		a, sa := t.Score(p.Prompt, p.A)
		b, sb := t.Score(p.Prompt, p.B)
		out.Scores = append(out.Scores, proto.Scored{PairID: p.ID, A: a, B: b, Verdict: verdict(a, b), SpansA: spans(sa), SpansB: spans(sb)})
	}
	return []proto.Event{{Judged: out}}, nil
}

// verdict is what two gold scores say.
func verdict(a, b float64) pref.Verdict {
	switch {
	case a > b:
		return pref.PreferA
	case b > a:
		return pref.PreferB
	}
	return pref.Tie
}

// taste finds a taste, or a mix of tastes, of the opened world.
func (s *Session) taste(expr string) (world.Taste, error) { return s.world.Taste(expr) }

func spans(in []world.Span) [][2]int {
	out := make([][2]int, len(in))
	for i, s := range in {
		out[i] = [2]int{s.Start, s.End}
	}
	return out
}
