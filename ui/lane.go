package ui

import (
	"fmt"

	"preflab/core/proto"
	"preflab/ui/view"
)

// lane is what one engine was asked.
type lane struct {
	first   int     // ids below are of the lane's last race
	rate    int     // the request for the win rate
	open    bool    // its engine has been told the run
	asked   float64 // when the last Poll was sent, in ms
	owes    bool    // an answer to it
	weights []byte
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
	r.lanes[i] = lane{first: a.ids + 1, open: true}
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
	a.race.lanes[i].asked, a.race.lanes[i].owes = a.host.Now(), true
	a.sendLane(i, proto.Command{Poll: &proto.Empty{}})
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
	a.apply(view.LaneTold{I: i, Event: ev})
	switch {
	case ev.Frame != nil:
		st.owes = false
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
