package gen

import "preflab/core/kernel"

// peak emits what the processor can do at most with one multiplication and one
// addition of four floats at a time: in each round, kernel.PeakSteps times, every
// one of kernel.PeakChains sums becomes itself times a half plus one. No sum waits
// for another and nothing is loaded or stored. (rounds) float, the largest sum.
func peak(f *Func) {
	rounds := f.ParamI()
	half, one := f.Let(Floats(kernel.PeakFactor)), f.Let(Floats(1))
	var sums [kernel.PeakChains]VReg
	for i := range sums {
		sums[i] = f.Let(Floats(float32(i)))
	}
	f.While(rounds.I, func() {
		for range kernel.PeakSteps {
			for _, s := range sums {
				s.Set(s.Mul(half.V).Add(one.V))
			}
		}
		rounds.Set(rounds.Sub(Int(1)))
	})
	total := sums[0].V
	for _, s := range sums[1:] { // all are read, so that none can be left out
		total = total.Max(s.V)
	}
	f.ReturnF(total.Lane(0))
}
