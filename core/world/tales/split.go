package tales

import "preflab/core/world"

// heldOutOf: one cast in this many is held out.
const heldOutOf = 10

// splitOf decides by a hash (FNV-1a) of who, where and what, so that every
// opening with one combination is on one side whatever its wording.
func splitOf(c cast) world.Split {
	h := uint32(2166136261)
	for _, x := range [...]int{c.hero, c.kind, c.place, int(c.trouble), c.thing} {
		h = (h ^ uint32(x)) * 16777619
	}
	h ^= h >> 15
	if h*2654435761>>16%heldOutOf == 0 {
		return world.HeldOut
	}
	return world.Train
}

// splitShare is the part of all casts in a split.
func splitShare(s world.Split) float64 {
	if s == world.HeldOut {
		return 1.0 / heldOutOf
	}
	return 1 - 1.0/heldOutOf
}
