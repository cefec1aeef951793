package view

import (
	"fmt"
	"math"
	"strconv"

	"preflab/core/proto"
)

// Compare holds continuations before and after, side by side.
type Compare struct {
	Rows        []proto.Compared // the fixed openings
	Own         *proto.Compared  // the visitor's own opening
	OwnText     string
	OwnBusy     bool
	Busy        bool
	Got         int // rows of the refresh under way
	Step        int // of the tuned model in the last complete refresh
	Fresh       bool
	Temperature Field
	Seed        Field
	Marker      string // what the tuned model is asked for; "" for nothing
}

// MaxOwn bounds the visitor's opening, in bytes: the model reads no more.
const MaxOwn = 400

// Run of text: tokens of one tint.
type Tinted struct {
	Text  string
	Level int    // -3 … 3: how much less or more likely
	Title string // the same in words
}

// tintAt are the nats at which a deeper tint begins: 5 %, about half as much
// again, and more than four times as likely.
var tintAt = [3]float64{0.05, 0.4, 1.5}

// Level returns the tint of a difference in nats.
func Level(delta float64) int {
	n := 0
	for _, t := range tintAt {
		if math.Abs(delta) >= t {
			n++
		}
	}
	if delta < 0 {
		return -n
	}
	return n
}

// Tint cuts tokens into runs for the screen: tokens of no tint are joined, which
// keeps the page small, and every tinted token carries its number.
func Tint(tokens []proto.Token) []Tinted { return tint(tokens, deltaWords) }

// TintScore is Tint for what each token adds to a score.
func TintScore(tokens []proto.Token) []Tinted {
	return tint(tokens, func(d float64) string { return fmt.Sprintf("%+.2f to the score", d) })
}

func tint(tokens []proto.Token, words func(float64) string) []Tinted {
	var out []Tinted
	for _, t := range tokens {
		lv := Level(t.Delta)
		if n := len(out); lv == 0 && n > 0 && out[n-1].Level == 0 {
			out[n-1].Text += t.Text
			continue
		}
		r := Tinted{Text: t.Text, Level: lv}
		if lv != 0 {
			r.Title = words(t.Delta)
		}
		out = append(out, r)
	}
	return out
}

// deltaWords says a difference in nats as a factor.
func deltaWords(d float64) string {
	factor, word := math.Exp(math.Abs(d)), "more"
	if d < 0 {
		word = "less"
	}
	if factor >= 1000 {
		return fmt.Sprintf("over 1000 times %s likely now", word)
	}
	return fmt.Sprintf("%s times %s likely now (%+.2f nats)", strconv.FormatFloat(factor, 'f', 1, 64), word, d)
}

// Class is the run's CSS class.
func (t Tinted) Class() string {
	switch {
	case t.Level > 0:
		return "up" + strconv.Itoa(t.Level)
	case t.Level < 0:
		return "down" + strconv.Itoa(-t.Level)
	}
	return ""
}

// Plain joins the tokens' texts.
func Plain(tokens []proto.Token) string {
	s := ""
	for _, t := range tokens {
		s += t.Text
	}
	return s
}

// CompareAsked notes that a refresh of the fixed openings began.
type CompareAsked struct{}

func (CompareAsked) apply(s *State) { s.Compare.Busy, s.Compare.Got = true, 0 }

// OwnAsked notes that the visitor's opening is being continued.
type OwnAsked struct{}

func (OwnAsked) apply(s *State) { s.Compare.OwnBusy = true }

// OwnTyped is the visitor's opening as typed.
type OwnTyped struct{ Text string }

func (e OwnTyped) apply(s *State) { s.Compare.OwnText = Cut(e.Text, MaxOwn) }

// OwnCompared is the visitor's opening, continued.
type OwnCompared struct{ Row proto.Compared }

func (e OwnCompared) apply(s *State) {
	s.Compare.Own = &e.Row
	s.Compare.OwnBusy = false
}

// Compared is one of the fixed openings, continued.
type Compared struct{ Row proto.Compared }

func (e Compared) apply(s *State) {
	c := &s.Compare
	if e.Row.Of > 0 && len(c.Rows) != e.Row.Of {
		c.Rows = make([]proto.Compared, e.Row.Of)
	}
	if e.Row.Index < 0 || e.Row.Index >= len(c.Rows) {
		return
	}
	c.Rows[e.Row.Index] = e.Row
	if c.Got++; c.Got >= e.Row.Of {
		c.Busy, c.Step = false, e.Row.Step
	}
}

