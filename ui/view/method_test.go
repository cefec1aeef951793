package view

import (
	"slices"
	"strings"
	"testing"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/spec"
)

// under opens a page under another method, with n labels.
func under(sp spec.Spec, n int) *State {
	s := live(n)
	for range n {
		give(s, pref.PreferA)
	}
	s.Apply(SpecChosen{Config: sp.Default()})
	return s
}

// scored is a method with a reward.
func scored() spec.Spec {
	return spec.Spec{Method: "ppo", Title: "PPO", Labels: true, Reward: true, Policy: true, Params: []spec.Param{
		{Name: "reward", Label: "Scored by", Max: 1, Choices: []string{"model", "taste"}},
		{Name: "borrow_pairs", Label: "Borrowed pairs", Max: 100, Integer: true},
	}}
}

func TestWhatAMethodNeeds(t *testing.T) {
	free := spec.Spec{Method: "sft", Title: "SFT", Base: true}
	for _, c := range []struct {
		name   string
		sp     spec.Spec
		labels int
		set    map[int]string // settings by index
		can    bool
		status string
		reward string
	}{
		{"no labels needed", free, 0, nil, true, "SFT needs no labels", ""},
		{"labels missing", scored(), 0, nil, false, "PPO needs labels, for its reward model: pick", "trained first, on your labels"},
		{"labels there", scored(), 3, nil, true, "With 21 more", "trained first, on 3 labels"},
		{"scored by a taste", scored(), 0, map[int]string{0: "taste"}, true, "PPO needs no labels", "scored by the taste “cats”"},
		{"borrowed", scored(), 0, map[int]string{1: "64"}, true, "0 labels and 64 borrowed", "trained first"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := under(c.sp, c.labels)
			for i, v := range c.set {
				s.Apply(KnobTyped{I: i, Text: v})
			}
			if s.CanTrain() != c.can || !strings.Contains(s.Status(), c.status) || !strings.Contains(s.RewardWords(), c.reward) {
				t.Errorf("can train %v, status %q, reward %q", s.CanTrain(), s.Status(), s.RewardWords())
			}
		})
	}
}

func TestRewardModelInUse(t *testing.T) {
	s := under(scored(), 3)
	s.Apply(Told{Event: proto.Event{Frame: &proto.Frame{State: "training", Step: 4, Doing: "writing 32 stories", Trained: 696864,
		Reward: &proto.Reward{Labels: 24, Accuracy: 0.71, Low: 0.57, High: 0.82, N: 50}}}})
	for got, want := range map[string]string{
		s.RewardWords(): "71\u202f% of 50 held-out pairs as their labels do (57\u202f% to 82\u202f%)",
		s.Status():      "Before step 5: writing 32 stories",
		s.Facts():       "696\u202f864 weights trained",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}

func TestSettingsThatMovedAreNamed(t *testing.T) {
	s := live(0)
	if got := s.SettingsWord(); got != "Settings" {
		t.Errorf("untouched: %q", got)
	}
	s.Apply(KnobTyped{I: 0, Text: "0.5"}) // before the run: not the default, but in force from the start
	s.Apply(frameEvent("training", 1, proto.Row{Step: 1}))
	s.Apply(KnobTyped{I: 1, Text: "40"})
	if got, want := s.SettingsWord(), "Settings (2 changed) ● since step 1: Steps"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.Apply(KnobTyped{I: 0, Text: "0.1"}) // back at its default, yet not what the run began with
	if got, want := s.SettingsWord(), "Settings (1 changed) ● since step 1: Leash, Steps"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.Apply(RunCleared{})
	if s.Moved(0) || s.Moved(1) {
		t.Error("a new run has settings that moved")
	}
}

func TestChapterOpensTheFirstTime(t *testing.T) {
	s := live(0)
	s.Apply(MethodPicked{Method: "kto"})
	if !s.Chapter || !slices.Contains(s.Prefs.Read, "kto") {
		t.Errorf("first time: open %v, read %q", s.Chapter, s.Prefs.Read)
	}
	s.Apply(ChapterToggled{})
	s.Apply(MethodPicked{Method: "kto"})
	if s.Chapter {
		t.Error("a chapter that was closed opens again")
	}
}

func TestMarkerOfAMethod(t *testing.T) {
	sp := spec.Spec{Method: "csft", Markers: []string{"good", "bad"}}
	s := under(sp, 0)
	if s.Compare.Marker != "good" {
		t.Errorf("marker %q, want good", s.Compare.Marker)
	}
	s.Apply(SpecChosen{Config: s.Welcome.Specs[0].Default()})
	if s.Compare.Marker != "" {
		t.Errorf("a method without markers asks for %q", s.Compare.Marker)
	}
}

// What one model wrote must not stand under a method that begins with another.
func TestAnotherModelClearsTheComparison(t *testing.T) {
	s := live(0)
	s.Apply(Compared{Row: proto.Compared{Of: 1, Step: 9, Prompt: "P"}})
	s.Apply(SpecChosen{Config: scoredConfig()})
	if len(s.Compare.Rows) != 1 {
		t.Error("the same model, but the comparison is gone")
	}
	sft := spec.Spec{Method: "sft", Base: true}
	s.Apply(SpecChosen{Config: sft.Default()})
	if len(s.Compare.Rows) != 0 || s.Compare.Step != 0 {
		t.Errorf("%d rows of step %d from another model", len(s.Compare.Rows), s.Compare.Step)
	}
}

func scoredConfig() spec.Config {
	sp := scored()
	return sp.Default()
}

func TestUnknownMethodsAreNamed(t *testing.T) {
	s := New()
	if m := s.Method(); m.Title != "DPO" || m.Summary == "" {
		t.Errorf("before the engine has spoken: %+v", m)
	}
	s.Apply(LinkRead{Link: Link{Method: "novel"}})
	if m := s.Method(); m.Title != "novel" {
		t.Errorf("a method that is not known: %+v", m)
	}
}

// TestExpertsSettingsAreFolded away until they are asked for, changed or wrong.
func TestExpertsSettingsAreFolded(t *testing.T) {
	s := live(0)
	s.Knobs[1].Param.More, s.Knobs[2].Param.More = true, true
	for _, step := range []struct {
		event Event
		want  int
	}{{nil, 1}, {KnobTyped{I: 1, Text: "40"}, 2}, {KnobTyped{I: 2, Text: "9"}, 3}, {KnobTyped{I: 2, Text: "0"}, 2}, {KnobsUnfolded{}, 3}, {KnobsUnfolded{}, 2}} {
		if step.event != nil {
			s.Apply(step.event)
		}
		if got := s.Shown(); len(got) != step.want || got[0] != 0 {
			t.Errorf("after %+v: shown %v, want %d settings", step.event, got, step.want)
		}
	}
}
