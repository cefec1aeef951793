package ui

import (
	"strconv"
	"strings"

	"preflab/core/proto"
	"preflab/ui/view"
)

// compareEvery is how many steps a comparison stays while training goes on:
// often enough to watch, seldom enough not to slow the training by much.
// Comparing holds training up, so it also waits compareGap ms.
const (
	compareEvery = 10
	compareGap   = 4000
)

// comparedAt is when the last comparison was asked for.
type comparedAt struct {
	step int
	at   float64 // ms
}

// sampling returns the comparison's seed and temperature.
func (a *App) sampling() (seed uint64, temperature float64, ok bool) {
	c := &a.S.Compare
	seed, wrong := view.ParseSeed(c.Seed.Text)
	temperature, err := strconv.ParseFloat(c.Temperature.Text, 64)
	return seed, temperature, wrong == "" && err == nil && c.Temperature.Error == ""
}

// compareAll asks for the fixed openings, and the visitor's own if there is one,
// unless the last refresh is still under way.
func (a *App) compareAll() {
	seed, temp, ok := a.sampling()
	if !ok || a.S.Phase != view.Live || a.S.Compare.Busy {
		return
	}
	a.comp = comparedAt{a.S.Run.Frame.Step, a.host.Now()}
	a.apply(view.CompareAsked{})
	a.req.compare = a.send(proto.Command{Compare: &proto.Compare{Seed: seed, Temperature: temp, Marker: a.S.Compare.Marker}})
	if a.S.Compare.Own != nil && !a.S.Compare.OwnBusy {
		a.OwnRun()
	}
}

// OwnRun continues the visitor's opening.
func (a *App) OwnRun() {
	text := strings.TrimSpace(a.S.Compare.OwnText)
	seed, temp, ok := a.sampling()
	if text == "" || !ok || a.S.Phase != view.Live {
		return
	}
	a.apply(view.OwnAsked{})
	a.req.own = a.send(proto.Command{Compare: &proto.Compare{Prompts: []string{text}, Seed: seed, Temperature: temp, Marker: a.S.Compare.Marker}})
}

// compared takes one continuation in, whichever request it answers.
func (a *App) compared(ev proto.Event) {
	switch ev.ID {
	case a.req.own:
		a.apply(view.OwnCompared{Row: *ev.Compared})
	case a.req.compare:
		a.apply(view.Compared{Row: *ev.Compared})
		if !a.S.Compare.Busy && !a.S.Training() && a.S.Compare.Step != a.S.Run.Frame.Step {
			a.compareAll() // the run stopped while this refresh was under way
		}
	}
}

// TemperatureType and SampleSeedType take the comparison's settings and, when
// they are in range, compare again.
func (a *App) TemperatureType(text string) {
	a.apply(view.TemperatureTyped{Text: text})
	a.compareAll()
}

// SampleSeedType is TemperatureType for the seed.
func (a *App) SampleSeedType(text string) {
	a.apply(view.CompareSeedTyped{Text: text})
	a.compareAll()
}

// Reseed draws another sample of everything.
func (a *App) Reseed() { a.SampleSeedType(strconv.FormatUint(1+a.host.Random()%9999, 10)) }

// MarkerChoose has the tuned model asked for something else, and compares again.
func (a *App) MarkerChoose(marker string) {
	a.apply(view.MarkerChosen{Marker: marker})
	if a.S.Compare.Busy && a.S.Phase == view.Live {
		a.send(proto.Command{Cancel: &proto.Cancel{ID: a.req.compare}})
		a.apply(view.CompareStopped{})
	}
	a.compareAll()
}

// rateOpenings is how many held-out openings a win rate is measured on: the
// taste table of docs/results uses as many.
const rateOpenings = 200

// begins is what a button does that measures or, while it does, stops: it reports
// whether the measurement is to be asked for now. Request is the one under way.
func (a *App) begins(busy bool, request int, asked, stopped view.Event) bool {
	if busy {
		a.send(proto.Command{Cancel: &proto.Cancel{ID: request}})
		a.apply(stopped)
		return false
	}
	if a.S.Phase != view.Live {
		return false
	}
	a.apply(asked)
	return true
}

// RateRun measures the win rate by the chosen taste, or stops measuring.
func (a *App) RateRun() {
	if !a.begins(a.S.Rate.Busy, a.req.rate, view.RateAsked{}, view.RateStopped{}) {
		return
	}
	a.req.rate = a.send(proto.Command{WinRate: &proto.WinRate{Taste: a.S.Link.Taste, Prompts: rateOpenings, Seed: a.S.Link.Seed, Marker: a.S.Compare.Marker}})
	a.host.Announce("Measuring the win rate.")
}

// rated says the result when it is complete.
func (a *App) rated() {
	if w := a.S.Rate.Last; w.Done {
		a.host.Announce("Win rate " + view.Percent(w.WinRate) + ", between " + view.Percent(w.Low) + " and " + view.Percent(w.High) + ". " + a.S.Rate.Verdict())
	}
}
