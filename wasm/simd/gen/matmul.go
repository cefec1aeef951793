package gen

// The shape of a product. A tile of C lives in tileRows·panelVecs = 8 of the 16
// vector registers while k runs, one step per round: in V8, 34 GFLOP/s where
// 4x12 or 2x16 floats give 20-26, and 20 with four steps per round, because its
// scheduler gathers the loads of all steps and then spills them.
const (
	tileRows  = 4
	panelVecs = 2
)

// Products of fewer rows than thinRows do not pay for packing B: they stream
// streamRows rows of it at a time past a row of C.
const (
	thinRows   = 8
	streamRows = 4
)

// BlockK is the most rows of B that one panel packs; partial sums rest in C, so
// it changes no bit. PackBytes is the scratch that takes: a quarter of a small
// L1, with room for as many lines of A. 128 to 1024 rows measured alike.
const (
	BlockK    = 256
	PackBytes = BlockK * panelVecs * vec
)

// matMul emits C = A·B, matMulT C = Aᵀ·B:
// (c, cStride, a, aStride, b, bStride, m, k, n, accumulate, pack).
func matMul(f *Func)  { newProduct(f, false).emit() }
func matMulT(f *Func) { newProduct(f, true).emit() }

// A product is the state of one product's code. Element (i,k) of op(A) lies at
// a + i·rowStep + k·innerStep.
type product struct {
	f                      *Func
	transposed             bool
	c, cStride, b, bStride IReg
	a, rowStep, innerStep  IReg
	m, k, n                IReg
	fresh                  IReg // C's old value does not count
	pack                   IReg // scratch of PackBytes
	depth                  IReg // rows of B in this block
}

func newProduct(f *Func, transposed bool) *product {
	p := &product{f: f, transposed: transposed}
	p.c, p.cStride = f.ParamI(), f.ParamI()
	p.a, p.rowStep = f.ParamI(), f.ParamI()
	p.b, p.bStride = f.ParamI(), f.ParamI()
	p.m, p.k, p.n = f.ParamI(), f.ParamI(), f.ParamI()
	p.fresh, p.pack = f.ParamI(), f.ParamI()
	p.fresh.Set(p.fresh.Not())
	p.innerStep = f.LetI(Int(four))
	if transposed {
		p.rowStep, p.innerStep = p.innerStep, p.rowStep
	}
	p.depth = f.I()
	return p
}

// emit chooses: few rows do not pay for packing.
func (p *product) emit() {
	p.f.IfElse(p.m.Less(Int(thinRows)), p.thin, p.blocks)
}

// blocks emits the blocked product:
//
//	for each block of BlockK rows of B
//		for each panel of 8 columns (then 4, then what is left of 4)
//			pack the panel; run all tiles of C over it
func (p *product) blocks() {
	f := p.f
	f.Do(func() {
		p.depth.Set(p.k.Min(Int(BlockK)))
		at, end := f.LetI(Int(0)), f.LetI(p.n.And(-panelVecs*4).ShiftLeft(2))
		f.While(at.Below(end.I), func() {
			p.panel(place{f: f, at: at.I}, panelVecs)
			at.Set(at.Add(Int(panelVecs * vec)))
		})
		f.If(p.n.And(4), func() {
			p.panel(place{f: f, at: at.I}, 1)
			at.Set(at.Add(Int(vec)))
		})
		left := f.LetI(p.n.And(3))
		f.If(left.I, func() { p.panel(place{f: f, at: at.I, left: left.I}, 1) })

		p.a.Set(p.a.Add(p.innerStep.Mul(Int(BlockK))))
		p.b.Set(p.b.Add(p.bStride.Mul(Int(BlockK))))
		p.fresh.Set(Int(0))
		p.k.Set(p.k.Sub(Int(BlockK)))
	}, Int(0).Less(p.k.I))
}

