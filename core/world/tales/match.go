package tales

import "strings"

// A matcher reads text as sentences of the grammar, by backtracking: a cast
// says which words are already fixed, and a slot that is not fixed fixes them.
// Its cost is bounded by the tables, not by the text: a story has at most three
// sentences and a slot's words are tried one after the other.
type matcher struct {
	text     string
	far      int  // the furthest byte that still made sense
	anyThing bool // let the thing differ from the opening's
	anyOrder bool // let sentences of a continuation stand anywhere
}

// then goes on after a part or a sentence was read up to pos.
type then func(pos int, c cast) bool

// walk reads parts from pos.
func (m *matcher) walk(parts []part, pos int, c cast, done then) bool {
	m.far = max(m.far, pos)
	if len(parts) == 0 {
		return done(pos, c)
	}
	p, rest := &parts[0], parts[1:]
	switch p.kind {
	case literal:
		return m.at(p.text, pos) && m.walk(rest, pos+len(p.text), c, done)
	case article:
		return m.article(p, rest, pos, c, done)
	case classPart:
		for _, w := range p.alts {
			if m.at(w, pos) && m.walk(rest, pos+len(w), c, done) {
				return true
			}
		}
		return false
	}
	return m.bound(p, c, func(word string, c cast) bool {
		if p.upper {
			return m.upper(word, pos) && m.walk(rest, pos+len(word), c, done)
		}
		return m.at(word, pos) && m.walk(rest, pos+len(word), c, done)
	})
}

func (m *matcher) at(word string, pos int) bool {
	if strings.HasPrefix(m.text[pos:], word) {
		return true
	}
	for i := 0; i < len(word) && pos+i < len(m.text) && m.text[pos+i] == word[i]; i++ {
		m.far = max(m.far, pos+i+1)
	}
	return false
}

func (m *matcher) upper(word string, pos int) bool {
	return len(word) > 0 && pos < len(m.text) && m.text[pos] == word[0]&^0x20 && m.at(word[1:], pos+1)
}

// article reads "a" or "an", whichever the next word asks for.
func (m *matcher) article(p *part, rest []part, pos int, c cast, done then) bool {
	a := "a"
	if p.upper {
		a = "A"
	}
	if !m.at(a, pos) {
		return false
	}
	pos++
	an := pos < len(m.text) && m.text[pos] == 'n'
	if an {
		pos++
	}
	if pos+1 >= len(m.text) || vowel(m.text[pos+1]) != an {
		return false
	}
	return m.walk(rest, pos, c, done)
}

// bound reads a slot whose word a cast fixes, or fixes it.
func (m *matcher) bound(p *part, c cast, next func(string, cast) bool) bool {
	field, words := c.field(p)
	if p.kind == pronoun {
		return c.hero >= 0 && next(c.word(p), c)
	}
	if p.kind == oldFriend && c.friend < 0 || p.kind == newFriend && c.friend >= 0 {
		return false
	}
	if *field >= 0 && !(m.anyThing && p.kind == thingPart) {
		return next(words[*field], c)
	}
	for i, w := range words {
		*field = i
		if next(w, c) {
			return true
		}
	}
	return false
}

// field is where a cast keeps a slot's word, and the words it may be.
func (c *cast) field(p *part) (*int, []string) {
	switch p.kind {
	case heroPart:
		return &c.hero, names
	case kindPart:
		return &c.kind, kinds
	case placePart:
		return &c.place, places
	case thingPart:
		return &c.thing, things[c.trouble]
	}
	return &c.friend, friends
}

// sentence tries every skeleton of a role that a text at pos may be.
func (m *matcher) sentence(r role, pos int, c cast, done then) bool {
	for _, i := range grammar.pools[r][c.trouble] {
		if m.walk(grammar.all[i].parts, pos, c, done) {
			return true
		}
	}
	return false
}

// space reads the blank before a sentence.
func (m *matcher) space(pos int) bool { return pos < len(m.text) && m.text[pos] == ' ' }

// ending reads the last sentence, up to the end of the text.
func (m *matcher) ending(pos int, c cast) bool {
	return m.space(pos) && m.sentence(roleEnd, pos+1, c, func(end int, _ cast) bool {
		return end == len(m.text)
	})
}

// story reads a continuation from its first byte.
func (m *matcher) story(c cast) bool {
	if m.anyOrder {
		return m.jumble(0, c, 3)
	}
	if m.ending(0, c) {
		return true
	}
	if !m.space(0) {
		return false
	}
	return m.sentence(roleTry, 1, c, m.afterFirst) || m.sentence(roleMeet, 1, c, m.afterFirst)
}

func (m *matcher) afterFirst(pos int, c cast) bool {
	if m.ending(pos, c) {
		return true
	}
	if !m.space(pos) {
		return false
	}
	return m.sentence(roleTurn, pos+1, c, m.ending) || m.sentence(roleMeet, pos+1, c, m.ending)
}

// jumble reads up to n sentences in any order, to tell what is wrong with a text.
func (m *matcher) jumble(pos int, c cast, n int) bool {
	if pos == len(m.text) {
		return pos > 0
	}
	if n == 0 || !m.space(pos) {
		return false
	}
	for r := roleTry; r <= roleEnd; r++ {
		if m.sentence(r, pos+1, c, func(end int, c cast) bool { return m.jumble(end, c, n-1) }) {
			return true
		}
	}
	return false
}
