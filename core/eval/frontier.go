package eval

import (
	"cmp"
	"math"
	"slices"
)

// A Point is a policy: how far it is from the reference, and what that gained.
type Point struct {
	KL   float64 `json:"kl"` // nats
	Gold float64 `json:"gold"`
}

// Frontier returns the points that no other beats: none has as little KL and more
// gold, or less KL and as much. They are in ascending order of both.
//
// Source: the frontiers of Rafailov et al. 2023, figure 2, left.
func Frontier(points []Point) []Point {
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.KL, b.KL), cmp.Compare(b.Gold, a.Gold))
	})
	var out []Point
	for _, p := range sorted {
		if len(out) == 0 || p.Gold > out[len(out)-1].Gold {
			out = append(out, p)
		}
	}
	return out
}

// Dominates returns the share of the KL range common to a and b over which a's
// frontier lies above b's; where they coincide counts one half, so that
// Dominates(b, a) is one minus that. It is NaN if the ranges have no length in
// common.
//
// The range of a set goes from its least to its greatest KL. Its frontier is taken
// to be straight between points (a coin thrown between two policies gains what the
// chord says, at no more than the chord's KL, which is convex), and level from its
// last point on (one may stop there).
func Dominates(a, b []Point) (share float64) {
	if len(a) == 0 || len(b) == 0 {
		return math.NaN()
	}
	byKL := func(p, q Point) int { return cmp.Compare(p.KL, q.KL) }
	lo := max(slices.MinFunc(a, byKL).KL, slices.MinFunc(b, byKL).KL)
	hi := min(slices.MaxFunc(a, byKL).KL, slices.MaxFunc(b, byKL).KL)
	if !(lo < hi) {
		return math.NaN()
	}
	fa, fb := Frontier(a), Frontier(b)
	knots := []float64{lo, hi}
	for _, p := range slices.Concat(fa, fb) {
		if lo < p.KL && p.KL < hi {
			knots = append(knots, p.KL)
		}
	}
	slices.Sort(knots)
	above := 0.0
	for i := 1; i < len(knots); i++ {
		l, r := knots[i-1], knots[i]
		above += float64((r - l) * positive(goldAt(fa, l)-goldAt(fb, l), goldAt(fa, r)-goldAt(fb, r)))
	}
	return above / (hi - lo)
}

// positive returns the share of a straight line from x to y that is above 0.
func positive(x, y float64) float64 {
	switch {
	case x == 0 && y == 0:
		return 0.5
	case x >= 0 && y >= 0:
		return 1
	case x <= 0 && y <= 0:
		return 0
	}
	return max(x, y) / math.Abs(x-y)
}

// goldAt reads a frontier at a KL that is not below its first.
func goldAt(frontier []Point, kl float64) float64 {
	i, found := slices.BinarySearchFunc(frontier, kl, func(p Point, kl float64) int { return cmp.Compare(p.KL, kl) })
	if found || i == 0 {
		return frontier[i].Gold
	}
	p := frontier[i-1]
	if i == len(frontier) {
		return p.Gold
	}
	q := frontier[i]
	return p.Gold + float64((q.Gold-p.Gold)*((kl-p.KL)/(q.KL-p.KL)))
}