// Opening says that the model is being opened anew: the engine forgets what it
// was asked before.
type Opening struct{}

func (Opening) apply(s *State) {
	s.Desk.Asked, s.Desk.Auto.Asked = 0, false
	s.Compare.Busy, s.Compare.OwnBusy, s.Rate.Busy = false, false, false
	s.Audit.Busy, s.Best.Busy = false, false
}

// CompareStopped notes that no more rows will come.
type CompareStopped struct{}

func (CompareStopped) apply(s *State) { s.Compare.Busy, s.Compare.OwnBusy = false, false }

// TemperatureTyped is a text typed for the comparison's temperature.
type TemperatureTyped struct{ Text string }

// MaxTemperature is where tiny models only stammer.
const MaxTemperature = 2

func (e TemperatureTyped) apply(s *State) {
	s.Compare.Temperature = Field{Text: e.Text}
	if v, err := strconv.ParseFloat(e.Text, 64); err != nil || !(v >= 0 && v <= MaxTemperature) {
		s.Compare.Temperature.Error = fmt.Sprintf("Temperature must be 0 (always the likeliest) to %d.", MaxTemperature)
	}
}

// MarkerChosen is what the tuned model is asked for from now on.
type MarkerChosen struct{ Marker string }

func (e MarkerChosen) apply(s *State) { s.Compare.Marker = e.Marker }

// CompareSeedTyped is a text typed for the comparison's seed.
type CompareSeedTyped struct{ Text string }

func (e CompareSeedTyped) apply(s *State) {
	_, err := ParseSeed(e.Text)
	s.Compare.Seed = Field{Text: e.Text, Error: err}
}

// Rate is the win rate by a taste.
type Rate struct {
	Busy   bool
	Marker string // what the tuned model is asked for
	Last   *proto.WinRated
}

// Facts are all that was measured, in words and numbers.
func (r Rate) Facts() []Entry {
	w := r.Last
	asked := r.Marker
	if asked == "" {
		asked = "nothing"
	}
	return []Entry{
		{"95 % interval by the bootstrap", bootWords(w)},
		{"The labels' answers: chosen, refused (nats)", movedWords(w.Moved)},
		{"Win rate if both wrote equally long", Percent(w.Balanced)},
		{"KL from the first model, exact", Number(w.KL) + " nats"},
		{"KL estimated from samples: k1, k3", Number(w.K1) + ", " + Number(w.K3)},
		{"Entropy", Number(w.Entropy) + " nats a token"},
		{"Length", Number(w.Length) + " tokens"},
		{"Pairs of words that occur once (distinct-2)", Percent(w.Distinct2)},
		{"Well-formed", Percent(w.WellFormed)},
		{"The taste’s score: first model, yours", Number(w.ScoreOld) + ", " + Number(w.ScoreNew)},
		{"Yours was asked for", asked},
	}
}

// RateAsked notes that a win rate is being measured.
type RateAsked struct{}

func (RateAsked) apply(s *State) { s.Rate = Rate{Busy: true, Marker: s.Compare.Marker} }

// RateTold is a win rate so far.
type RateTold struct{ Rated proto.WinRated }

func (e RateTold) apply(s *State) {
	s.Rate.Last = &e.Rated
	if e.Rated.Done {
		s.Rate.Busy = false
	}
}

// RateStopped ends the measurement where it stands.
type RateStopped struct{}

func (RateStopped) apply(s *State) { s.Rate.Busy = false }

// Verdict says what the interval allows one to say.
func (r Rate) Verdict() string {
	w := r.Last
	switch {
	case w == nil:
		return ""
	case w.Low > 0.5:
		return "The tuned model writes more to this taste than the one you began with."
	case w.High < 0.5:
		return "The tuned model writes less to this taste than the one you began with."
	}
	return "No difference that this many openings could show."
}

// bootWords is the bootstrap's interval, once it is there.
func bootWords(w *proto.WinRated) string {
	if w.BootHigh == 0 {
		return "–"
	}
	return Percent(w.BootLow) + " to " + Percent(w.BootHigh)
}

// movedWords says where the probability of the labels' answers went.
func movedWords(m *proto.Moved) string {
	if m == nil {
		return "–"
	}
	return fmt.Sprintf("%+.1f, %+.1f; the chosen one fell in %s", m.Chosen, m.Rejected, Percent(m.Displaced))
}