// panel emits the products of all rows with the columns of one panel, vecs
// vectors wide from l on.
func (p *product) panel(l place, vecs int) {
	f := p.f
	src, dst := f.LetI(p.b.I), f.LetI(p.pack.I)
	end := f.LetI(p.pack.Add(p.depth.Mul(Int(vecs * vec))))
	f.While(dst.Below(end.I), func() {
		for v := range vecs {
			f.Store(dst.I, v*vec, l.plus(v).load(src.I).V)
		}
		src.Set(src.Add(p.bStride.I))
		dst.Set(dst.Add(Int(vecs * vec)))
	})
	c, a, left := f.LetI(p.c.I), f.LetI(p.a.I), f.LetI(p.m.I)
	tile := func(n int) {
		p.tile(c.I, a.I, end.I, l, n, vecs)
		c.Set(c.Add(p.cStride.Mul(Int(n))))
		a.Set(a.Add(p.rowStep.Mul(Int(n))))
	}
	f.While(Int(tileRows-1).Less(left.I), func() {
		tile(tileRows)
		left.Set(left.Sub(Int(tileRows)))
	})
	for n := tileRows / 2; n > 0; n /= 2 {
		f.If(left.And(n), func() { tile(n) })
	}
}

// tile emits rows by vecs vectors of C: loaded or zeroed, summed over the
// packed panel in ascending k, stored.
func (p *product) tile(c, a, end I, l place, rows, vecs int) {
	f := p.f
	cs, sums := make([]IReg, rows), make([][]VReg, rows)
	for r := range rows {
		cs[r] = f.LetI(c)
		c = cs[r].Add(p.cStride.I)
		for range vecs {
			sums[r] = append(sums[r], f.Let(Floats(0)))
		}
	}
	f.If(p.fresh.Not(), func() {
		for r := range rows {
			for v := range vecs {
				sums[r][v].Set(l.plus(v).load(cs[r].I).V)
			}
		}
	})
	xs := p.columns(a, rows)
	q := f.LetI(p.pack.I)
	f.While(q.Below(end), func() { p.step(q, xs, sums) })
	for r := range rows {
		for v := range vecs {
			l.plus(v).store(cs[r].I, sums[r][v].V)
		}
	}
}

// columns returns the pointers that walk op(A) along k: one per row, or one for
// all where the rows are neighbours.
func (p *product) columns(a I, rows int) []IReg {
	if p.transposed {
		rows = 1
	}
	out := make([]IReg, rows)
	for r := range rows {
		out[r] = p.f.LetI(a)
		a = out[r].Add(p.rowStep.I)
	}
	return out
}

// step emits one step of k: sums[r][v] += op(A)[r]·B[v].
func (p *product) step(q IReg, xs []IReg, sums [][]VReg) {
	f := p.f
	vecs := len(sums[0])
	b := make([]VReg, vecs)
	for v := range vecs {
		b[v] = f.Let(q.Load(v * vec))
	}
	for r := range sums {
		x := f.V()
		if p.transposed {
			x.Set(xs[0].LoadSplat(four * r))
		} else {
			x.Set(xs[r].LoadSplat(0))
		}
		for v := range vecs {
			sums[r][v].Set(sums[r][v].Add(x.Mul(b[v].V)))
		}
	}
	for _, x := range xs {
		x.Set(x.Add(p.innerStep.I))
	}
	q.Set(q.Add(Int(vecs * vec)))
}

// thin emits the product for few rows: B streams past once per row of C and is
// read in order.
//
//	for each row: clear it if fresh; for k by streamRows (then 1): c += Σ a[k+u]·b[k+u]
func (p *product) thin() {
	f := p.f
	rows(f, p.m, []IReg{p.c, p.a}, []I{p.cStride.I, p.rowStep.I}, func() {
		f.If(p.fresh.I, func() {
			each(f, p.n.I, func(l place) { l.store(p.c.I, Floats(0)) })
		})
		a, b, left := f.LetI(p.a.I), f.LetI(p.b.I), f.LetI(p.k.I)
		for _, n := range []int{streamRows, 1} {
			f.While(Int(n-1).Less(left.I), func() {
				p.stream(a, b, n)
				left.Set(left.Sub(Int(n)))
			})
		}
	})
}

// stream emits c += Σ a[u]·b[u] over n rows of B, and moves a and b past them.
func (p *product) stream(a, b IReg, n int) {
	f := p.f
	x, bs := make([]VReg, n), make([]IReg, n)
	for u := range n {
		x[u], bs[u] = f.Let(a.LoadSplat(0)), f.LetI(b.I)
		a.Set(a.Add(p.innerStep.I))
		b.Set(b.Add(p.bStride.I))
	}
	fold(f, p.n.I, func(l place, _ int) {
		sum := l.load(p.c.I).V
		for u := range n {
			sum = sum.Add(x[u].Mul(l.load(bs[u].I).V))
		}
		l.store(p.c.I, sum)
	})
}
