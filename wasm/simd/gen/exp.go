package gen

// exp returns exact.Exp32 of x, lane by lane. Rounding to an integer is done by
// adding 1.5·2²³, which leaves that integer in the low bits; a zero may come out
// with the other sign than RoundToEven's, which no later step can see.
func exp(f *Func, x V) VReg {
	const magic = 3 << 22
	c := f.Let(x.AtLeast(Floats(-87)).AtMost(Floats(88)))
	shifted := f.Let(c.Mul(Floats(1.44269504088896341)).Add(Floats(magic)))
	n := f.Let(shifted.Sub(Floats(magic)))
	r := f.Let(c.Sub(n.Mul(Floats(0.693359375))).Sub(n.Mul(Floats(-2.12194440e-4))))
	p := Floats(1.9875691500e-4)
	for _, coefficient := range []float32{1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1} {
		p = p.Mul(r.V).Add(Floats(coefficient))
	}
	p = p.Mul(r.V).Mul(r.V).Add(r.V).Add(Floats(1))
	return f.Let(p.Mul(shifted.AddInt(Bits(127)).ShiftLeft(23)))
}

// sigmoid returns 1/(1+exp(-x)).
func sigmoid(f *Func, x V) VReg {
	return f.Let(Floats(1).Div(Floats(1).Add(exp(f, x.Neg()).V)))
}
