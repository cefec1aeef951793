package nn

import "slices"

// filter zeroes the probabilities that top-k and top-p drop. Equal probabilities
// are kept in ascending order of id.
func (s *Sampler) filter(p []float32, d Draw) {
	topP := d.TopP > 0 && d.TopP < 1
	topK := d.TopK > 0 && d.TopK < len(p)
	if !topP && !topK {
		return
	}
	s.kept = s.kept[:0]
	total := 0.0
	for j, x := range p {
		s.kept = append(s.kept, int32(j))
		total += float64(x)
	}
	slices.SortStableFunc(s.kept, func(a, b int32) int {
		switch {
		case p[a] > p[b]:
			return -1
		case p[a] < p[b]:
			return 1
		}
		return 0
	})
	n := len(s.kept)
	if topK {
		n = d.TopK
	}
	if topP {
		sum := 0.0
		for i, j := range s.kept[:n] {
			if sum += float64(p[j]); sum >= d.TopP*total {
				n = i + 1
				break
			}
		}
	}
	for _, j := range s.kept[n:] {
		p[j] = 0
	}
}
