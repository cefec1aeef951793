package tales

import (
	"math"
	"math/rand/v2"

	"preflab/core/world"
)

// A cast is what the sentences of one story must agree on. -1: not said yet.
type cast struct {
	hero, kind, place, thing, friend int
	trouble                          trouble
}

func (c cast) she() bool { return c.hero < heroines }

// writer renders sentences.
type writer struct {
	choose  chooser
	cast    cast
	out     []byte
	article int // where an "n" may be due; 0: nowhere
}

// newStory draws a cast from one split.
func newStory(r *rand.Rand, s world.Split) *writer {
	for {
		w := &writer{choose: chooser{r: r, mood: noMood}}
		w.cast = w.draw()
		if splitOf(w.cast) == s {
			w.choose.spend(math.Log(splitShare(s))) // the split was known beforehand
			return w
		}
	}
}

func (w *writer) draw() cast {
	c := cast{friend: -1}
	c.hero = w.choose.pick(len(names))
	c.kind = w.choose.pick(len(kinds))
	c.place = w.choose.pick(len(places))
	c.trouble = trouble(w.choose.weighted(troubleWeights))
	c.thing = w.choose.pick(len(things[c.trouble]))
	return c
}

// opening writes one or two sentences.
func (w *writer) opening() {
	if w.choose.weighted(openingWeights) == 0 {
		w.one(roleWhole)
		return
	}
	w.one(roleIntro)
	w.out = append(w.out, ' ')
	w.one(roleTrouble)
}

func (w *writer) one(r role) {
	pool := grammar.pools[r][w.cast.trouble]
	w.sentence(&grammar.all[pool[w.choose.pick(len(pool))]])
}

// continuation writes one to three sentences in some mood.
func (w *writer) continuation() {
	w.choose.mood, _ = w.choose.draw(moodWeights[:])
	w.tell()
}

// tell writes one to three sentences, each after a space.
func (w *writer) tell() {
	n := w.choose.leaning(&leans().lengths) + 1
	if n > 1 {
		w.next([]role{roleTry, roleMeet}[w.choose.weighted(firstWeights)])
	}
	if n > 2 {
		w.middle()
	}
	w.next(roleEnd)
}

func (w *writer) middle() {
	if w.cast.friend < 0 && w.choose.weighted(meetLateWeights) == 1 {
		w.next(roleMeet)
		return
	}
	w.next(roleTurn)
}

// next writes a sentence of a role; with a friend at hand it mostly speaks of
// the friend.
func (w *writer) next(r role) {
	withFriend := 0
	if w.cast.friend >= 0 {
		withFriend = w.choose.weighted(friendSpokenWeights)
	}
	own := 0
	pools := &continuing[r][w.cast.trouble][withFriend]
	if len(pools[1]) > 0 {
		own = w.choose.weighted(ownWeights[r])
	}
	pool := pools[own]
	w.out = append(w.out, ' ')
	w.sentence(&grammar.all[pool[w.choose.leaning(&leans().pools[r][w.cast.trouble][withFriend][own])]])
}

// continuing is pools split by whether the skeleton needs a friend, and by
// whether it is only for the trouble at hand.
var continuing = splitPools(grammar)

func splitPools(t *table) (out [roles][troubles][2][2][]int) {
	for r := range t.pools {
		for k, pool := range t.pools[r] {
			for _, i := range pool {
				needs, own := 0, 0
				if t.all[i].needs {
					needs = 1
				}
				if t.all[i].trouble != anyTrouble {
					own = 1
				}
				out[r][k][needs][own] = append(out[r][k][needs][own], i)
			}
		}
	}
	return out
}

func (w *writer) sentence(sk *skeleton) {
	for i := range sk.parts {
		w.part(&sk.parts[i])
	}
}

func (w *writer) part(p *part) {
	switch p.kind {
	case article:
		w.put("a", p.upper)
		w.article = len(w.out)
	case newFriend:
		w.cast.friend = w.choose.leaning(&leans().friends)
		w.put(friends[w.cast.friend], p.upper)
	case classPart:
		w.put(p.alts[w.choose.leaning(&leans().classes[p.class])], false)
	default:
		w.put(w.cast.word(p), p.upper)
	}
}

// word is what a bound slot reads as under a cast.
func (c cast) word(p *part) string {
	switch p.kind {
	case heroPart:
		return names[c.hero]
	case kindPart:
		return kinds[c.kind]
	case placePart:
		return places[c.place]
	case thingPart:
		return things[c.trouble][c.thing]
	case oldFriend:
		return friends[c.friend]
	case pronoun:
		if c.she() {
			return p.alts[1]
		}
		return p.alts[0]
	}
	return p.text
}

func (w *writer) put(s string, upper bool) {
	if w.article > 0 && s != " " {
		if vowel(firstLetter(s)) {
			w.out = append(w.out, ' ')
			copy(w.out[w.article+1:], w.out[w.article:])
			w.out[w.article] = 'n'
		}
		w.article = 0
	}
	if upper {
		s = capital(s)
	}
	w.out = append(w.out, s...)
}

func firstLetter(s string) byte {
	if s[0] == ' ' {
		return s[1]
	}
	return s[0]
}

// vowel says whether "an" comes before a word; the lexicon has none where the
// letter misleads.
func vowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return false
}
