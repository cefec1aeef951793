package tales

import (
	"math"
	"testing"

	"preflab/core/world"
)

// TestMoodsLeanTowardsTheirTaste: a mood's stories please its taste far more
// than those of no mood, by 0.2 on its scale of 1 and mostly by more; length has its bounds, and "long" 0.15.
func TestMoodsLeanTowardsTheirTaste(t *testing.T) {
	const n = 1500
	for i, taste := range tastes {
		r := source(uint64(1 + i))
		mean := func(mood int) float64 {
			sum := 0.0
			for range n {
				w := newStory(r, world.Train)
				w.choose.mood = mood
				w.tell()
				x, _ := taste.Score("", string(w.out))
				sum += x
			}
			return sum / n
		}
		plain, leant := mean(noLean), mean(1+i)
		t.Logf("%-9s %.2f without a mood, %.2f in its own", taste.Name, plain, leant)
		least := 0.2
		if taste.Name == "long" {
			least = 0.15
		}
		if leant < plain+least {
			t.Errorf("%s: %.2f without a mood, %.2f in its own", taste.Name, plain, leant)
		}
	}
	if len(tastes) != moods-1 {
		t.Errorf("%d tastes, %d moods", len(tastes), moods-1)
	}
}

// TestInformationIsOfTheMixture: what two choices cost is the mean of their
// probabilities over moods, as for a reader who is not told the mood.
func TestInformationIsOfTheMixture(t *testing.T) {
	var l leaning
	for m := range l {
		l[m] = []int{1, 1}
	}
	l[3] = []int{9, 1}
	c := chooser{r: source(1), mood: 3}
	p, total := 0.0, 0
	first, second := c.leaning(&l), c.leaning(&l)
	for m, w := range moodWeights {
		sum := float64(l[m][0] + l[m][1])
		p += float64(w) * float64(l[m][first]) / sum * float64(l[m][second]) / sum
		total += w
	}
	want := -math.Log(p / float64(total))
	if got := c.nats(); math.Abs(got-want) > 1e-12 {
		t.Errorf("two choices cost %v nats, want %v", got, want)
	}
}
