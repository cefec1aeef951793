package method_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"preflab/core/loss"
	"preflab/core/method"
	"preflab/core/seq"
	"preflab/core/spec"
)

// each runs f on every method.
func each(t *testing.T, f func(t *testing.T, m *method.Method)) {
	for _, m := range method.All() {
		t.Run(m.Spec.Method, func(t *testing.T) { f(t, m) })
	}
}

func TestDefaultsAreInRange(t *testing.T) {
	each(t, func(t *testing.T, m *method.Method) {
		for _, p := range m.Spec.Params {
			if got, err := p.Parse(p.Format(p.Default)); err != nil || got != p.Default {
				t.Errorf("%s: default %v reads as %v, %v", p.Name, p.Default, got, err)
			}
			if !(p.Min < p.Max) || p.Log && p.Min <= 0 {
				t.Errorf("%s: no slider from %v to %v", p.Name, p.Min, p.Max)
			}
			if p.Label == "" || !strings.HasSuffix(p.Help, ".") {
				t.Errorf("%s: label %q, help %q", p.Name, p.Label, p.Help)
			}
		}
	})
}

func TestNamesAreUnique(t *testing.T) {
	methods := map[string]bool{}
	each(t, func(t *testing.T, m *method.Method) {
		if methods[m.Spec.Method] {
			t.Error("two methods of this name")
		}
		methods[m.Spec.Method] = true
		seen := map[string]bool{}
		for _, p := range m.Spec.Params {
			if seen[p.Name] {
				t.Errorf("parameter %s twice", p.Name)
			}
			seen[p.Name] = true
		}
		clear(seen)
		for _, x := range m.Spec.Metrics {
			if seen[x.Name] || x.Label == "" {
				t.Errorf("metric %q twice, or without a label", x.Name)
			}
			seen[x.Name] = true
		}
	})
}

// trl lists, from TRL's trainers and their configurations, the names that logs
// and settings may use, so that other people's tools read ours.
var trl = strings.Fields(`
	loss rewards/chosen rewards/rejected rewards/margins rewards/accuracies logps/chosen logps/rejected entropy nll_loss
	kl grad_norm learning_rate accuracy eval_accuracy margin mean_reward log_odds_ratio log_odds_chosen clip_ratio/region_mean
	loss/policy_avg loss/value_avg policy/approxkl_avg policy/clipfrac_avg policy/entropy_avg val/clipfrac_avg val/ratio
	objective/kl objective/entropy objective/non_score_reward objective/rlhf_reward objective/scores
	beta label_smoothing rpo_alpha target_kl max_steps train_batch_size warmup_steps adam_epsilon max_grad_norm
	loss_type f_divergence_type f_alpha_divergence_coef discopop_tau desirable_weight undesirable_weight
	center_rewards_coefficient missing_eos_penalty kl_coef target horizon rollout_batch_size num_iterations num_generations
	kl_estimator cliprange cliprange_value gamma lam epsilon scale_rewards`)

// ours are of what no toolkit has, or of other people's code: the authors of SimPO,
// Chain of Hindsight.
var ours = strings.Fields(`
	gamma_beta_ratio marker chain_share fcm_max_ratio pt_loss_weight
	mix_type mix_weight ties tie_width certainty certainty_much layers holdout borrow_pairs borrow_noise borrow_weight
	alpha unlikelihood_loss z0 kl_k3 chosen_reward rejected_reward reward value_learning_rate entropy_coef val/ended`)

func TestNamesAreTRLs(t *testing.T) {
	each(t, func(t *testing.T, m *method.Method) {
		var names []string
		for _, p := range m.Spec.Params {
			names = append(names, p.Name)
		}
		for _, x := range m.Spec.Metrics {
			names = append(names, x.Name)
		}
		for _, n := range names {
			if !slices.Contains(trl, n) && !slices.Contains(ours, n) {
				t.Errorf("%s is neither a name of TRL's nor one of ours", n)
			}
		}
	})
}

