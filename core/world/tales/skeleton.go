package tales

import (
	"fmt"
	"slices"
	"strings"
)

// role is a sentence's place in a story.
type role int

const (
	roleIntro   role = iota // opening: who and where
	roleTrouble             // opening: what is wrong, after an intro
	roleWhole               // opening: all in one sentence
	roleTry                 // the hero does something about it
	roleMeet                // a friend turns up
	roleTurn                // something happens on the way
	roleEnd                 // how it came out
	roles
)

// partKind says how one part of a skeleton is filled.
type partKind int

const (
	literal partKind = iota
	article          // {a}: a or an, by the sound of what follows
	heroPart
	kindPart
	pronoun   // {he} {him} {his} {himself}
	placePart // bound by the opening
	thingPart // bound by the opening; what it may be hangs on the trouble
	newFriend // {afriend}: binds the friend
	oldFriend // {friend}: the friend that was met
	classPart // a free choice from a word class
)

// A part is a stretch of fixed text or a slot. upper: the slot's first letter is
// a capital.
type part struct {
	kind  partKind
	text  string   // of a literal
	upper bool     // written {Food}
	alts  []string // of a classPart, capitals applied; of a pronoun: he-form, she-form
	class int      // of a classPart, in classes
}

// A skeleton is one sentence with slots.
type skeleton struct {
	source  string
	role    role
	trouble trouble // anyTrouble: fits all
	parts   []part
	needs   bool // speaks of a friend already met
	brings  bool // brings a friend
}

// compile reads the slot syntax; a mistake in the tables is a bug in this
// package, so it panics (every skeleton is compiled when the package loads).
func compile(source string, r role, t trouble) skeleton {
	sk := skeleton{source: source, role: r, trouble: t}
	rest := source
	for rest != "" {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			open = len(rest)
		}
		if open > 0 {
			sk.parts = append(sk.parts, part{kind: literal, text: rest[:open]})
			rest = rest[open:]
			continue
		}
		end := strings.IndexByte(rest, '}')
		p := slot(rest[1:end], source)
		sk.needs = sk.needs || p.kind == oldFriend && !sk.brings
		sk.brings = sk.brings || p.kind == newFriend
		sk.parts = append(sk.parts, p)
		rest = rest[end+1:]
	}
	return sk
}

// slot resolves one slot name.
func slot(name, source string) part {
	lower := strings.ToLower(name)
	p := part{upper: lower != name}
	switch lower {
	case "a":
		p.kind = article
	case "hero":
		p.kind = heroPart
	case "kind":
		p.kind = kindPart
	case "place":
		p.kind = placePart
	case "thing":
		p.kind = thingPart
	case "afriend":
		p.kind = newFriend
	case "friend":
		p.kind = oldFriend
	case "he", "him", "his", "himself":
		p.kind = pronoun
		p.alts = []string{lower, feminine(lower)}
	default:
		p.kind = classPart
		p.class = slices.IndexFunc(classes, func(c class) bool { return c.name == lower })
		if p.class < 0 {
			panic(fmt.Sprintf("tales: no slot {%s} in %q", name, source))
		}
		p.alts = classes[p.class].words
	}
	if p.upper {
		p.alts = capitals(p.alts)
	}
	return p
}

func feminine(he string) string {
	switch he {
	case "he":
		return "she"
	case "himself":
		return "herself"
	}
	return "her"
}

func capitals(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = capital(w)
	}
	return out
}

func capital(w string) string { return strings.ToUpper(w[:1]) + w[1:] }

// table is every skeleton, in a fixed order, with the index the generator and
// the checker use.
type table struct {
	all   []skeleton
	pools [roles][troubles][]int // by role and trouble (each with those that fit any)
}

var grammar = buildTable()

func buildTable() *table {
	t := new(table)
	for _, g := range groups() {
		for _, line := range strings.Split(strings.TrimSpace(g.lines), "\n") {
			t.add(compile(strings.TrimSpace(line), g.role, g.trouble))
		}
	}
	return t
}

func (t *table) add(sk skeleton) {
	i := len(t.all)
	t.all = append(t.all, sk)
	for k := trouble(0); k < troubles; k++ {
		if sk.trouble == anyTrouble || sk.trouble == k {
			t.pools[sk.role][k] = append(t.pools[sk.role][k], i)
		}
	}
}

// A group is a block of skeletons of one role, one a line.
type group struct {
	role    role
	trouble trouble
	lines   string
}
