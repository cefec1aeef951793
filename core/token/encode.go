package token

import "unicode/utf8"

// Encode returns the ids of text, without BOS or EOS. A text that is not empty
// gets a space in front, as sentencepiece and llama2.c do, so that its first
// word is written like every other; [Tokenizer.Decode] takes it off again.
// The time is O(n log n) in the length of the text.
func (t *Tokenizer) Encode(text string) []int32 {
	if text == "" {
		return nil
	}
	return t.encode(t.appendChars(make([]int32, 0, len(text)+1), " "), text)
}

// EncodeRaw returns the ids of text as it stands, for a text that continues
// another: Encode(x) equals EncodeRaw(" "+x) for every x but "".
func (t *Tokenizer) EncodeRaw(text string) []int32 {
	if text == "" {
		return nil
	}
	return t.encode(make([]int32, 0, len(text)), text)
}

// encode appends the ids of text to those of what comes before its first word.
func (t *Tokenizer) encode(ids []int32, text string) []int32 {
	m := merger{t: t}
	for start := 0; len(text) > 0; start = len(ids) {
		n := t.chunkLen(text)
		ids = t.appendChars(ids, text[:n])
		ids = ids[:start+m.merge(ids[start:])]
		text = text[n:]
	}
	return ids
}

// chunkLen returns how many bytes of text can be encoded by themselves: up to
// the first space behind something else, if no merge reaches across.
func (t *Tokenizer) chunkLen(text string) int {
	for i := 1; t.wordwise && i < len(text); i++ {
		if text[i] == ' ' && text[i-1] != ' ' {
			return i
		}
	}
	return len(text)
}

// appendChars appends a token for each character of text, or for each of its
// bytes where the character has none. Every byte of broken UTF-8 stands for
// itself; llama2.c would pull the character before it to bytes as well.
func (t *Tokenizer) appendChars(ids []int32, text string) []int32 {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if id := t.char(r, n); id >= 0 {
			ids = append(ids, id)
		} else {
			for _, b := range []byte(text[i : i+n]) {
				ids = append(ids, t.bytes[b])
			}
		}
		i += n
	}
	return ids
}

// char returns the token of a character that takes n bytes, or -1.
func (t *Tokenizer) char(r rune, n int) int32 {
	if r < utf8.RuneSelf {
		return t.ascii[r]
	}
	if id, ok := t.runes[r]; ok && n > 1 { // n is 1 for a byte that is not a character
		return id
	}
	return -1
}

// A link is one place in the doubly linked list that merging shortens. Its id
// is in the list of ids at the same index.
type link struct {
	prev, next int32 // -1 beyond either end
	into       int32 // what it and its right neighbour merge into
	rank       int32 // the rank of that merge; noMerge if there is none
}

const noMerge = -1

// A merger is the scratch space of merging.
type merger struct {
	t     *Tokenizer
	ids   []int32
	links []link
	q     queue
}

// merge joins neighbours in ids, in place, until no merge is left: always the
// best rank, of equal ranks the leftmost. It returns how many ids remain.
func (m *merger) merge(ids []int32) int {
	m.start(ids)
	for len(m.q) > 0 {
		rank, i := m.q.pop()
		if m.links[i].rank == rank { // else it has changed since it was queued
			m.join(i)
		}
	}
	n := 0
	for i := int32(0); i >= 0; i = m.links[i].next {
		ids[n] = ids[i]
		n++
	}
	return n
}

// start links ids and queues all their merges.
func (m *merger) start(ids []int32) {
	m.ids, m.links = ids, m.links[:0]
	for i := range int32(len(ids)) {
		m.links = append(m.links, link{prev: i - 1, next: i + 1, rank: noMerge})
	}
	m.links[len(ids)-1].next = -1
	for i := range int32(len(ids) - 1) {
		m.offer(i)
	}
}

// join merges place i with its right neighbour.
func (m *merger) join(i int32) {
	l := &m.links[i]
	m.ids[i] = l.into
	gone := &m.links[l.next]
	gone.rank = noMerge
	if l.next = gone.next; l.next >= 0 {
		m.links[l.next].prev = i
	}
	m.offer(i)
	if l.prev >= 0 {
		m.offer(l.prev)
	}
}

// offer queues the merge of place i with its right neighbour, if there is one.
func (m *merger) offer(i int32) {
	l := &m.links[i]
	l.rank = noMerge
	if l.next < 0 {
		return
	}
	if found, ok := m.t.pairs[pairKey(m.ids[i], m.ids[l.next])]; ok {
		l.rank, l.into = found.rank, found.into
		m.q.push(found.rank, i)
	}
}

// A queue is a binary heap of (rank, place), least first, each packed into one
// number so that comparing is one instruction.
type queue []uint64

func (q *queue) push(rank, place int32) {
	h := append(*q, uint64(rank)<<32|uint64(place))
	for i := len(h) - 1; i > 0; {
		up := (i - 1) / 2
		if h[up] <= h[i] {
			break
		}
		h[up], h[i] = h[i], h[up]
		i = up
	}
	*q = h
}

func (q *queue) pop() (rank, place int32) {
	h := *q
	top := h[0]
	last := len(h) - 1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		c := 2*i + 1
		if c >= last {
			break
		}
		if c+1 < last && h[c+1] < h[c] {
			c++
		}
		if h[i] <= h[c] {
			break
		}
		h[i], h[c] = h[c], h[i]
		i = c
	}
	*q = h
	return int32(top >> 32), int32(uint32(top))
}
