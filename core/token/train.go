package token

import (
	"cmp"
	"container/heap"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Train makes a tokenizer of at most size tokens from texts. The same texts, in
// any order, give the same tokenizer. It panics if size is below 260: the 3
// special tokens, the 256 bytes and one character.
//
// Tokens are numbered: special, bytes, characters, merges as they were learned.
// Characters come by frequency and fill at most half of what bytes leave; the
// rest is written in bytes. Each merge joins the most frequent pair of
// neighbours inside the words of [CountWords]; of equally frequent pairs, the
// greater by bytes, left part first (the rule of Stanford's CS336). A pair that
// occurs once is not worth a token, so a small corpus gives fewer than size.
func Train(texts iter.Seq[string], size int) *Tokenizer {
	return TrainWords(CountWords(texts), size)
}

// TrainWords is [Train] for words that are counted already.
func TrainWords(counts map[string]int, size int) *Tokenizer {
	if size < firstText+1 {
		panic("token: Train: a tokenizer needs at least 260 tokens")
	}
	pieces, kinds := base()
	words := slices.Sorted(maps.Keys(counts))
	for _, r := range commonRunes(counts, words, (size-firstText+1)/2) {
		pieces, kinds = append(pieces, string(r)), append(kinds, textKind)
	}
	tr := newTrainer(pieces[firstText:], firstText)
	for _, w := range words {
		tr.addText(w, counts[w])
	}
	merges := tr.learn(size - len(pieces))
	for _, p := range tr.pieces[len(pieces)-firstText:] {
		pieces, kinds = append(pieces, p), append(kinds, textKind)
	}
	t, _, err := assemble(pieces, kinds)
	if err != nil {
		panic("token: Train: " + err.Error()) // words that spell a special token are cut at their brackets
	}
	t.setMerges(merges)
	return t
}

// base returns the special and the byte tokens.
func base() ([]string, []kind) {
	pieces := slices.Clone(specialNames)
	kinds := slices.Repeat([]kind{specialKind}, len(pieces))
	for b := range 256 {
		pieces, kinds = append(pieces, string([]byte{byte(b)})), append(kinds, byteKind)
	}
	return pieces, kinds
}

// commonRunes returns at most n characters of words: the most frequent, of
// equals the smaller; the space always.
func commonRunes(counts map[string]int, words []string, n int) []rune {
	seen := map[rune]int{' ': 1}
	for _, w := range words {
		for _, r := range w {
			seen[r] += counts[w]
		}
	}
	delete(seen, utf8.RuneError)
	delete(seen, []rune(spaceMark)[0])
	runes := slices.SortedFunc(maps.Keys(seen), func(a, b rune) int {
		switch {
		case a == ' ':
			return -1
		case b == ' ':
			return 1
		}
		return cmp.Or(cmp.Compare(seen[b], seen[a]), cmp.Compare(a, b))
	})
	return runes[:min(n, len(runes))]
}

// A trainer learns merges. It keeps the count of every pair of neighbours and
// the words it occurs in, and changes them only for the words that a merge
// touches, so that a corpus costs time by its distinct words.
type trainer struct {
	first  int32            // id of pieces[0]
	pieces []string         // by id - first
	ids    map[string]int32 // of pieces
	words  []word
	count  map[uint64]int     // of pairs
	where  map[uint64][]int32 // words that have had the pair; some have lost it
	queue  candidates
}

type word struct {
	ids   []int32
	count int
}

func newTrainer(pieces []string, first int32) *trainer {
	tr := &trainer{first: first, pieces: slices.Clone(pieces), ids: map[string]int32{},
		count: map[uint64]int{}, where: map[uint64][]int32{}}
	for i, p := range pieces {
		tr.ids[p] = first + int32(i)
	}
	return tr
}

// addText adds a word by its characters. One that has no token, and will be
// written in bytes, cuts the word.
func (tr *trainer) addText(w string, count int) {
	var ids []int32
	for _, r := range w {
		if id, ok := tr.ids[string(r)]; ok {
			ids = append(ids, id)
			continue
		}
		tr.add(ids, count)
		ids = nil
	}
	tr.add(ids, count)
}

func (tr *trainer) add(ids []int32, count int) {
	if len(ids) < 2 {
		return
	}
	at := int32(len(tr.words))
	tr.words = append(tr.words, word{ids, count})
	for i := range len(ids) - 1 {
		key := pairKey(ids[i], ids[i+1])
		tr.count[key] += count
		tr.where[key] = append(tr.where[key], at)
	}
}

// learn makes pieces by merging until there are n more of them, or no pair
// occurs twice. It returns the merges in order.
func (tr *trainer) learn(n int) []merge {
	for key, c := range tr.count {
		tr.queue = append(tr.queue, tr.candidate(key, c))
	}
	heap.Init(&tr.queue)
	var ms []merge
	done := map[uint64]bool{}
	for want := len(tr.pieces) + n; len(tr.pieces) < want && len(tr.queue) > 0; {
		best := heap.Pop(&tr.queue).(candidate)
		if now := tr.count[best.key]; now != best.count {
			if now > 0 {
				heap.Push(&tr.queue, tr.candidate(best.key, now))
			}
			continue
		}
		if best.count < 2 {
			break
		}
		m := merge{int32(best.key >> 32), int32(uint32(best.key)), tr.piece(best.left + best.right), int32(len(ms))}
		if !done[best.key] { // a pair comes back when a later merge makes one half of it again
			done[best.key] = true
			ms = append(ms, m)
		}
		tr.apply(m)
	}
	return ms
}

// piece returns the id of a text, new or not: two pairs can join to one text.
func (tr *trainer) piece(text string) int32 {
	id, ok := tr.ids[text]
	if !ok {
		id = tr.first + int32(len(tr.pieces))
		tr.pieces = append(tr.pieces, text)
		tr.ids[text] = id
	}
	return id
}

// apply merges everywhere, and queues the pairs that became more frequent.
func (tr *trainer) apply(m merge) {
	key := pairKey(m.left, m.right)
	grown := map[uint64]bool{}
	for _, at := range tr.where[key] {
		w := &tr.words[at]
		if !w.has(m) {
			continue
		}
		for i := range len(w.ids) - 1 {
			tr.count[pairKey(w.ids[i], w.ids[i+1])] -= w.count
		}
		w.ids = mergeOne(w.ids, m)
		for i := range len(w.ids) - 1 {
			k := pairKey(w.ids[i], w.ids[i+1])
			tr.count[k] += w.count
			if w.ids[i] == m.into || w.ids[i+1] == m.into {
				tr.where[k] = append(tr.where[k], at)
				grown[k] = true
			}
		}
	}
	delete(tr.where, key)
	delete(tr.count, key)
	for k := range grown {
		if c := tr.count[k]; c > 0 {
			heap.Push(&tr.queue, tr.candidate(k, c))
		}
	}
}

func (w *word) has(m merge) bool {
	for i := range len(w.ids) - 1 {
		if w.ids[i] == m.left && w.ids[i+1] == m.right {
			return true
		}
	}
	return false
}

// mergeOne merges in one word, in place, from the left.
func mergeOne(ids []int32, m merge) []int32 {
	n := 0
	for i := 0; i < len(ids); i++ {
		ids[n] = ids[i]
		if ids[i] == m.left && i+1 < len(ids) && ids[i+1] == m.right {
			ids[n] = m.into
			i++
		}
		n++
	}
	return ids[:n]
}

// A candidate is a pair with the count it had when it was queued.
type candidate struct {
	key         uint64
	count       int
	left, right string
}

func (tr *trainer) candidate(key uint64, count int) candidate {
	left, right := int32(key>>32), int32(uint32(key))
	return candidate{key, count, tr.pieces[left-tr.first], tr.pieces[right-tr.first]}
}

// candidates is a heap, the best first. Its order is total, so that the order
// of pushing, which follows Go's maps, does not show.
type candidates []candidate

func (c candidates) Len() int { return len(c) }
func (c candidates) Less(i, j int) bool {
	a, b := &c[i], &c[j]
	if a.count != b.count {
		return a.count > b.count
	}
	if d := strings.Compare(a.left, b.left); d != 0 {
		return d > 0
	}
	return a.right > b.right
}
func (c candidates) Swap(i, j int) { c[i], c[j] = c[j], c[i] }

// Push and Pop are for package heap.
func (c *candidates) Push(x any) { *c = append(*c, x.(candidate)) }

// Pop is for package heap.
func (c *candidates) Pop() any {
	last := len(*c) - 1
	x := (*c)[last]
	*c = (*c)[:last]
	return x
}
