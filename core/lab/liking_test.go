package lab

import (
	"testing"

	"preflab/core/pref"
	"preflab/core/world/tales"
)

// TestLabelsPickThePairs: after two labels for the story with a cat, the pair is
// of one more with a cat and one without; without labels, and with ties alone,
// nothing is liked.
func TestLabelsPickThePairs(t *testing.T) {
	s := &Session{opened: &opened{world: tales.World{}}}
	texts := []string{
		" Ines laughed, and the moon laughed too.",
		" A kitten purred and a cat yawned.",
		" It rained, and a dog barked.",
	}
	label := func(v pref.Verdict) pref.Label {
		return pref.Label{Pair: pref.Pair{A: " A cat ate an apple.", B: " A dog ate an apple."}, Verdict: v}
	}
	for _, none := range [][]pref.Label{nil, {label(pref.Tie), label(pref.BothBad)}} {
		s.labels = none
		if most, least := s.liking().extremes("", texts); most != least {
			t.Errorf("%d labels that say nothing chose %d and %d", len(none), most, least)
		}
	}
	s.labels = []pref.Label{label(pref.PreferA), label(pref.PreferA)}
	if most, least := s.liking().extremes("", texts); most != 1 || least != 2 {
		t.Errorf("liked most %q, least %q", texts[most], texts[least])
	}
	s.labels = []pref.Label{label(pref.PreferB), label(pref.PreferB)}
	if most, least := s.liking().extremes("", texts); most != 2 || least != 1 {
		t.Errorf("with the labels turned, liked most %q, least %q", texts[most], texts[least])
	}
}

func TestLeastAlikeShareTheFewestWords(t *testing.T) {
	a, b := leastAlike([]string{"a red hat", "a red cat", "the blue sea", "a red hat"})
	if got := [2]int{a, b}; got != [2]int{0, 2} {
		t.Errorf("got %v", got)
	}
	if a, b := leastAlike([]string{"one", "one"}); a != b {
		t.Error("two equal texts made a pair")
	}
}
