package loss

import (
	"iter"
	"math"
	"slices"
)

// LeaveOneOut returns advantages of answers to the same prompt: each reward less the
// mean of the others in its group (Kool et al. 2019; RLOO, Ahmadian et al. 2024).
// rewards holds one group after the other. The baseline knows nothing of the answer
// itself, so it changes no expected gradient.
func LeaveOneOut(rewards []float64, groupSize int) []float64 {
	adv := make([]float64, 0, len(rewards))
	for group := range groups(rewards, groupSize) {
		sum := total(group)
		for _, x := range group {
			adv = append(adv, x-(sum-x)/float64(groupSize-1))
		}
	}
	return adv
}

// GroupNormalise returns advantages of answers to the same prompt: each reward less
// the mean of its group and, with scaleByStd, divided by the unbiased standard
// deviation + 1e-4 (GRPO, Shao et al. 2024; TRL's constant). Without it, it is Dr.
// GRPO's (Liu et al. 2025): a group's spread says nothing of how much it matters.
func GroupNormalise(rewards []float64, groupSize int, scaleByStd bool) []float64 {
	adv := make([]float64, 0, len(rewards))
	for group := range groups(rewards, groupSize) {
		mean, squares := total(group)/float64(groupSize), 0.0
		for _, x := range group {
			squares += float64((x - mean) * (x - mean))
		}
		scale := 1.0
		if scaleByStd {
			scale = 1 / (math.Sqrt(squares/float64(groupSize-1)) + 1e-4)
		}
		for _, x := range group {
			adv = append(adv, float64((x-mean)*scale))
		}
	}
	return adv
}

// groups cuts rewards into groups of a size.
func groups(rewards []float64, size int) iter.Seq[[]float64] {
	if size < 2 || len(rewards)%size != 0 {
		panic("loss: rewards must come in whole groups of two or more")
	}
	return slices.Chunk(rewards, size)
}

func total(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum
}
