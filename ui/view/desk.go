package view

import (
	"preflab/core/pref"
	"preflab/core/proto"
)

// Enough is the number of labels at which training is worth it: the taste table
// in docs/results was measured with as many.
const Enough = 24

// Ahead is how many pairs the page keeps in hand, so that the next is
// there at once; more would have been picked knowing less of the labels.
const Ahead = 3

// Desk is where pairs are judged.
type Desk struct {
	Queue   []proto.NewPair // the first is on the table
	Asked   int             // pairs asked for that are not here yet
	Labels  []pref.Label    // in the order of judgement
	Writing bool            // a label is on its way to storage
	ShownAt float64         // when the pair was put on the table, in the host's milliseconds
	Auto    Auto
	Picked  Side // the side just chosen, for an instant
	Tuned   bool // the model in training writes the pairs to come
}

// Side is where on the screen an answer stands.
type Side int

// The sides.
const (
	Neither Side = iota
	Left
	Right
)

// Auto is the labelling by a taste that the visitor watches.
type Auto struct {
	On     bool
	Taste  string
	Until  int // labels to stop at
	Passed int // pairs passed over because the taste sees no difference
	Asked  bool
	Scores map[string]proto.Scored // by pair
	Show   bool                    // the pair on the table shows what the taste saw
}

// example is what the page shows before the model is awake: the shell in
// index.html carries the same words, so that nothing moves when it wakes.
var example = proto.NewPair{
	Pair: pref.Pair{
		Prompt: "Milo, a hungry donkey, had a small room in a blue cottage. Then the tiny trumpet he loved best went missing.",
		A:      " The trumpet was never found, and Milo still looks for it when it rains.",
		B:      " A wise hedgehog knew all about such things, or said so. The hedgehog gave back the trumpet and said sorry with half a pie.",
	},
	ALeft: true,
}

// Table returns the pair on the table; live is false when it is the example that
// stands there until the model is awake.
func (s *State) Table() (p proto.NewPair, live bool) {
	if len(s.Desk.Queue) > 0 {
		return s.Desk.Queue[0], true
	}
	if s.Phase == Waking && len(s.Desk.Labels) == 0 {
		return example, false
	}
	return proto.NewPair{}, false
}

// Text returns the answer on one side of the table.
func (s *State) Text(side Side) string {
	p, _ := s.Table()
	if p.ALeft == (side == Left) {
		return p.A
	}
	return p.B
}

// CanJudge says whether a verdict can be given now.
func (s *State) CanJudge() bool {
	return len(s.Desk.Queue) > 0 && !s.Desk.Writing && !s.Desk.Auto.On
}

// Trains counts the labels that training can use.
func (s *State) Trains() int {
	n := 0
	for i := range s.Desk.Labels {
		if _, ok := s.Desk.Labels[i].Q(); ok {
			n++
		}
	}
	return n
}

// Wanted is how many pairs to ask for now.
func (s *State) Wanted() int {
	if s.Phase != Live {
		return 0
	}
	return max(0, Ahead-len(s.Desk.Queue)-s.Desk.Asked)
}

// Resolve turns a side of the table into the verdict that names the answer.
func (s *State) Resolve(side Side) pref.Verdict {
	p, _ := s.Table()
	if p.ALeft == (side == Left) {
		return pref.PreferA
	}
	return pref.PreferB
}

// Score returns what the taste said about the pair on the table.
func (s *State) Score() (proto.Scored, bool) {
	p, live := s.Table()
	if !live {
		return proto.Scored{}, false
	}
	sc, ok := s.Desk.Auto.Scores[p.ID]
	return sc, ok
}

// Piece is a run of an answer's text, marked where the taste saw something.
type Piece struct {
	Text   string
	Marked bool
}

// Pieces cuts the answer on one side at the spans that the taste saw; one plain
// piece when nothing is to be shown.
func (s *State) Pieces(side Side) []Piece {
	text := s.Text(side)
	sc, ok := s.Score()
	if !ok || !s.Desk.Auto.Show {
		return []Piece{{Text: text}}
	}
	spans := sc.SpansB
	if s.Resolve(side) == pref.PreferA {
		spans = sc.SpansA
	}
	return cut(text, spans)
}

// cut splits text at the spans, leaving out those that do not fit it: they come
// from the engine, and a page must not fall over a wrong number.
func cut(text string, spans [][2]int) []Piece {
	var out []Piece
	at := 0
	for _, sp := range spans {
		if sp[0] < at || sp[1] <= sp[0] || sp[1] > len(text) {
			continue
		}
		if sp[0] > at {
			out = append(out, Piece{Text: text[at:sp[0]]})
		}
		out = append(out, Piece{Text: text[sp[0]:sp[1]], Marked: true})
		at = sp[1]
	}
	if at < len(text) || len(out) == 0 {
		out = append(out, Piece{Text: text[at:]})
	}
	return out
}

