package view

import (
	"slices"
	"strings"

	"preflab/core/spec"
)

// waiting stands where the methods will be until the engine says which ones there
// are, so that nothing moves when it does. The first method's line is there too.
var waiting = []spec.Spec{
	{Method: "sft", Title: "SFT"},
	{Method: "sft_chosen", Title: "SFT on the chosen"},
	{Method: "rm", Title: "Reward model"},
	{Method: "ppo", Title: "PPO"},
	{Method: "rloo", Title: "RLOO"},
	{Method: "grpo", Title: "GRPO"},
	{Method: "dpo", Title: "DPO", Summary: "Makes each answer that you chose more likely, against a frozen copy of the model, and each that you refused less."},
	{Method: "online_dpo", Title: "Online DPO"},
	{Method: "kto", Title: "KTO"},
	{Method: "orpo", Title: "ORPO"},
	{Method: "simpo", Title: "SimPO"},
	{Method: "unlikelihood", Title: "Unlikelihood"},
	{Method: "coh", Title: "Chain of Hindsight"},
	{Method: "csft", Title: "Control tokens"},
}

// Methods are what there is to choose from, in the order of the story.
func (s *State) Methods() []spec.Spec {
	if len(s.Welcome.Specs) == 0 {
		return waiting
	}
	return s.Welcome.Specs
}

// Method is the chosen one; a nameless one while nothing is known of it.
func (s *State) Method() *spec.Spec {
	if s.Spec != nil {
		return s.Spec
	}
	for i := range waiting {
		if waiting[i].Method == s.Link.Method {
			return &waiting[i]
		}
	}
	return &spec.Spec{Method: s.Link.Method, Title: s.Link.Method}
}

// First is the method that a page begins with.
const First = "dpo"

// setting is the value of one of the method's settings, and whether it has it.
func (s *State) setting(name string) (float64, bool) {
	for i, k := range s.Knobs {
		if k.Param.Name == name {
			return s.Config.Values[i], true
		}
	}
	return 0, false
}

// ByTaste says whether the chosen taste itself scores the answers, so that no
// reward model is needed.
func (s *State) ByTaste() bool {
	for i, k := range s.Knobs {
		if k.Param.Name == "reward" && k.Param.Choices != nil {
			return k.Param.Format(s.Config.Values[i]) == "taste"
		}
	}
	return false
}

// borrows is how many pairs the settings have a taste label.
func (s *State) borrows() int {
	n, _ := s.setting("borrow_pairs")
	return max(int(n), s.Run.Frame.Borrowed)
}

// UsesTaste says whether the run asks the chosen taste anything.
func (s *State) UsesTaste() bool { return s.ByTaste() || s.borrows() > 0 }

// NeedsLabels says whether the method, as it is set, learns from labels.
func (s *State) NeedsLabels() bool {
	return s.Spec == nil || s.Spec.Labels && !s.ByTaste()
}

// Fed says whether there is something to train on.
func (s *State) Fed() bool { return !s.NeedsLabels() || s.Trains()+s.borrows() > 0 }

// RewardWords says what scores the answers; "" for a method that has no reward.
func (s *State) RewardWords() string {
	r := s.Run.Frame.Reward
	switch {
	case s.Spec == nil || !s.Spec.Reward:
		return ""
	case s.ByTaste():
		return "Answers are scored by the taste “" + s.Taste() + "”."
	case r == nil && s.Trains() > 0:
		return "A reward model will be trained first, on " + Plural(s.Trains(), "label") + "; it then scores the answers."
	case r == nil:
		return "A reward model will be trained first, on your labels; it then scores the answers."
	case r.N == 0:
		return "Answers are scored by a reward model trained on " + Plural(r.Labels, "label") + "; how often it is right was not measured."
	}
	return "Answers are scored by a reward model trained on " + Plural(r.Labels, "label") + ": it ranks " + Percent(r.Accuracy) +
		" of " + Plural(r.N, "held-out pair") + " as their labels do (" + Percent(r.Low) + " to " + Percent(r.High) + ")."
}

// Facts says what the method starts from, takes and trains.
func (s *State) Facts() string {
	if s.Spec == nil {
		return ""
	}
	facts := []string{"Begins with the finished story writer"}
	if s.Spec.Base {
		facts[0] = "Begins with the base model"
	}
	if s.NeedsLabels() {
		facts = append(facts, "learns from your labels")
	} else {
		facts = append(facts, "needs no labels")
	}
	if n := s.Run.Frame.Trained; n > 0 {
		facts = append(facts, Count(n)+" weights trained")
	}
	return strings.Join(facts, " · ") + "."
}

// RoleWord says what a box of a method's diagram is.
func RoleWord(role string) string {
	switch role {
	case "labels":
		return "labels enter here"
	case "trained", "frozen", "data":
		return role
	}
	return ""
}

// Fetch is the download of another model while the page goes on.
type Fetch struct {
	Method     string // that waits for it; "" for none
	Got, Total int    // bytes
}

// Fetching reports the download that a method waits for.
type Fetching struct{ Fetch Fetch }

func (e Fetching) apply(s *State) { s.Fetch = e.Fetch }

// Title is a method's title.
func (s *State) Title(method string) string {
	for _, m := range s.Methods() {
		if m.Method == method {
			return m.Title
		}
	}
	return method
}

// ChapterToggled opens or closes the chosen method's chapter.
type ChapterToggled struct{}

func (ChapterToggled) apply(s *State) { s.Chapter = !s.Chapter }

// maxRead bounds what storage keeps of the chapters that were read.
const maxRead = 64

// MethodPicked says that the visitor chose a method: its chapter opens the first time.
type MethodPicked struct{ Method string }

func (e MethodPicked) apply(s *State) {
	if !slices.Contains(s.Prefs.Read, e.Method) && len(s.Prefs.Read) < maxRead {
		s.Chapter = true
		s.Prefs.Read = append(slices.Clone(s.Prefs.Read), e.Method)
	}
}
