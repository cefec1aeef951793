// Package exact computes elementary functions with the same bits on every
// platform.
//
// math.Exp is assembly on some architectures and Go on others, and an arm64
// compiler may fuse x*y + z into one rounding. Everything here is additions,
// multiplications and divisions in one written order, and every product is
// converted explicitly before it is added, which the Go specification defines
// to forbid fusing. math.Sqrt, math.Floor, math.Frexp and math.Ldexp are exact
// by IEEE 754 and used as they are.
package exact

import "math"

// ln2 in two parts: hi has 21 trailing zero bits, so that n*hi is exact for the
// |n| < 2^20 that occur.
const (
	ln2Hi = 6.93147180369123816490e-01
	ln2Lo = 1.90821492927058770002e-10
	log2E = 1.44269504088896338700e+00
)

// expTaylor holds 1/n! from n = 13 down to 2. On |r| ≤ ln2/2 the remainder is
// below 0.347^14/14! = 4e-18, under half a unit in the last place.
var expTaylor = [...]float64{
	1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320,
	1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2,
}

// Exp returns e**x to about one unit in the last place.
func Exp(x float64) float64 {
	switch {
	case x != x:
		return x
	case x > 709.78:
		return math.Inf(1)
	case x < -745.2:
		return 0
	}
	n := math.Floor(float64(x*log2E) + 0.5)
	r := (x - float64(n*ln2Hi)) - float64(n*ln2Lo)
	p := 0.0
	for _, c := range expTaylor {
		p = float64(p*r) + c
	}
	p = float64(float64(p*r)*r) + r + 1
	return math.Ldexp(p, int(n))
}

// Log returns the natural logarithm of x to about one unit in the last place:
// x = 2^k m with m near 1, and log m = 2 atanh((m-1)/(m+1)) by its series.
func Log(x float64) float64 {
	switch {
	case x != x || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case math.IsInf(x, 1):
		return x
	}
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = m*2, k-1
	}
	s := (m - 1) / (m + 1)
	z := float64(s * s)
	p := 0.0
	for n := 23; n >= 3; n -= 2 { // |s| ≤ 0.1716: the remainder is below 1e-19
		p = float64(p*z) + 1/float64(n)
	}
	p = float64(float64(p*z)*s) + s
	return float64(float64(k)*ln2Hi) + (float64(2*p) + float64(float64(k)*ln2Lo))
}

// Log1p returns log(1+x) without losing a small x (Kahan's correction).
func Log1p(x float64) float64 {
	u := 1 + x
	if u == 1 {
		return x
	}
	if math.IsInf(u, 1) {
		return u
	}
	return float64(Log(u)*x) / (u - 1)
}

// Expm1 returns e**x - 1 without losing a small x (Kahan's correction).
func Expm1(x float64) float64 {
	u := Exp(x)
	switch {
	case u == 1:
		return x
	case math.IsInf(u, 1) || u-1 == -1:
		return u - 1
	}
	return float64((u-1)*x) / Log(u)
}

// Log1mExp returns log(1-e**x) for x < 0, from whichever form does not cancel
// (Mächler 2012, eq. 7).
func Log1mExp(x float64) float64 {
	if x > -math.Ln2 {
		return Log(-Expm1(x))
	}
	return Log1p(-Exp(x))
}

// Softplus returns log(1+e**x) for any x.
func Softplus(x float64) float64 { return max(x, 0) + Log1p(Exp(-math.Abs(x))) }

// Sigmoid returns 1/(1+e**-x) for any x.
func Sigmoid(x float64) float64 {
	if x < 0 {
		e := Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + Exp(-x))
}

// π/2 in three parts (Cody and Waite): the first two have 33 significant bits.
const (
	pio2A = 1.57079632673412561417e+00
	pio2B = 6.07710050630396597660e-11
	pio2C = 2.02226624879595063154e-21
)

// Sincos returns the sine and cosine of x, |x| < 2^19, to about one unit in the
// last place.
func Sincos(x float64) (sin, cos float64) {
	k := math.Floor(float64(x*(2/math.Pi)) + 0.5)
	r := ((x - float64(k*pio2A)) - float64(k*pio2B)) - float64(k*pio2C)
	z := float64(r * r)
	s, c := 0.0, 0.0
	for n := 17; n >= 3; n -= 2 { // nested Taylor series on |r| ≤ π/4
		s = float64(-z / float64(n*(n-1)) * (1 + s))
		c = float64(-z / float64((n-1)*(n-2)) * (1 + c))
	}
	s, c = r+float64(r*s), 1+c
	switch int64(k) & 3 {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	}
	return -c, s
}

// Exp32 is the exponential of the kernels, in float32: Cephes' expf, a
// polynomial of degree five after a two-part reduction, about one unit in the
// last place. The argument is first clamped to [-87, 88], so that the result is
// always finite and normal.
func Exp32(x float32) float32 {
	x = min(max(x, -87), 88)
	n := float32(math.RoundToEven(float64(float32(x * 1.44269504088896341))))
	r := x - float32(n*0.693359375)
	r -= float32(n * -2.12194440e-4)
	p := float32(1.9875691500e-4)
	p = float32(p*r) + 1.3981999507e-3
	p = float32(p*r) + 8.3334519073e-3
	p = float32(p*r) + 4.1665795894e-2
	p = float32(p*r) + 1.6666665459e-1
	p = float32(p*r) + 5.0000001201e-1
	p = float32(float32(p*r)*r) + r
	p += 1
	return p * math.Float32frombits(uint32(int32(n)+127)<<23)
}
