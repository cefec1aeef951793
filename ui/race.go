package ui

import (
	"fmt"

	"preflab/core/pref"
	"preflab/core/proto"
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

// lane is what one engine was asked.
type lane struct {
	first   int     // ids below are of the lane's last race
	rate    int     // the request for the win rate
	asked   float64 // when the Poll under way was sent, in ms; 0 for none
	began   float64 // when training was asked for, in ms
	weights []byte
}

// lanePoll is how often lanes are asked where they are, in ms: five times a
// second is as fast as four of them can be followed.
const lanePoll = 200

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
		rec := view.Record{
			ID: a.newRunID() + fmt.Sprint(i), Name: a.S.NextName(l.Method, names...), Method: l.Method, World: a.S.Link.World,
			Query: config.Query(), Seed: r.seed, Taste: r.taste, Labels: view.HashLabels(r.labels), NLabels: a.S.Trains(),
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

// laneStart fetches what the lane's method begins with, and sets an engine to work.
func (a *App) laneStart(i int) {
	a.apply(view.LaneStaged{I: i, Stage: view.LaneOpening})
	run := a.S.Race.Lanes[i].Run
	sp := a.S.SpecOf(run.Method)
	if kindOf(sp) != baseModel {
		a.laneOpen(i, a.models.of(sftModel).files)
		return
	}
	a.baseModel(func(files [3][]byte, err error) {
		l := &a.S.Race.Lanes[min(i, len(a.S.Race.Lanes)-1)]
		if l.Run.ID != run.ID || l.Stage != view.LaneOpening {
			return // stopped meanwhile
		}
		if err != nil {
			a.laneEnd(i, view.LaneFailed, fmt.Sprintf("The base model is not here: %v.", err))
			return
		}
		a.laneOpen(i, files)
	})
}

// laneOpen tells a fresh engine everything up to the last step.
func (a *App) laneOpen(i int, files [3][]byte) {
	r, run := &a.race, &a.S.Race.Lanes[i].Run
	a.host.StartLane(i)
	r.lanes[i] = lane{first: a.ids + 1, began: a.host.Now()}
	a.sendLane(i, proto.Command{Hello: &proto.Hello{Version: proto.Version}})
	a.sendLane(i, proto.Command{
		Open:  &proto.Open{World: run.World, Method: run.Method, Query: run.Query, Seed: r.seed, Taste: r.taste},
		Blobs: [][]byte{files[0], files[1], files[2]},
	})
	a.sendLane(i, proto.Command{Labels: &proto.Labels{Labels: r.labels}})
	a.sendLane(i, proto.Command{Train: &proto.Train{}})
	a.lanePoll(i)
	a.raceTick()
}

func (a *App) sendLane(i int, c proto.Command) int {
	a.ids++
	c.ID = a.ids
	a.host.SendLane(i, c)
	return c.ID
}

func (a *App) lanePoll(i int) {
	a.race.lanes[i].asked = a.host.Now()
	a.sendLane(i, proto.Command{Poll: &proto.Empty{}})
}

// raceTick asks the lanes that train where they are, and again, until none does.
// It is a timer and not a frame: a race goes on in a hidden tab.
func (a *App) raceTick() {
	if a.race.ticking {
		return
	}
	a.race.ticking = true
	a.host.After(lanePoll, func() {
		a.race.ticking = false
		again := false
		now := a.host.Now()
		for i := range a.S.Race.Lanes {
			switch stage := a.S.Race.Lanes[i].Stage; {
			case stage == view.LaneOpening || stage == view.LaneTraining:
				if l := &a.race.lanes[i]; l.first > 0 && (l.asked == 0 || now-l.asked > pollAgain) {
					a.lanePoll(i)
				}
				again = true
			case stage.Running():
				again = true // its partial results are drawn at this pace
			}
		}
		if again {
			a.raceTick()
		}
	})
}

// DeliverLane takes one event of a lane's engine, and says whether to draw it at
// once: progress is drawn by the next tick.
func (a *App) DeliverLane(i int, ev proto.Event) (render bool) {
	if i < 0 || i >= len(a.S.Race.Lanes) {
		return false
	}
	st, l := &a.race.lanes[i], &a.S.Race.Lanes[i]
	if !l.Stage.Running() || ev.ID != 0 && ev.ID < st.first {
		return false // a late word of an earlier race
	}
	switch {
	case ev.Error != nil:
		a.laneEnd(i, view.LaneFailed, ev.Error.Message)
		return true
	case ev.Fault != nil:
		a.laneEnd(i, view.LaneFailed, "The engine has stopped: "+view.Cut(ev.Fault.Message, 300))
		return true
	case ev.Saved != nil:
		return a.laneSaved(i, ev)
	}
	a.apply(view.LaneTold{I: i, Event: ev, Seconds: a.laneSeconds(i)})
	switch {
	case ev.Frame != nil:
		st.asked = 0
		return a.laneFramed(i, ev.Frame)
	case ev.WinRate != nil && ev.WinRate.Done:
		a.laneEnd(i, view.LaneDone, "")
		return true
	case ev.Compared != nil && st.rate == 0 && ev.Compared.Index == ev.Compared.Of-1:
		a.laneEnd(i, view.LaneDone, "") // there is no taste to measure by
		return true
	}
	return false
}

// laneSeconds is for how long a lane has trained, 0 when it trains no more.
func (a *App) laneSeconds(i int) float64 {
	if s := a.S.Race.Lanes[i].Stage; s != view.LaneOpening && s != view.LaneTraining {
		return 0
	}
	return (a.host.Now() - a.race.lanes[i].began) / 1000
}

// laneFramed moves a lane on by where its engine is.
func (a *App) laneFramed(i int, f *proto.Frame) (render bool) {
	stage := a.S.Race.Lanes[i].Stage
	if stage != view.LaneOpening && stage != view.LaneTraining {
		return false
	}
	switch f.State {
	case "finished", "paused":
		a.laneMeasure(i)
	case "diverged":
		a.laneEnd(i, view.LaneFailed, "Training ran away: "+f.Why+". Try a smaller learning rate.")
	case "starved":
		a.laneEnd(i, view.LaneFailed, "No label to train on: choose a better answer in at least one pair.")
	default:
		if stage == view.LaneTraining {
			return false
		}
		a.apply(view.LaneStaged{I: i, Stage: view.LaneTraining})
	}
	return true
}

// laneMeasure saves a trained model, has it answer the fixed openings, and counts
// how often it wins.
func (a *App) laneMeasure(i int) {
	r := &a.race
	a.apply(view.LaneStaged{I: i, Stage: view.LaneMeasuring})
	marker := a.markerOf(a.S.Race.Lanes[i].Run.Method)
	a.sendLane(i, proto.Command{Save: &proto.Empty{}})
	a.sendLane(i, proto.Command{Compare: &proto.Compare{Seed: r.sample, Temperature: r.temperature, Marker: marker}})
	if r.taste != "" {
		r.lanes[i].rate = a.sendLane(i, proto.Command{WinRate: &proto.WinRate{Taste: r.taste, Prompts: r.openings, Seed: r.seed, Marker: marker}})
	}
}

// markerOf is what a method's answers are asked for with: the good ones, where it
// knows the word.
func (a *App) markerOf(method string) string {
	sp := a.S.SpecOf(method)
	if sp == nil || len(sp.Markers) == 0 {
		return ""
	}
	for _, m := range sp.Markers {
		if m == "good" {
			return m
		}
	}
	return sp.Markers[0]
}

// laneSaved takes a lane's weights; a lane that was stopped ends with them.
func (a *App) laneSaved(i int, ev proto.Event) (render bool) {
	if len(ev.Blobs) > 0 {
		a.race.lanes[i].weights = ev.Blobs[0]
	}
	if a.S.Race.Lanes[i].Stage == view.LaneStopping {
		a.laneEnd(i, view.LaneStopped, "")
		return true
	}
	return false
}

// LaneStop ends one lane: its weights are fetched first, if it has taken a step.
// A lane that is asked twice ends at once.
func (a *App) LaneStop(i int) {
	if i >= len(a.S.Race.Lanes) {
		return
	}
	switch l := &a.S.Race.Lanes[i]; {
	case l.Stage == view.LaneTraining && l.Frame.Step > 0:
		a.apply(view.LaneStaged{I: i, Stage: view.LaneStopping})
		a.sendLane(i, proto.Command{Pause: &proto.Empty{}})
		a.sendLane(i, proto.Command{Save: &proto.Empty{}})
	case l.Stage.Busy():
		a.laneEnd(i, view.LaneStopped, "")
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

// LaneDied takes the news that a lane's Worker ended by itself.
func (a *App) LaneDied(i int, reason string) {
	if i < len(a.S.Race.Lanes) && a.S.Race.Lanes[i].Stage.Running() {
		a.laneEnd(i, view.LaneFailed, "The engine has stopped: "+reason)
	}
}

// laneEnd ends a lane's engine, keeps its run, and lets the next start. One
// lane's end never is another's.
func (a *App) laneEnd(i int, stage view.Stage, why string) {
	a.host.StopLane(i)
	a.apply(view.LaneStaged{I: i, Stage: stage, Why: why})
	run, st := a.S.Race.Lanes[i].Run, &a.race.lanes[i]
	if run.Step > 0 {
		run.When = a.host.Unix()
		switch stage {
		case view.LaneFailed:
			run.Why = why
		case view.LaneStopped:
			if run.State == "training" {
				run.State = "paused"
			}
		}
		if w := run.Rate; w != nil && !w.Done {
			run.Rate = nil // half a measurement
		}
		a.keepRun(run, st.weights)
	}
	*st = lane{first: a.ids + 1}
	a.raceNext()
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
