package tales

import (
	"math"
	"strings"
	"sync"

	"preflab/core/exact"
)

// A continuation has a mood that nobody is told: none, or one for each taste. It
// leans every choice of a sentence, a word or a friend,
//
//	p(choice | mood) ∝ p(choice) · exp(lean · what its words are worth)
//
// so that what belongs together comes together: a story is rainy rather than a
// sentence. A model of such stories has to know what belongs together, and then
// a few labels reach beyond the words that they happened to show.

// The moods, in the order of the tastes. An opening has noMood; noLean leans
// nowhere.
const (
	noMood     = -1
	noLean     = 0
	briefMood  = 1 + 9
	longMood   = 1 + 10
	speechMood = 1 + 11
	moods      = 1 + 12
)

// lean is how strongly a mood leans: at it, a word that is the thing itself
// makes a choice 90 times as likely.
const lean = 4.5

// A leaning is the weights of the options of one choice under each mood.
type leaning [moods][]int

// leanings are those of all choices that moods lean.
type leanings struct {
	pools   [roles][troubles][2][2]leaning // as continuing
	classes []leaning                      // as classes
	friends leaning
	lengths leaning // of lengthWeights
}

// leans computes the leanings at their first use: who only reads stories needs
// none.
var leans = sync.OnceValue(func() *leanings {
	l := &leanings{classes: make([]leaning, len(classes))}
	worth := worths()
	for i, c := range classes {
		l.classes[i] = leaningOf(len(c.words), func(m, k int) float64 { return factor(worth[m](c.words[k])) })
	}
	l.friends = leaningOf(len(friends), func(m, k int) float64 {
		return float64(friendWeights[k]) * factor(worth[m](friends[k]))
	})
	for m := range l.lengths {
		l.lengths[m] = lengthWeights
	}
	l.lengths[briefMood], l.lengths[longMood] = briefWeights, longWeights
	skeletons := leaningOf(len(grammar.all), func(m, k int) float64 { return l.skeleton(&grammar.all[k], m, worth[m]) })
	for r := range continuing {
		for k := range continuing[r] {
			for f := range continuing[r][k] {
				for own, pool := range continuing[r][k][f] {
					l.pools[r][k][f][own] = skeletons.of(pool)
				}
			}
		}
	}
	return l
})

// skeleton is how much likelier a mood makes a sentence, whatever its slots say.
func (l *leanings) skeleton(sk *skeleton, m int, worth func(string) float64) float64 {
	text, f := "", 1.0
	for _, p := range sk.parts {
		switch p.kind {
		case literal:
			text += p.text
		case classPart:
			f *= l.classes[p.class].mean(m)
		case newFriend:
			f *= l.friends.mean(m)
		}
	}
	return f * factor(worth(text))
}

// factor is how much likelier a text is made by what its words are worth. What
// says more than the thing itself gains no more, so that no sentence takes a mood
// over.
func factor(worth float64) float64 { return exact.Exp(lean * max(-1, min(worth, 1))) }

// unit is the weight of a choice that a mood leaves as it is; whole numbers make
// the same choice on every platform.
const unit = 1024

func leaningOf(n int, factor func(m, k int) float64) (l leaning) {
	for m := range l {
		l[m] = make([]int, n)
		for k := range l[m] {
			l[m][k] = max(1, int(math.Round(unit*factor(m, k))))
		}
	}
	return l
}

// mean is how much likelier the options are made on average, against no mood.
func (l *leaning) mean(m int) float64 {
	sum, plain := 0, 0
	for k := range l[m] {
		sum += l[m][k]
		plain += l[0][k]
	}
	return float64(sum) / float64(plain)
}

// of picks options out of a leaning.
func (l *leaning) of(options []int) (out leaning) {
	for m := range l {
		for _, k := range options {
			out[m] = append(out[m], l[m][k])
		}
	}
	return out
}

// worths are, by mood, what a piece of text is worth: the sum of its words'
// weights.
func worths() (out [moods]func(string) float64) {
	out[noLean] = func(string) float64 { return 0 }
	for i, l := range lexicons() {
		out[1+i] = func(text string) float64 { return sumOf(l.words, text) }
	}
	const each = 0.1 // what a word adds to a long story, and takes from a brief one
	out[briefMood] = func(text string) float64 { return -each * float64(count(text)) }
	out[longMood] = func(text string) float64 { return each * float64(count(text)) }
	out[speechMood] = func(text string) float64 {
		const quote = 0.5 // two make a line of speech, which is the thing itself
		return sumOf(spoken, text) + float64(quote*float64(strings.Count(text, `"`)))
	}
	return out
}

func sumOf(weights map[string]float64, text string) float64 {
	sum := 0.0
	for w := range words(text) {
		sum += weights[strings.ToLower(w)]
	}
	return sum
}
