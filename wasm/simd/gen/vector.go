package gen

// add emits d[i] += a[i]: (d, a, n).
func add(f *Func) {
	d, a, n := f.ParamI(), f.ParamI(), f.ParamI()
	each(f, n.I, func(l place) { l.store(d.I, l.load(d.I).Add(l.load(a.I).V)) })
}

// sumSquares emits Σ x²: (x, n) float.
func sumSquares(f *Func) {
	x, n := f.ParamI(), f.ParamI()
	s := newLanes(f)
	fold(f, n.I, func(l place, half int) {
		v := l.load(x.I)
		s.add(half, v.Mul(v.V))
	})
	f.ReturnF(s.sum(f))
}

// adamW emits one step, elementwise: (w, g, m, v, n, LR, Beta1, Beta2, Eps,
// LR·Decay, 1-Beta1, 1-Beta2, Bias1, Bias2, Scale).
func adamW(f *Func) {
	w, g, m, v, n := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	var scalars [10]FReg
	for i := range scalars {
		scalars[i] = f.ParamF()
	}
	var c [10]VReg
	for i := range c {
		c[i] = f.Let(scalars[i].Splat())
	}
	lr, beta1, beta2, eps, decay := c[0], c[1], c[2], c[3], c[4]
	rest1, rest2, bias1, bias2, scale := c[5], c[6], c[7], c[8], c[9]
	each(f, n.I, func(l place) {
		gi := f.Let(l.load(g.I).Mul(scale.V))
		mi := f.Let(beta1.Mul(l.load(m.I).V).Add(rest1.Mul(gi.V)))
		vi := f.Let(beta2.Mul(l.load(v.I).V).Add(rest2.Mul(gi.V).Mul(gi.V)))
		l.store(m.I, mi.V)
		l.store(v.I, vi.V)
		step := lr.Mul(mi.Div(bias1.V)).Div(vi.Div(bias2.V).Sqrt().Add(eps.V))
		wi := l.load(w.I)
		l.store(w.I, wi.Sub(decay.Mul(wi.V)).Sub(step))
	})
}
