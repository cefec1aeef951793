package gen

// Registers: an expression that reads it, and Set.
type (
	IReg struct {
		I
		set func(I)
	}
	FReg struct {
		F
		set func(F)
	}
	VReg struct {
		V
		set func(V)
	}
)

// Set stores x in the register.
func (r IReg) Set(x I) { r.set(x) }

// Set stores x in the register.
func (r FReg) Set(x F) { r.set(x) }

// Set stores x in the register.
func (r VReg) Set(x V) { r.set(x) }

// ParamI declares an integer or pointer parameter.
func (f *Func) ParamI() IReg { return f.regI(f.param(typeI)) }

// ParamF declares a float parameter.
func (f *Func) ParamF() FReg { return f.regF(f.param(typeF)) }

// I declares an integer register.
func (f *Func) I() IReg { return f.regI(f.local(typeI)) }

// F declares a float register.
func (f *Func) F() FReg { return f.regF(f.local(typeF)) }

// V declares a vector register.
func (f *Func) V() VReg {
	i := f.local(typeV)
	return VReg{op(0x20, uleb(i)), func(x V) { f.emit(x, []byte{0x21}, uleb(i)) }}
}

// Let evaluates x once, here, into a new register.
func (f *Func) Let(x V) VReg {
	r := f.V()
	r.Set(x)
	return r
}

// LetI evaluates x once, here, into a new register.
func (f *Func) LetI(x I) IReg {
	r := f.I()
	r.Set(x)
	return r
}

// LetF evaluates x once, here, into a new register.
func (f *Func) LetF(x F) FReg {
	r := f.F()
	r.Set(x)
	return r
}

func (f *Func) regI(i uint32) IReg {
	return IReg{op(0x20, uleb(i)), func(x I) { f.emit(x, []byte{0x21}, uleb(i)) }}
}

func (f *Func) regF(i uint32) FReg {
	return FReg{op(0x20, uleb(i)), func(x F) { f.emit(x, []byte{0x21}, uleb(i)) }}
}

func (f *Func) param(t byte) uint32 {
	if len(f.locals) > 0 {
		panic("gen: parameter after a register")
	}
	f.params = append(f.params, t)
	return uint32(len(f.params) - 1)
}

func (f *Func) local(t byte) uint32 {
	f.locals = append(f.locals, t)
	return uint32(len(f.params) + len(f.locals) - 1)
}

func (f *Func) emit(parts ...[]byte) {
	for _, p := range parts {
		f.code = append(f.code, p...)
	}
}

// If runs then when cond is not zero.
func (f *Func) If(cond I, then func()) {
	f.emit(cond, []byte{0x04, 0x40})
	then()
	f.emit([]byte{0x0b})
}

// IfElse runs then when cond is not zero, otherwise or.
func (f *Func) IfElse(cond I, then, or func()) {
	f.emit(cond, []byte{0x04, 0x40})
	then()
	f.emit([]byte{0x05})
	or()
	f.emit([]byte{0x0b})
}

// While runs body as long as cond is not zero. The test is repeated at the
// bottom, which saves a jump per round.
func (f *Func) While(cond I, body func()) {
	f.If(cond, func() {
		f.emit([]byte{0x03, 0x40})
		body()
		f.emit(cond, []byte{0x0d, 0, 0x0b})
	})
}

// Do runs body, and again as long as cond is not zero after it.
func (f *Func) Do(body func(), cond I) {
	f.emit([]byte{0x03, 0x40})
	body()
	f.emit(cond, []byte{0x0d, 0, 0x0b})
}

// Store writes the vector v at p+offset.
func (f *Func) Store(p I, offset int, v V) { f.emit(p, v, simd(0x0b), memarg(offset)) }

// StoreLane writes the given lane of v at p+offset.
func (f *Func) StoreLane(p I, offset int, v V, lane int) {
	f.emit(p, v, simd(0x5a), memarg(offset), []byte{byte(lane)})
}

// StoreF writes the float x at p+offset.
func (f *Func) StoreF(p I, offset int, x F) { f.emit(p, x, []byte{0x38}, memarg(offset)) }

// ReturnI makes the function return x; it ends the function.
func (f *Func) ReturnI(x I) {
	f.results = []byte{typeI}
	f.emit(x)
}

// ReturnF makes the function return x; it ends the function.
func (f *Func) ReturnF(x F) {
	f.results = []byte{typeF}
	f.emit(x)
}
