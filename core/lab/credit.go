package lab

import (
	"slices"

	"preflab/core/loss"
	"preflab/core/method"
	"preflab/core/spec"
)

// finish turns the scores into advantages and measures the roll-out.
func (d *rolling) finish(r *run) {
	switch r.method.Credit {
	case method.ByCritic:
		d.withCritic(r)
	case method.OthersMean:
		d.against(r, d.coefficient(r), loss.LeaveOneOut)
	case method.GroupSpread:
		byDeviation := r.cfg.Get("scale_rewards") == 0
		d.against(r, 0, func(x []float64, n int) []float64 { return loss.GroupNormalise(x, n, byDeviation) })
	}
	d.steps = 1
	if r.method.Data == method.Rollouts {
		d.steps = (len(d.episodes) + d.per - 1) / d.per * values(r.cfg, "num_iterations")
	}
	d.measure(r)
	if adapts(r.cfg) {
		a := loss.AdaptiveKL{Coef: d.coefficient(r), Target: r.cfg.Get("target"), Horizon: r.cfg.Get("horizon")}
		a.Update(d.measured[method.RolloutKL], len(d.episodes))
		d.penalty = a.Coef
	}
}

// coefficient is what a nat costs.
func (d *rolling) coefficient(r *run) float64 {
	switch {
	case adapts(r.cfg) && d.penalty > 0:
		return d.penalty
	case r.cfg.Spec.Has("kl_coef"):
		return r.cfg.Get("kl_coef")
	}
	return r.cfg.Get("beta")
}

// adapts reports whether the penalty follows a target.
func adapts(cfg spec.Config) bool { return cfg.Spec.Has("target") && cfg.Get("target") > 0 }

// withCritic is PPO's: a penalty at every token, the score at the last, and
// generalised advantages.
func (d *rolling) withCritic(r *run) {
	coef := d.coefficient(r)
	b := d.lay(everyOne(len(d.episodes)))
	reward := make([]float32, b.B*b.T)
	for i := range d.episodes {
		e := &d.episodes[i]
		own := make([]float32, len(e.Tokens))
		for t, kl := range e.kl(r) {
			own[t] = float32(-coef * kl)
		}
		own[len(own)-1] += float32(e.Score)
		e.put(b, reward, i, own)
	}
	b.Adv, b.Ret = loss.Advantages(b, reward, b.Val, r.cfg.Get("gamma"), r.cfg.Get("lam"))
	loss.Whiten(b)
	for i := range d.episodes {
		e := &d.episodes[i]
		e.Adv, e.Ret = e.cut(b, b.Adv, i), e.cut(b, b.Ret, i)
	}
}

// everyOne lists 0 to n-1.
func everyOne(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// against gives each token of an answer the advantage that the answer has in its
// group.
func (d *rolling) against(r *run, coef float64, baseline func([]float64, int) []float64) {
	total := make([]float64, len(d.episodes))
	for i := range d.episodes {
		e := &d.episodes[i]
		total[i] = e.Score
		for _, kl := range e.kl(r) {
			total[i] -= float64(coef * kl)
		}
	}
	for i, a := range baseline(total, d.group) {
		e := &d.episodes[i]
		e.Adv = slices.Repeat([]float32{float32(a)}, len(e.Tokens))
	}
}

// measure logs the roll-out, by TRL's definitions.
func (d *rolling) measure(r *run) {
	m := make([]float64, r.method.Extra)
	coef, n := d.coefficient(r), float64(len(d.episodes))
	for i := range d.episodes {
		e := &d.episodes[i]
		for t, kl := range e.kl(r) {
			m[method.RolloutKL] += kl / n
			m[method.RolloutEntropy] -= float64(e.Old[t]) / n
		}
		m[method.RolloutScore] += e.Score / n
		if e.Ended {
			m[method.RolloutEnded] += 1 / n
		}
	}
	m[method.RolloutNonScore] = float64(-coef * m[method.RolloutKL])
	m[method.RolloutRLHF] = m[method.RolloutNonScore] + m[method.RolloutScore]
	d.measured = m
}
