package ui

import (
	"fmt"

	"preflab/core/pref"
	"preflab/ui/view"
)

// race is what the lanes on their way have in common, and what each waits for.
type race struct {
	lanes       [view.MaxLanes]lane
	labels      []pref.Label // as they were when the race began
	seed        uint64
	sample      uint64 // the comparison's seed
	temperature float64
	taste       string
	openings    int // of the win rate
	base        baseFiles
	ticking     bool
}

// Lanes are asked where they are five times a second, as often as four of them
// can be followed, and drawn half as often: drawing takes the page's time from
// the lanes. Both in ms.
const (
	lanePoll = 200
	laneDraw = 400
)

// phoneOpenings is how many openings a phone measures a win rate on.
const phoneOpenings = 100

// RaceToggle opens or closes the race.
func (a *App) RaceToggle() { a.apply(view.RaceToggled{AtOnce: a.atOnce()}) }

// atOnce is how many lanes run at the same time: one core is the page's, and its
// own engine's.
func (a *App) atOnce() int { return min(view.MaxLanes, max(1, a.host.Cores()-1)) }

// LaneAdd, LaneRemove, LaneMethod and LaneType set the lanes up.
func (a *App) LaneAdd() { a.apply(view.LaneAdded{}) }

// LaneRemove takes a lane away.
func (a *App) LaneRemove(i int) {
	a.apply(view.LaneRemoved{I: i})
	a.host.Focus("race")
}

// LaneMethod chooses a lane's method.
func (a *App) LaneMethod(i int, method string) { a.apply(view.LaneMethod{I: i, Method: method}) }

// LaneType takes a lane's settings as typed.
func (a *App) LaneType(i int, text string) { a.apply(view.LaneTyped{I: i, Text: text}) }

// RaceStart puts every lane at the start: the same labels, seed and openings.
func (a *App) RaceStart() {
	if ok, why := a.S.CanRace(); !ok {
		if why != "" {
			a.remark(why)
		}
		return
	}
	if !a.models.of(sftModel).whole() {
		a.remark("The model is not here yet.")
		return
	}
	r := &a.race
	r.labels = append([]pref.Label(nil), a.S.Desk.Labels...)
	r.seed, r.taste, r.openings = a.S.Link.Seed, a.S.Link.Taste, rateOpenings
	if a.host.Phone() {
		r.openings = phoneOpenings
	}
	var ok bool
	if r.sample, r.temperature, ok = a.sampling(); !ok {
		r.sample, r.temperature = 1, 0.8
	}
	var runs []view.Record
	var names []string
	for i := range a.S.Race.Lanes {
		l := &a.S.Race.Lanes[i]
		sp := a.S.SpecOf(l.Method)
		config, _ := view.ParseSettings(sp, l.Settings.Text) // CanRace has read it
		query := config.Query()
		rec := view.Record{
			ID: a.newRunID() + fmt.Sprint(i), Name: a.S.NextName(l.Method, names...), Method: l.Method, World: a.S.Link.World,
			Query: query, Began: &query, Seed: r.seed, Taste: r.taste, Labels: view.HashLabels(r.labels), NLabels: a.S.Trains(),
			When: a.host.Unix(), Race: true, Columns: view.Columns(sp),
		}
		runs, names = append(runs, rec), append(names, rec.Name)
		r.lanes[i] = lane{}
	}
	a.apply(view.RaceBegan{Runs: runs, Labels: a.S.Trains()})
	a.host.Announce(fmt.Sprintf("The race begins: %s.", view.Plural(len(runs), "lane")))
	a.host.Focus("race-stop")
	a.raceNext()
}

// raceNext lets waiting lanes start where cores are free.
func (a *App) raceNext() {
	free := a.atOnce()
	for i := range a.S.Race.Lanes {
		if a.S.Race.Lanes[i].Stage.Running() {
			free--
		}
	}
	for i := range a.S.Race.Lanes {
		if free > 0 && a.S.Race.Lanes[i].Stage == view.LaneWaiting {
			free--
			a.laneStart(i)
		}
	}
	if !a.S.Racing() {
		a.raceOver()
	}
}

// raceOver says who won.
func (a *App) raceOver() {
	best := -1
	for i := range a.S.Race.Lanes {
		w := a.S.Race.Lanes[i].Run.Rate
		if w != nil && w.Done && (best < 0 || w.WinRate > a.S.Race.Lanes[best].Run.Rate.WinRate) {
			best = i
		}
	}
	if best < 0 {
		a.host.Announce("The race is over.")
		return
	}
	run := &a.S.Race.Lanes[best].Run
	a.host.Announce(fmt.Sprintf("The race is over. The highest win rate: %s with %s.", run.Name, view.Percent(run.Rate.WinRate)))
}

// raceTick draws what the lanes have told, and goes on until none is on its way.
// It asks them too: a hidden tab has no frames, and its race goes on.
func (a *App) raceTick() {
	if a.race.ticking {
		return
	}
	a.race.ticking = true
	a.host.After(laneDraw, func() {
		a.race.ticking = false
		a.pollLanes()
		for i := range a.S.Race.Lanes {
			if a.S.Race.Lanes[i].Stage.Running() {
				a.raceTick()
			}
		}
	})
}

// pollLanes asks the lanes that train where they are, each when it has answered
// and not too often. A lane that measures tells by itself.
func (a *App) pollLanes() {
	now := a.host.Now()
	for i := range a.S.Race.Lanes {
		stage, l := a.S.Race.Lanes[i].Stage, &a.race.lanes[i]
		if stage != view.LaneOpening && stage != view.LaneTraining || !l.open {
			continue
		}
		if since := now - l.asked; !l.owes && since >= lanePoll || since > pollAgain {
			a.lanePoll(i)
		}
	}
}

// RaceStop ends all lanes: those that wait first, so that none of them starts.
func (a *App) RaceStop() {
	for i := range a.S.Race.Lanes {
		if a.S.Race.Lanes[i].Stage == view.LaneWaiting {
			a.apply(view.LaneStaged{I: i, Stage: view.LaneStopped})
		}
	}
	for i := range a.S.Race.Lanes {
		a.LaneStop(i)
	}
	a.host.Focus("race-start")
}

// baseFiles is the model that some methods begin with, fetched when the first of
// them races.
type baseFiles struct {
	files   [3][]byte
	got     int
	waiting []func([3][]byte, error)
	asked   bool
}

// baseModel calls then with the base model, at once if it is here.
func (a *App) baseModel(then func([3][]byte, error)) {
	b := &a.race.base
	if m := a.models.of(baseModel); m.whole() {
		then(m.files, nil)
		return
	}
	if b.got == len(parts) {
		then(b.files, nil)
		return
	}
	b.waiting = append(b.waiting, then)
	if b.asked {
		return
	}
	b.asked = true
	b.got = 0
	for k, part := range parts {
		a.host.Fetch("models/"+a.S.Link.World+"/"+baseModel+"/"+part, nil, func(data []byte, err error) {
			if err != nil {
				a.baseCame(err)
				return
			}
			if b.files[k] == nil {
				b.got++
			}
			b.files[k] = data
			if b.got == len(parts) {
				a.baseCame(nil)
			}
		})
	}
}

// baseCame answers all who wait for the base model; after a failure the next one
// who asks has it fetched again.
func (a *App) baseCame(err error) {
	b := &a.race.base
	waiting, files := b.waiting, b.files
	b.waiting = nil
	if err != nil {
		b.asked, b.files, b.got = false, [3][]byte{}, 0
	}
	for _, then := range waiting {
		then(files, err)
	}
}
