package loss

// AdaptiveKL steers the coefficient of a divergence towards a target (Ziegler et
// al. 2019, section 2.2). After so many episodes with a mean divergence of kl nats
// an answer:
//
//	e = clip(kl/Target - 1, -0.2, 0.2),   Coef ← Coef·(1 + e·episodes/Horizon)
type AdaptiveKL struct {
	Coef    float64 // what a nat costs
	Target  float64 // nats an answer
	Horizon float64 // episodes over which Coef may change by a fifth; 0 keeps it
}

// Update takes one batch of roll-outs into account.
func (a *AdaptiveKL) Update(kl float64, episodes int) {
	if a.Horizon <= 0 || a.Target <= 0 {
		return
	}
	e := min(max(kl/a.Target-1, -0.2), 0.2)
	a.Coef *= 1 + float64(e*float64(episodes))/a.Horizon
}
