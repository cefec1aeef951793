package view

import (
	"fmt"

	"preflab/core/proto"
	"preflab/ui/chart"
)

// Audit is what the reward model was found to like.
type Audit struct {
	Busy  bool
	Error string
	Last  *proto.Audited
}

// HasReward says whether there is, or is to be, a reward model to look into.
func (s *State) HasReward() bool {
	return s.Spec != nil && (s.Spec.Method == "rm" || s.Run.Frame.Reward != nil)
}

// AuditAsked notes that the reward model is being looked into.
type AuditAsked struct{}

func (AuditAsked) apply(s *State) { s.Audit = Audit{Busy: true} }

// AuditTold is what was found.
type AuditTold struct{ Audited proto.Audited }

func (e AuditTold) apply(s *State) { s.Audit = Audit{Last: &e.Audited} }

// AuditStopped ends the look, perhaps with a reason.
type AuditStopped struct{ Why string }

func (e AuditStopped) apply(s *State) { s.Audit.Busy, s.Audit.Error = false, Sentence(e.Why) }

// Words says what was found in two sentences.
func (a Audit) Words() string {
	r := a.Last
	if r == nil {
		return ""
	}
	text := "Not measured on held-out pairs."
	if r.N > 0 {
		text = fmt.Sprintf("It ranks %s of %s as their labels do (95 %% sure: %s to %s).", Percent(r.Accuracy), Plural(r.N, "held-out pair"), Percent(r.Low), Percent(r.High))
	}
	return text + fmt.Sprintf(" Its order agrees with the taste's to %.2f (1 is the same order, 0 none); what it says is off by %s on average.", r.Rank, Percent(r.ECE))
}

// Calibration is the figure of what it says against what is.
func (a Audit) Calibration() chart.Calibration {
	c := chart.Calibration{W: 280, H: 220}
	if a.Last != nil {
		for _, b := range a.Last.Bins {
			c.Bins = append(c.Bins, chart.Bin{Said: b.Said, Was: b.Was, N: b.N})
		}
	}
	return c
}

// Best is how far picking the best of n answers goes, without any training.
type Best struct {
	Busy  bool
	By    string // "taste" or "reward": what picks
	Error string
	Last  *proto.BestOfN
}

// BestAsked notes that it is being measured.
type BestAsked struct{}

func (BestAsked) apply(s *State) { s.Best = Best{By: s.Best.By, Busy: true} }

// BestTold are the results so far.
type BestTold struct{ Best proto.BestOfN }

func (e BestTold) apply(s *State) {
	s.Best.Last = &e.Best
	s.Best.Busy = e.Best.Done < e.Best.Of
}

// BestStopped ends the measurement, perhaps with a reason.
type BestStopped struct{ Why string }

func (e BestStopped) apply(s *State) { s.Best.Busy, s.Best.Error = false, Sentence(e.Why) }

// BestBy chooses what picks.
type BestBy struct{ By string }

func (e BestBy) apply(s *State) { s.Best.By = e.By }

// Picker is what picks: the reward model where there is one and it is wanted.
func (s *State) Picker() string {
	if s.Best.By == "reward" && s.HasReward() {
		return "reward"
	}
	return "taste"
}
