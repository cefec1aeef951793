package tales

import (
	"math"
	"math/rand/v2"
)

// A chooser makes every random choice of a story and adds up what the choices
// cost in nats, so that the reported information cannot miss one.
type chooser struct {
	r    *rand.Rand
	nats float64
}

// pick draws one of n equally likely choices.
func (c *chooser) pick(n int) int {
	c.nats += math.Log(float64(n))
	return c.r.IntN(n)
}

// weighted draws an index with probability proportional to its weight.
func (c *chooser) weighted(weights []int) int {
	total := 0
	for _, w := range weights {
		total += w
	}
	x := c.r.IntN(total)
	i := 0
	for ; x >= weights[i]; i++ {
		x -= weights[i]
	}
	c.nats -= math.Log(float64(weights[i]) / float64(total))
	return i
}
