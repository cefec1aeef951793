package gen

// vec is the bytes of a vector, four the bytes of a float.
const (
	four = 4
	vec  = 16
)

// A place is where one vector lies in a walk over a row: all four floats of it,
// or the last one to three, which are loaded one by one over zeros and stored
// one by one, so that nothing outside the row is touched.
type place struct {
	f    *Func
	at   I   // bytes from the start of the row
	off  int // constant part of it
	left I   // floats left, 1 to 3; nil if the vector is whole
}

// plus returns the place v whole vectors further on.
func (l place) plus(v int) place {
	l.off += v * vec
	return l
}

// load returns the vector at p, loaded once, here.
func (l place) load(p I) VReg {
	if l.left == nil {
		return l.f.Let(p.Add(l.at).Load(l.off))
	}
	q := l.f.LetI(p.Add(l.at))
	v := l.f.Let(q.LoadOne(l.off))
	for i := 1; i < 3; i++ {
		l.f.If(Int(i).Less(l.left), func() { v.Set(q.LoadLane(l.off+four*i, v.V, i)) })
	}
	return v
}

// store writes v at p.
func (l place) store(p I, v V) {
	if l.left == nil {
		l.f.Store(p.Add(l.at), l.off, v)
		return
	}
	q, r := l.f.LetI(p.Add(l.at)), l.f.Let(v)
	l.f.StoreLane(q.I, l.off, r.V, 0)
	for i := 1; i < 3; i++ {
		l.f.If(Int(i).Less(l.left), func() { l.f.StoreLane(q.I, l.off+four*i, r.V, i) })
	}
}

// or returns v, with other in the lanes past the end of the row.
func (l place) or(v V, other float32) V {
	if l.left == nil {
		return v
	}
	inside := l.left.Splat().GreaterInt(BitsOf(0, 1, 2, 3))
	if other == 0 {
		return v.And(inside)
	}
	return v.Or(Floats(other), inside)
}

// rounds emits a loop from at to end, vecs vectors a round. What body returns is
// emitted after all bodies of the round: work with long chains loads first and
// stores last, and V8 then interleaves the chains.
func rounds(f *Func, at IReg, end I, vecs int, body func(l place, i int) func()) {
	f.While(at.Below(end), func() {
		var later []func()
		for i := range vecs {
			later = append(later, body(place{f: f, at: at.I, off: i * vec}, i))
		}
		for _, emit := range later {
			emit()
		}
		at.Set(at.Add(Int(vecs * vec)))
	})
}

// bytesBelow returns the bytes of the whole groups of vecs vectors in n floats.
func bytesBelow(n I, vecs int) I { return n.And(-4 * vecs).ShiftLeft(2) }

// each emits a walk over n floats:
//
//	for o = 0; o+4 ≤ n; o += 4 { body(whole vector at o) }
//	if n%4 > 0 { body(partial vector at o) }
func each(f *Func, n I, body func(l place)) {
	walk(f, n, []int{1}, func(l place, _ int) func() { body(l); return func() {} })
}

// eachWide is each with four vectors at a time while there are so many, for
// bodies with an exponential: a third faster. A body returns its stores.
func eachWide(f *Func, n I, body func(l place) (stores func())) {
	walk(f, n, []int{4, 1}, func(l place, _ int) func() { return body(l) })
}

// walk emits rounds of the given widths, widest first, and a partial vector.
func walk(f *Func, n I, widths []int, body func(l place, i int) func()) {
	at, left := f.LetI(Int(0)), f.LetI(n.And(3))
	for _, vecs := range widths {
		end := f.LetI(bytesBelow(n, vecs))
		rounds(f, at, end.I, vecs, body)
	}
	f.If(left.I, func() { body(place{f: f, at: at.I, left: left.I}, 0)() })
}

// fold emits a walk over n floats in the order of kernel.Lanes: half 0 takes the
// first four floats of every eight, half 1 the others.
//
//	for o = 0; o+8 ≤ n; o += 8 { body(o, 0); body(o+4, 1) }
//	a tail of 4-7 is a whole half 0 and a partial half 1; of 1-3 a partial half 0
func fold(f *Func, n I, body func(l place, half int)) {
	walkHalves(f, n, []int{2}, func(l place, half int) func() { body(l, half); return func() {} })
}

// foldWide is fold with sixteen floats at a time, as [eachWide]. A body returns
// its sums and stores.
func foldWide(f *Func, n I, body func(l place, half int) (later func())) {
	walkHalves(f, n, []int{4, 2}, body)
}

func walkHalves(f *Func, n I, widths []int, body func(l place, half int) func()) {
	at, left := f.LetI(Int(0)), f.LetI(n.And(3))
	for _, vecs := range widths {
		end := f.LetI(bytesBelow(n, vecs))
		rounds(f, at, end.I, vecs, func(l place, i int) func() { return body(l, i%2) })
	}
	f.IfElse(n.And(4), func() {
		body(place{f: f, at: at.I}, 0)()
		f.If(left.I, func() { body(place{f: f, at: at.I, off: vec, left: left.I}, 1)() })
	}, func() {
		f.If(left.I, func() { body(place{f: f, at: at.I, left: left.I}, 0)() })
	})
}

// A lanes is kernel.Lanes in two registers.
type lanes [2]VReg

// newLanes returns lanes of zeros.
func newLanes(f *Func) lanes { return lanes{f.Let(Floats(0)), f.Let(Floats(0))} }

// add adds v to one half. Lanes past the end of the row must hold +0, which
// changes no sum: a lane starts at +0 and so is never -0.
func (s lanes) add(half int, v V) { s[half].Set(s[half].Add(v)) }

// sum folds the lanes in the order of kernel.Lanes.Sum.
func (s lanes) sum(f *Func) F {
	a := f.Let(s[0].Add(s[1].V))
	b := f.Let(a.Add(a.Shuffle(a.V, 2, 3, 2, 3)))
	return b.Lane(0).Add(b.Lane(1))
}

// rows emits body m times and then moves each pointer to its next row.
func rows(f *Func, m IReg, pointers []IReg, strides []I, body func()) {
	f.While(m.I, func() {
		body()
		for i, p := range pointers {
			p.Set(p.Add(strides[i]))
		}
		m.Set(m.Sub(Int(1)))
	})
}