// TestSpecDescribesEveryMetric: what the loss reports comes first, then what
// every run has, where the session puts it.
func TestSpecDescribesEveryMetric(t *testing.T) {
	each(t, func(t *testing.T, m *method.Method) {
		if got, want := len(m.Spec.Metrics), m.Metrics(); got != want {
			t.Fatalf("%d metrics described, a row has %d", got, want)
		}
		for at, want := range map[int]string{
			0: "loss", m.Shared() + method.KL: "kl", m.Shared() + method.GradNorm: "grad_norm", m.Shared() + method.LearningRate: "learning_rate",
		} {
			if got := m.Spec.Metrics[at].Name; got != want {
				t.Errorf("metric %d is %s, want %s", at, got, want)
			}
		}
	})
}

// TestLossFillsItsReport runs each loss under its defaults on one pair: it uses
// every metric that it says it reports, and no more.
func TestLossFillsItsReport(t *testing.T) {
	each(t, func(t *testing.T, m *method.Method) {
		b := seq.NewBatch(2, 4)
		b.SetRow(0, []int32{1}, []int32{3, 4})
		b.SetRow(1, []int32{1}, []int32{5, 6, 7})
		zeros := func() []float32 { return make([]float32, 8) }
		b.Ref, b.Norm, b.Pairs = zeros(), 1, []seq.Pair{{Chosen: 0, Rejected: 1, Q: 1}}
		b.Old, b.Adv, b.Ret, b.Val = zeros(), zeros(), zeros(), zeros()
		s := seq.Scores{LogP: []float32{-1, -2, 0, 0, -3, -1, -2, 0}, Entropy: zeros(), Value: zeros()}
		report := make(loss.Report, m.Reports)
		m.Loss(m.Spec.Default())(b, s, seq.Scores{LogP: zeros(), Entropy: zeros(), Value: zeros()}, report)
		for i, mean := range report {
			if _, ok := mean.Value(); !ok {
				t.Errorf("%s is never reported", m.Spec.Metrics[i].Name)
			}
		}
	})
}

func TestOfFindsByName(t *testing.T) {
	each(t, func(t *testing.T, m *method.Method) {
		if got, ok := method.Of(m.Spec.Method); !ok || got.Spec.Title != m.Spec.Title {
			t.Errorf("got %v, %v", got, ok)
		}
	})
	if _, ok := method.Of("nonsense"); ok {
		t.Error("found a method named nonsense")
	}
}

// TestSettingsReachTheLoss: the first slope of DPO at a chosen answer of one token
// is -beta/2, less the pull to it.
func TestSettingsReachTheLoss(t *testing.T) {
	m := method.DPO()
	slope := func(c spec.Config) float32 {
		b := seq.NewBatch(2, 1)
		b.SetRow(0, []int32{1}, []int32{3})
		b.SetRow(1, []int32{1}, []int32{4})
		b.Ref, b.Norm, b.Pairs = make([]float32, 2), 1, []seq.Pair{{Chosen: 0, Rejected: 1, Q: 1}}
		ds := seq.Scores{LogP: make([]float32, 2)}
		m.Loss(c)(b, seq.Scores{LogP: make([]float32, 2), Entropy: make([]float32, 2)}, ds, make(loss.Report, m.Reports))
		return ds.LogP[0]
	}
	c := m.Spec.Default()
	for _, row := range []struct {
		beta, pull string
		want       float32
	}{{"0.1", "0", -0.05}, {"2", "0", -1}, {"2", "3", -4}} {
		if err := errors.Join(c.Set("beta", row.beta), c.Set("rpo_alpha", row.pull)); err != nil {
			t.Fatal(err)
		}
		if got := slope(c); got != row.want {
			t.Errorf("beta %s, pull %s: got %v, want %v", row.beta, row.pull, got, row.want)
		}
	}
}
