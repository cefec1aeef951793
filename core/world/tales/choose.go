package tales

import (
	"math"
	"math/rand/v2"
)

// A chooser makes every random choice of a story and adds up what the choices
// cost in nats, so that the reported information cannot miss one. A reader does
// not know the mood of a story, so the cost is kept under each.
type chooser struct {
	r    *rand.Rand
	mood int
	cost [moods]float64
}

// spend adds a cost that is the same under every mood.
func (c *chooser) spend(nats float64) {
	for m := range c.cost {
		c.cost[m] += nats
	}
}

// nats is the information in the choices so far: -log of their probability,
// which is the mean over moods.
func (c *chooser) nats() float64 {
	least := c.cost[0]
	for _, x := range c.cost {
		least = min(least, x)
	}
	total, sum := 0, 0.0
	for m, x := range c.cost {
		sum += float64(moodWeights[m]) * math.Exp(least-x)
		total += moodWeights[m]
	}
	return least - math.Log(sum/float64(total))
}

// pick draws one of n equally likely choices.
func (c *chooser) pick(n int) int {
	c.spend(math.Log(float64(n)))
	return c.r.IntN(n)
}

// weighted draws an index with probability proportional to its weight.
func (c *chooser) weighted(weights []int) int {
	i, total := c.draw(weights)
	c.spend(math.Log(float64(total) / float64(weights[i])))
	return i
}

// leaning draws an index as the mood leans; an opening has none.
func (c *chooser) leaning(l *leaning) int {
	if c.mood == noMood {
		return c.pick(len(l[0]))
	}
	i, _ := c.draw(l[c.mood])
	for m := range l {
		total := 0
		for _, w := range l[m] {
			total += w
		}
		c.cost[m] += math.Log(float64(total) / float64(l[m][i]))
	}
	return i
}

func (c *chooser) draw(weights []int) (i, total int) {
	for _, w := range weights {
		total += w
	}
	x := c.r.IntN(total)
	for ; x >= weights[i]; i++ {
		x -= weights[i]
	}
	return i, total
}
