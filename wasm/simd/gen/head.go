package gen

// sumExp emits, per row, the maximum and then the two sums:
// (top, sum, dot, z, stride, m, n).
func sumExp(f *Func) {
	top, sum, dot := f.ParamI(), f.ParamI(), f.ParamI()
	z, stride, m, n := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	pointers, strides := []IReg{z, top, sum, dot}, []I{stride.I, Int(four), Int(four), Int(four)}
	rows(f, m, pointers, strides, func() {
		t := largest(f, z.I, n.I)
		ts := f.Let(t.Splat())
		s, d := newLanes(f), newLanes(f)
		foldWide(f, n.I, func(l place, half int) func() {
			v := f.Let(l.load(z.I).Sub(ts.V))
			e := exp(f, v.V)
			ev := f.Let(e.Mul(v.V))
			return func() {
				s.add(half, l.or(e.V, 0))
				d.add(half, l.or(ev.V, 0))
			}
		})
		f.StoreF(top.I, 0, t.F)
		f.StoreF(sum.I, 0, s.sum(f))
		f.StoreF(dot.I, 0, d.sum(f))
	})
}

// headBack emits, per row, -exp(l)·(dlogp + dent·(l+ent)) with l = z - lse, and
// then the addition at the target's column:
// (z, stride, target, lse, ent, dlogp, dent, m, n).
func headBack(f *Func) {
	z, stride, target := f.ParamI(), f.ParamI(), f.ParamI()
	lse, ent, dlogp, dent := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	m, n := f.ParamI(), f.ParamI()
	next := Int(four)
	pointers, strides := []IReg{z, target, lse, ent, dlogp, dent}, []I{stride.I, next, next, next, next, next}
	rows(f, m, pointers, strides, func() {
		less, entropy := f.Let(lse.LoadSplat(0)), f.Let(ent.LoadSplat(0))
		dp, de := f.Let(dlogp.LoadSplat(0)), f.Let(dent.LoadSplat(0))
		eachWide(f, n.I, func(l place) func() {
			v := f.Let(l.load(z.I).Sub(less.V))
			dz := f.Let(exp(f, v.V).Neg().Mul(dp.Add(de.Mul(v.Add(entropy.V)))))
			return func() { l.store(z.I, dz.V) }
		})
		at := f.LetI(z.Add(target.LoadI(0).ShiftLeft(2)))
		f.StoreF(at.I, 0, at.LoadF(0).Add(dlogp.LoadF(0)))
	})
}

// largest returns the maximum of n floats: quickly by comparison alone, and once
// more with care for the sign if that comes to zero, where -0 < +0 counts.
func largest(f *Func, p, n I) FReg {
	a, b := f.Let(Floats(lowest)), f.Let(Floats(lowest))
	most := [2]VReg{a, b}
	fold(f, n, func(l place, half int) {
		most[half].Set(most[half].AtLeast(l.or(l.load(p).V, lowest)))
	})
	t := f.LetF(maximum(f, a.AtLeast(b.V)))
	f.If(t.Equal(Float(0)), func() {
		a.Set(Floats(lowest))
		each(f, n, func(l place) { a.Set(a.Max(l.or(l.load(p).V, lowest))) })
		t.Set(maximum(f, a.V))
	})
	return t
}
