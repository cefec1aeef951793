// Package rng derives independent, named random streams from one seed, so that
// a new consumer of randomness (a chart, a second sampler) never changes what an
// old one draws.
//
// Draw only integers and uniform floats from a stream: the normal and
// exponential variates of math/rand/v2 go through math.Exp and math.Log, whose
// bits differ between platforms.
package rng

import (
	"hash/fnv"
	"math/rand/v2"
)

// Source returns the PCG source of the named stream of a seed. Its state can be
// saved and restored with MarshalBinary and UnmarshalBinary.
func Source(seed uint64, stream string) *rand.PCG {
	h := fnv.New64a()
	h.Write([]byte(stream))
	return rand.NewPCG(mix(seed), mix(h.Sum64()))
}

// New returns a generator over the named stream of a seed.
func New(seed uint64, stream string) *rand.Rand { return rand.New(Source(seed, stream)) }

// At returns a generator for item i of a stream: the same item gives the same
// numbers however many others were drawn before it.
func At(seed uint64, stream string, i int) *rand.Rand {
	return New(mix(seed+uint64(i)*0x9e3779b97f4a7c15), stream)
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014): it separates
// seeds that differ in few bits.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
