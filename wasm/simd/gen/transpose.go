package gen

// transpose emits blocks of 4 by 4 and single floats at the edges:
// (d, dStride, a, aStride, m, n) with A (m,n).
//
//	for each 4 rows of A: for each 4 columns: turn a block
//	                      for each column left: 4 floats one by one
//	for each row left: all columns one by one
func transpose(f *Func) {
	d, dStride, a, aStride, m, n := f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI(), f.ParamI()
	strip := func(height int) {
		src, dst, left := f.LetI(a.I), f.LetI(d.I), f.LetI(n.I)
		if height == 4 {
			f.While(Int(3).Less(left.I), func() {
				block(f, dst, src, dStride, aStride)
				left.Set(left.Sub(Int(4)))
			})
		}
		f.While(left.I, func() {
			p := f.LetI(src.I)
			for r := range height {
				f.StoreF(dst.I, four*r, p.LoadF(0))
				p.Set(p.Add(aStride.I))
			}
			src.Set(src.Add(Int(four)))
			dst.Set(dst.Add(dStride.I))
			left.Set(left.Sub(Int(1)))
		})
		a.Set(a.Add(aStride.Mul(Int(height))))
		d.Set(d.Add(Int(four * height)))
		m.Set(m.Sub(Int(height)))
	}
	f.While(Int(3).Less(m.I), func() { strip(4) })
	f.While(m.I, func() { strip(1) })
}

// block emits d = aᵀ for 4 by 4 floats and moves src and dst to the next block.
func block(f *Func, dst, src, dStride, aStride IReg) {
	var r [4]VReg
	p := f.LetI(src.I)
	for i := range r {
		r[i] = f.Let(p.Load(0))
		p.Set(p.Add(aStride.I))
	}
	lo01, hi01 := f.Let(r[0].Shuffle(r[1].V, 0, 4, 1, 5)), f.Let(r[0].Shuffle(r[1].V, 2, 6, 3, 7))
	lo23, hi23 := f.Let(r[2].Shuffle(r[3].V, 0, 4, 1, 5)), f.Let(r[2].Shuffle(r[3].V, 2, 6, 3, 7))
	for _, column := range []V{
		lo01.Shuffle(lo23.V, 0, 1, 4, 5), lo01.Shuffle(lo23.V, 2, 3, 6, 7),
		hi01.Shuffle(hi23.V, 0, 1, 4, 5), hi01.Shuffle(hi23.V, 2, 3, 6, 7),
	} {
		f.Store(dst.I, 0, column)
		dst.Set(dst.Add(dStride.I))
	}
	src.Set(src.Add(Int(vec)))
}
