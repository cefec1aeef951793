package loss

import "preflab/core/seq"

// Advantages is generalised advantage estimation (Schulman et al. 2016, eq. 16)
// along the counted tokens of each row. With the reward r_t for writing token t and
// the value v_t before it, nothing after the last:
//
//	δ_t = r_t + gamma·v_{t+1} - v_t
//	adv_t = δ_t + gamma·lambda·adv_{t+1},   ret_t = adv_t + v_t
//
// reward and value are (B,T), and so are the new columns, 0 where nothing counts.
func Advantages(b *seq.Batch, reward, value []float32, gamma, lambda float64) (adv, ret []float32) {
	adv, ret = make([]float32, b.B*b.T), make([]float32, b.B*b.T)
	for row := range b.B {
		next, after := 0.0, 0.0 // the advantage and the value of the counted token behind
		for t := (row+1)*b.T - 1; t >= row*b.T; t-- {
			if b.Mask[t] == 0 {
				continue
			}
			v := float64(value[t])
			delta := float64(reward[t]) + float64(gamma*after) - v
			next = delta + float64(float64(gamma*lambda)*next)
			after = v
			adv[t], ret[t] = float32(next), float32(next+v)
		}
	}
	return adv, ret
}
