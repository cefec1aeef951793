package gen

// swiGLU emits (g·sigmoid(g))·u per row: (out, outStride, gu, guStride, m, n).
func swiGLU(f *Func) {
	out, outStride, gu, guStride, m, n := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	rows(f, m, []IReg{out, gu}, []I{outStride.I, guStride.I}, func() {
		up := f.LetI(gu.Add(n.ShiftLeft(2)))
		eachWide(f, n.I, func(l place) func() {
			g, u := l.load(gu.I), l.load(up.I)
			o := f.Let(g.Mul(sigmoid(f, g.V).V).Mul(u.V))
			return func() { l.store(out.I, o.V) }
		})
	})
}

// swiGLUBack emits both halves of dgu per row:
// (dgu, dguStride, dout, doutStride, gu, guStride, m, n).
func swiGLUBack(f *Func) {
	dgu, dguStride, dout, doutStride := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	gu, guStride, m, n := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	rows(f, m, []IReg{dgu, dout, gu}, []I{dguStride.I, doutStride.I, guStride.I}, func() {
		up, dup := f.LetI(gu.Add(n.ShiftLeft(2))), f.LetI(dgu.Add(n.ShiftLeft(2)))
		eachWide(f, n.I, func(l place) func() {
			g, u, d := l.load(gu.I), l.load(up.I), l.load(dout.I)
			s := sigmoid(f, g.V)
			gs := f.Let(g.Mul(s.V))
			dg := f.Let(d.Mul(u.V).Mul(s.Add(gs.Mul(Floats(1).Sub(s.V)))))
			du := f.Let(d.Mul(gs.V))
			return func() {
				l.store(dgu.I, dg.V)
				l.store(dup.I, du.V)
			}
		})
	})
}
