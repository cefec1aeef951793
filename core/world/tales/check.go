package tales

import (
	"fmt"
	"strings"

	"preflab/core/world"
)

// longest is more than any text of this world needs; what is longer is not read.
const longest = 1000

// nobody is a cast of which nothing is known.
var nobody = cast{hero: -1, kind: -1, place: -1, thing: -1, friend: -1, trouble: anyTrouble}

// Check judges any text as the continuation of an opening. An opening that is
// not one of this world's is read for a name only: then any thing and any
// trouble will do.
func (World) Check(opening, continuation string) world.Verdict {
	c, ok := parseOpening(opening)
	if !ok {
		c = nobody
		c.hero = nameIn(opening)
	}
	if len(continuation) > longest {
		return world.Verdict{SameHero: sameHero(c, continuation), Reason: "longer than any story here"}
	}
	m := &matcher{text: continuation}
	if m.try(c) {
		if c.hero >= 0 {
			return world.Verdict{WellFormed: true, SameHero: true}
		}
		return world.Verdict{WellFormed: true, Reason: "the opening names no hero of this world"}
	}
	return explain(m, c)
}

// try reads a continuation under a cast; an unknown trouble may be any.
func (m *matcher) try(c cast) bool {
	if c.trouble != anyTrouble {
		return m.story(c)
	}
	for k := trouble(0); k < troubles; k++ {
		c.trouble = k
		if m.story(c) {
			return true
		}
	}
	return false
}

// explain finds the mildest thing wrong with a text that does not fit.
func explain(m *matcher, c cast) world.Verdict {
	v := world.Verdict{SameHero: sameHero(c, m.text)}
	other := c
	other.hero = -1
	if c.hero >= 0 && !v.SameHero && readsBy(m.text, matcher{}, other) {
		return world.Verdict{WellFormed: true, Reason: "not about " + names[c.hero] + ", the hero of the opening"}
	}
	switch {
	case c.thing >= 0 && readsBy(m.text, matcher{anyThing: true}, c):
		v.Reason = "not about the " + things[c.trouble][c.thing] + " of the opening"
	case readsBy(m.text, matcher{anyOrder: true}, c):
		v.Reason = "the sentences are in an order that no story here has, or the end is missing"
	default:
		v.Reason = m.stumble()
	}
	return v
}

func readsBy(text string, m matcher, c cast) bool {
	m.text = text
	if m.try(c) {
		return true
	}
	if c.hero >= 0 {
		return false
	}
	for _, hero := range [2]int{0, heroines} { // stories that only say she or he
		c.hero = hero
		if m.try(c) {
			return true
		}
	}
	return false
}

// stumble names the place where the text left the grammar.
func (m *matcher) stumble() string {
	if strings.TrimSpace(m.text) == "" {
		return "there is no text"
	}
	if m.text[0] != ' ' {
		return "a continuation begins with a space"
	}
	if m.far >= len(m.text) {
		return "the text breaks off"
	}
	start := strings.LastIndexByte(m.text[:m.far], ' ') + 1
	word, _, _ := strings.Cut(m.text[start:], " ")
	n := 1 + sentenceEnds(m.text[:start])
	return fmt.Sprintf("sentence %d: nothing here goes on with %q", n, word)
}

func sentenceEnds(text string) int {
	return strings.Count(text, ". ") + strings.Count(text, "! ") + strings.Count(text, "? ")
}

// sameHero looks for another hero's name or the other pronoun.
func sameHero(c cast, text string) bool {
	if c.hero < 0 {
		return false
	}
	for w := range words(text) {
		switch strings.ToLower(w) {
		case "he", "him", "his", "himself":
			if c.she() {
				return false
			}
		case "she", "her", "herself":
			if !c.she() {
				return false
			}
		}
		if n := nameIndex(w); n >= 0 && n != c.hero {
			return false
		}
	}
	return true
}

func nameIndex(word string) int {
	for i, n := range names {
		if n == word {
			return i
		}
	}
	return -1
}

func nameIn(text string) int {
	for w := range words(text) {
		if n := nameIndex(w); n >= 0 {
			return n
		}
	}
	return -1
}

// parseOpening reads an opening; false: it is not one of this world's.
func parseOpening(text string) (cast, bool) {
	if len(text) > longest {
		return nobody, false
	}
	m := &matcher{text: text}
	found := nobody
	end := func(pos int, c cast) bool {
		found = c
		return pos == len(text)
	}
	second := func(pos int, c cast) bool {
		return m.space(pos) && m.sentence(roleTrouble, pos+1, c, end)
	}
	for k := trouble(0); k < troubles; k++ {
		c := nobody
		c.trouble = k
		if m.sentence(roleWhole, 0, c, end) || m.sentence(roleIntro, 0, c, second) {
			return found, true
		}
	}
	return nobody, false
}
