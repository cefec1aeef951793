package gen

import (
	"math"
)

var lowest = float32(math.Inf(-1))

// maximum returns the largest lane of v.
func maximum(f *Func, v V) F {
	a := f.Let(v)
	b := f.Let(a.Max(a.Shuffle(a.V, 2, 3, 2, 3)))
	return b.Lane(0).Max(b.Lane(1))
}

// clearFrom emits p[w:n] = 0.
func clearFrom(f *Func, p, w, n I) {
	rest := f.LetI(p.Add(w.ShiftLeft(2)))
	each(f, n.Sub(w), func(l place) { l.store(rest.I, Floats(0)) })
}

// softmax emits, per row, over its first min(base+i+1, n) columns: scale and
// maximum; exponentials and their sum; quotients:
// (p, stride, m, n, scale, base).
func softmax(f *Func) {
	p, stride, m, n, scale, base := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamF(), f.ParamI()
	by := f.Let(scale.Splat())
	rows(f, m, []IReg{p, base}, []I{stride.I, Int(1)}, func() {
		w := f.LetI(n.Min(base.Add(Int(1))))
		clearFrom(f, p.I, w.I, n.I)
		most := f.Let(Floats(lowest)) // of either sign if zero: exp(±0) is 1
		each(f, w.I, func(l place) {
			v := f.Let(l.load(p.I).Mul(by.V))
			l.store(p.I, v.V)
			most.Set(most.AtLeast(l.or(v.V, lowest)))
		})
		top := f.Let(maximum(f, most.V).Splat())
		s := newLanes(f)
		foldWide(f, w.I, func(l place, half int) func() {
			e := exp(f, l.load(p.I).Sub(top.V))
			return func() {
				l.store(p.I, e.V)
				s.add(half, l.or(e.V, 0))
			}
		})
		r := f.Let(Float(1).Div(s.sum(f)).Splat())
		each(f, w.I, func(l place) { l.store(p.I, l.load(p.I).Mul(r.V)) })
	})
}

// softmaxBack emits, per row, Σ dp·p and then (p·(dp-Σ))·scale:
// (dp, dpStride, p, pStride, m, n, scale, base).
func softmaxBack(f *Func) {
	dp, dpStride, p, pStride := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	m, n, scale, base := f.ParamI(), f.ParamI(), f.ParamF(), f.ParamI()
	by := f.Let(scale.Splat())
	rows(f, m, []IReg{dp, p, base}, []I{dpStride.I, pStride.I, Int(1)}, func() {
		w := f.LetI(n.Min(base.Add(Int(1))))
		clearFrom(f, dp.I, w.I, n.I)
		s := newLanes(f)
		fold(f, w.I, func(l place, half int) { s.add(half, l.load(dp.I).Mul(l.load(p.I).V)) })
		t := f.Let(s.sum(f).Splat())
		each(f, w.I, func(l place) {
			l.store(dp.I, l.load(p.I).Mul(l.load(dp.I).Sub(t.V)).Mul(by.V))
		})
	})
}