// TunedSet has the model in training write the pairs to come, or the one before it.
type TunedSet struct{ On bool }

func (e TunedSet) apply(s *State) { s.Desk.Tuned = e.On }

// CanTuned says whether there is a tuned model that could write.
func (s *State) CanTuned() bool { return s.Spec != nil && s.Spec.Policy && s.Run.Frame.Step > 0 }

// PairsAsked notes that n pairs were asked for.
type PairsAsked struct{ N int }

func (e PairsAsked) apply(s *State) { s.Desk.Asked += e.N }

// Writing says that a label is on its way to storage, and which side it chose.
type Writing struct{ Picked Side }

func (e Writing) apply(s *State) {
	s.Desk.Writing = true
	s.Desk.Picked = e.Picked
}

// Labelled takes the pair off the table with its verdict.
type Labelled struct {
	Label pref.Label
	Now   float64
}

func (e Labelled) apply(s *State) {
	s.Desk.Labels = append(s.Desk.Labels, e.Label)
	s.Desk.Writing = false
	s.clearTable(e.Label.Pair.ID, e.Now)
}

// Passed takes a pair off the table without a verdict.
type Passed struct{ Now float64 }

func (e Passed) apply(s *State) {
	s.Desk.Auto.Passed++
	if p, live := s.Table(); live {
		s.clearTable(p.ID, e.Now)
	}
}

// clearTable takes the pair away if it still is on the table.
func (s *State) clearTable(id string, now float64) {
	d := &s.Desk
	d.Picked, d.Auto.Show, d.ShownAt = Neither, false, now
	if len(d.Queue) > 0 && d.Queue[0].ID == id {
		delete(d.Auto.Scores, id)
		d.Queue = d.Queue[1:]
	}
}

// Undone takes the last label back and puts its pair on the table again.
type Undone struct{ Now float64 }

func (e Undone) apply(s *State) {
	d := &s.Desk
	l := d.Labels[len(d.Labels)-1]
	d.Labels = d.Labels[:len(d.Labels)-1]
	d.Queue = append([]proto.NewPair{{Pair: l.Pair, ALeft: l.ALeft}}, d.Queue...)
	d.ShownAt, d.Writing, d.Picked = e.Now, false, Neither
}

// LabelsLoaded replaces or adds labels: from storage at the start, or a file.
type LabelsLoaded struct {
	Labels []pref.Label
}

func (e LabelsLoaded) apply(s *State) {
	at := make(map[string]int, len(s.Desk.Labels))
	for i, l := range s.Desk.Labels {
		at[l.ID] = i
	}
	for _, l := range e.Labels {
		if i, ok := at[l.ID]; ok {
			s.Desk.Labels[i] = l
			continue
		}
		at[l.ID] = len(s.Desk.Labels)
		s.Desk.Labels = append(s.Desk.Labels, l)
	}
}

// LabelsCleared forgets all labels.
type LabelsCleared struct{}

func (LabelsCleared) apply(s *State) { s.Desk.Labels = nil }

// AutoSet starts or stops the labelling by a taste.
type AutoSet struct{ On bool }

func (e AutoSet) apply(s *State) {
	a := &s.Desk.Auto
	a.On, a.Show, a.Asked, a.Passed = e.On, false, false, 0
	s.Desk.Picked = Neither
	if n := s.Trains(); n < Enough {
		a.Until = Enough
	} else {
		a.Until = n + Enough/2 // already enough: another dozen
	}
}

// AutoAsked notes that the taste was asked about the pairs in hand.
type AutoAsked struct{}

func (AutoAsked) apply(s *State) { s.Desk.Auto.Asked = true }

// AutoShown lays open what the taste saw in the pair on the table.
type AutoShown struct{ Picked Side }

func (e AutoShown) apply(s *State) {
	s.Desk.Auto.Show = true
	s.Desk.Picked = e.Picked
}

// TasteChosen changes the taste of the page.
type TasteChosen struct{ Taste string }

func (e TasteChosen) apply(s *State) {
	s.Link.Taste = e.Taste
	s.Desk.Auto.Taste = e.Taste
	s.Desk.Auto.Scores = nil
	s.Desk.Auto.Asked = false
}

// Taste returns the chosen taste's words for people.
func (s *State) Taste() string { return s.TasteWord(s.Link.Taste) }

// TasteWord returns a taste's words for people.
func (s *State) TasteWord(name string) string {
	for _, t := range s.Tastes() {
		if t.Name == name {
			return t.Label
		}
	}
	return name
}

// Tastes lists what the world offers.
func (s *State) Tastes() []proto.Taste {
	for _, w := range s.Welcome.Worlds {
		if w.Name == s.Link.World {
			return w.Tastes
		}
	}
	return nil
}
