package gen

// rope emits, per row and head, the rotation of d/2 pairs:
// (x, xStride, cos, cosStride, sin, sinStride, m, n, d, dir).
func rope(f *Func) {
	x, xStride, cos, cosStride := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	sin, sinStride, m, n, d, dir := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamF()
	turn := f.Let(dir.Splat())
	pairs := f.LetI(d.ShiftRight(1))
	half := f.LetI(pairs.ShiftLeft(2))
	rows(f, m, []IReg{x, cos, sin}, []I{xStride.I, cosStride.I, sinStride.I}, func() {
		p, end := f.LetI(x.I), f.LetI(x.Add(n.ShiftLeft(2)))
		f.While(p.Below(end.I), func() {
			q := f.LetI(p.Add(half.I))
			each(f, pairs.I, func(l place) {
				a, b, c := l.load(p.I), l.load(q.I), l.load(cos.I)
				s := f.Let(l.load(sin.I).Mul(turn.V))
				l.store(p.I, a.Mul(c.V).Sub(b.Mul(s.V)))
				l.store(q.I, b.Mul(c.V).Add(a.Mul(s.V)))
			})
			p.Set(q.Add(half.I))
		})
	})
}
