package loss

import "preflab/core/seq"

// spread adds g to the counted entries of one row: the slope of a loss of the
// row's summed log-probability.
func spread(b *seq.Batch, col []float32, row int, g float64) {
	for t := row * b.T; t < (row+1)*b.T; t++ {
		if b.Mask[t] != 0 {
			col[t] += float32(g)
		}
	}
}

// length is the counted tokens of a row as a divisor: 1 for an empty row, whose
// sums are 0.
func length(b *seq.Batch, row int) float64 { return float64(max(b.Count(row), 1)) }

// average is the mean log-probability of a row's counted tokens.
func average(b *seq.Batch, col []float32, row int) float64 { return b.Sum(col, row) / length(b, row) }

// entropy adds the entropies of a row's counted tokens, each as much as the row
// weighs.
func (m *Mean) entropy(b *seq.Batch, s seq.Scores, row int, weight float64) {
	if n := b.Count(row); n > 0 && s.Entropy != nil {
		m.Add(b.Sum(s.Entropy, row)/float64(n), float64(weight*float64(n)))
	}
}

// compared adds what every loss of pairs measures, at the places from [DPOChosen]
// to [DPOEntropy]: the implicit rewards scale·x of the chosen and scale·y of the
// rejected answer, their margin, whether they rank the pair as its label does
// (ties apart), the summed log-probabilities and the entropy.
func (r Report) compared(b *seq.Batch, s seq.Scores, p seq.Pair, scale, x, y float64) {
	w := b.RowWeight(p.Chosen)
	r[DPOChosen].Add(scale*x, w)
	r[DPORejected].Add(scale*y, w)
	r[DPOMargin].Add(float64(scale*x)-float64(scale*y), w)
	if p.Q != 0.5 {
		r[DPOAccuracy].Add(indicator(x > y), w)
	}
	r[DPOLogChosen].Add(b.Sum(s.LogP, p.Chosen), w)
	r[DPOLogRejected].Add(b.Sum(s.LogP, p.Rejected), w)
	for _, row := range [2]int{p.Chosen, p.Rejected} {
		r[DPOEntropy].entropy(b, s, row, w)
	}
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
