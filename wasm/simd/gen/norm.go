package gen

// rmsNorm emits, per row, Σ x², inv and then (x·inv)·w:
// (out, outStride, inv, x, xStride, w, m, n, eps).
func rmsNorm(f *Func) {
	out, outStride, inv, x, xStride := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	w, m, n, eps := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamF()
	rows(f, m, []IReg{out, x, inv}, []I{outStride.I, xStride.I, Int(four)}, func() {
		s := newLanes(f)
		fold(f, n.I, func(l place, half int) {
			v := l.load(x.I)
			s.add(half, v.Mul(v.V))
		})
		r := f.LetF(Float(1).Div(s.sum(f).Div(n.Float()).Add(eps.F).Sqrt()))
		f.StoreF(inv.I, 0, r.F)
		rs := f.Let(r.Splat())
		each(f, n.I, func(l place) { l.store(out.I, l.load(x.I).Mul(rs.V).Mul(l.load(w.I).V)) })
	})
}

// rmsNormBack emits, per row, Σ (dout·w)·x and then the sums into dx and dw:
// (dx, dxStride, dw, dout, doutStride, x, xStride, w, inv, m, n).
func rmsNormBack(f *Func) {
	dx, dxStride, dw := f.ParamI(), f.ParamI(), f.ParamI()
	dout, doutStride, x, xStride := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	w, inv, m, n := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	pointers, strides := []IReg{dx, dout, x, inv}, []I{dxStride.I, doutStride.I, xStride.I, Int(four)}
	rows(f, m, pointers, strides, func() {
		s := newLanes(f)
		fold(f, n.I, func(l place, half int) {
			s.add(half, l.load(dout.I).Mul(l.load(w.I).V).Mul(l.load(x.I).V))
		})
		r := f.LetF(inv.LoadF(0))
		c := f.Let(r.Mul(r.F).Mul(r.F).Div(n.Float()).Mul(s.sum(f)).Splat())
		rs := f.Let(r.Splat())
		each(f, n.I, func(l place) {
			d, v := l.load(dout.I), l.load(x.I)
			g := d.Mul(l.load(w.I).V)
			l.store(dx.I, l.load(dx.I).Add(g.Mul(rs.V).Sub(v.Mul(c.V))))
			l.store(dw.I, l.load(dw.I).Add(d.Mul(v.Mul(rs.V))))
		})
	})
}
