package lab

import (
	"math"
	"testing"

	"preflab/core/pref"
	"preflab/core/world/tales"
)

func label(v pref.Verdict, a, b string) pref.Label {
	return pref.Label{Pair: pref.Pair{A: a, B: b}, Verdict: v}
}

// TestLabelsPickThePairs: after three labels for the story with a cat, the pair is
// of one more with a cat and one without, and the other way round.
func TestLabelsPickThePairs(t *testing.T) {
	s := &Session{opened: &opened{world: tales.World{}}}
	texts := []string{
		" Ines laughed, and the moon laughed too.",
		" A kitten purred and a cat yawned.",
		" A dog barked, and a puppy barked.",
	}
	for verdict, want := range map[pref.Verdict][2]int{pref.PreferA: {1, 2}, pref.PreferB: {2, 1}} {
		l := label(verdict, " A cat ate an apple.", " A dog ate an apple.")
		s.labels = []pref.Label{l, l, l}
		if a, b := s.liking().telling("", texts); [2]int{a, b} != want {
			t.Errorf("with %v the pair is %q, %q", verdict, texts[a], texts[b])
		}
	}
}

// TestNothingIsBelievedAtFirst: without labels, and with ties alone, a taste and
// its opposite are believed alike, and all together 1.
func TestNothingIsBelievedAtFirst(t *testing.T) {
	s := &Session{opened: &opened{world: tales.World{}}}
	const a, b = " A cat ate an apple.", " A dog ate an apple."
	for _, labels := range [][]pref.Label{nil, {label(pref.Tie, a, b), label(pref.BothBad, a, b)}} {
		s.labels = labels
		like, sum := s.liking(), 0.0
		for k := range like.tastes {
			if like.believed[k] != like.disbelieved[k] {
				t.Errorf("%s is believed %v, and its opposite %v", like.tastes[k].Name, like.believed[k], like.disbelieved[k])
			}
			sum += like.believed[k] + like.disbelieved[k]
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("beliefs sum to %v", sum)
		}
	}
}

// TestASplitCommitteeIsAsked: where two tastes agreed with all labels so far, the
// pair is one about which they disagree.
func TestASplitCommitteeIsAsked(t *testing.T) {
	s := &Session{opened: &opened{world: tales.World{}}}
	l := label(pref.PreferA, " A cat sat in the rain.", " A dog sat in the sun.")
	s.labels = []pref.Label{l, l, l}
	texts := []string{
		" A cat sat in the rain.",
		" A dog sat in the sun.",
		" A cat sat in the sun.",
		" A dog sat in the rain.",
	}
	a, b := s.liking().telling("", texts)
	if a+b != 2+3 {
		t.Errorf("the pair is %q, %q", texts[a], texts[b])
	}
}

func TestTextsThatNoTasteTellsApartAreNoPair(t *testing.T) {
	s := &Session{opened: &opened{world: tales.World{}}}
	if a, b := s.liking().telling("", []string{" One two.", " Two one.", " One two."}); a != b {
		t.Errorf("got %d, %d", a, b)
	}
}
