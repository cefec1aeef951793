package ui

import (
	"encoding/json"
	"fmt"

	"preflab/core/proto"
	"preflab/ui/view"
)

// keep is what the list of runs still waits for.
type keep struct {
	asked  bool                // storage for the list
	due    bool                // the run has stopped, and its weights are on their way
	left   map[int]view.Record // runs that were left, by the request for their weights
	orphan []byte              // weights of a run that another link's page left in storage
}

// loadRuns reads the list, once: after the first pair was asked for, because it
// may be long.
func (a *App) loadRuns() {
	if a.keep.asked {
		return
	}
	a.keep.asked = true
	a.host.All("runs", func(values [][]byte, err error) {
		var list []view.Record
		for _, v := range values {
			var r view.Record
			if json.Unmarshal(v, &r) == nil && r.ID != "" {
				list = append(list, r)
			}
		}
		a.apply(view.RunsLoaded{List: list})
		a.thinRuns("")
		if r := a.S.Record(a.boot.meta.Run); r != nil && a.keep.orphan != nil {
			a.keepRun(*r, a.keep.orphan)
		}
		a.keep.orphan = nil
		if r := a.S.Record(a.S.Runs.Current); r != nil { // a run that goes on from an earlier visit
			a.apply(view.RunCurrent{ID: r.ID, Seconds: a.S.Runs.Seconds + r.Seconds})
		}
	})
}

// keepOrphan holds on to the weights of a saved run that this page will not
// resume, until the list is there.
func (a *App) keepOrphan() {
	if a.run != nil && a.boot.meta.Run != "" {
		a.keep.orphan = a.run
	}
}

// newRunID is an id for a run: times of the same second do not meet.
func (a *App) newRunID() string { return fmt.Sprintf("r%016x", a.host.Random()) }

// main describes the run at hand, under its id in the list.
func (a *App) main() view.Record {
	if a.S.Runs.Current == "" {
		a.apply(view.RunCurrent{ID: a.newRunID(), Seconds: a.S.Runs.Seconds})
	}
	return a.S.MainRecord(a.S.Runs.Current, a.host.Unix())
}

// keepFrame keeps the run when it has stopped: at once, or when the weights that
// were asked for are here.
func (a *App) keepFrame(was string) {
	f := &a.S.Run.Frame
	if was != "training" || f.State == "training" || f.Step == 0 {
		return
	}
	if a.req.save != 0 {
		a.keep.due = true
		return
	}
	var weights []byte
	if a.saved.step == f.Step {
		weights = a.run
	}
	a.keepRun(a.main(), weights)
}

// keepSaved takes over a run's weights as they are saved: the record every time,
// the weights when the run has stopped.
func (a *App) keepSaved(step int) {
	f, due := &a.S.Run.Frame, a.keep.due
	a.keep.due = false
	switch {
	case f.Step == 0: // of a run that was left
	case due && step == f.Step:
		a.keepRun(a.main(), a.run)
	case due && f.State != "diverged": // saved while it went on: these are not its last
		a.saved.step = -1
		a.saveMaybe(true)
		a.keep.due = true
	default:
		a.keepRun(a.main(), nil)
	}
}

// keepLeaving keeps the run at hand before another takes its place, and returns
// the id of the request for its weights; 0 if there is nothing to keep.
func (a *App) keepLeaving() int {
	a.keep.due = false
	if a.S.Run.Frame.Step == 0 || a.S.Phase != view.Live || a.S.Spec == nil {
		return 0
	}
	a.req.save = 0 // an answer under way would be taken for the next run's
	id := a.send(proto.Command{Save: &proto.Empty{}})
	if a.keep.left == nil {
		a.keep.left = map[int]view.Record{}
	}
	r := a.main()
	if r.State == "training" {
		r.State = "paused"
	}
	a.keep.left[id] = r
	return id
}

// keepLeft takes the weights of a run that was left, and says whether they were.
func (a *App) keepLeft(ev proto.Event) bool {
	r, ok := a.keep.left[ev.ID]
	if ok && len(ev.Blobs) > 0 {
		delete(a.keep.left, ev.ID)
		r.Step = ev.Saved.Step
		a.keepRun(r, ev.Blobs[0])
	}
	return ok
}

// keepNews adds what was measured of the run at hand to its record.
func (a *App) keepNews(ev proto.Event) {
	rated := ev.WinRate != nil && ev.ID == a.req.rate && ev.WinRate.Done
	compared := ev.Compared != nil && ev.ID == a.req.compare && !a.S.Compare.Busy
	if (rated || compared) && !a.S.Training() && a.S.Run.Frame.Step > 0 && a.S.Record(a.S.Runs.Current) != nil {
		a.keepRun(a.main(), nil)
	}
}

// keepRun writes a run into the list and into storage, with its weights if they
// are given.
func (a *App) keepRun(r view.Record, weights []byte) {
	if weights != nil {
		for _, id := range a.S.Crowded(r.ID, len(weights)) {
			a.dropWeights(id)
		}
		r.Weights, r.Dropped = len(weights), false
	}
	a.apply(view.RunKept{Record: r})
	a.thinRuns(r.ID)
	a.storeRecord(r.ID, a.storageTrouble)
	if weights == nil {
		return
	}
	a.host.Put("weights", r.ID, weights, func(err error) {
		if err != nil && a.S.Record(r.ID) != nil {
			a.apply(view.RunWeights{ID: r.ID, Dropped: true})
			a.storeRecord(r.ID, nil)
			a.apply(view.RunReported{Text: fmt.Sprintf("The weights of %s could not be stored: %v", r.Name, err)})
		}
	})
}

// storeRecord writes a run's record to storage.
func (a *App) storeRecord(id string, done func(error)) {
	r := a.S.Record(id)
	if r == nil {
		return
	}
	b, err := json.Marshal(r)
	if err != nil {
		return // a metric that JSON cannot hold: the engine sends null for those
	}
	a.host.Put("runs", id, b, done)
}

// thinRuns lets go of the runs that are too many, and says which. The list must have
// been read before: what storage holds beyond it is not known.
func (a *App) thinRuns(keep string) {
	if !a.S.Runs.Loaded {
		return
	}
	gone := a.S.Surplus(keep)
	if len(gone) == 0 {
		return
	}
	name := a.S.Record(gone[0]).Name
	for _, id := range gone {
		a.host.Delete("weights", id, nil)
		a.host.Delete("runs", id, a.storageTrouble)
		a.apply(view.RunGone{ID: id})
	}
	text := fmt.Sprintf("The oldest run, %s, has left the list", name)
	if n := len(gone); n > 1 {
		text = fmt.Sprintf("The oldest %d runs have left the list", n)
	}
	a.remark(fmt.Sprintf("%s: it holds %d. Export what you want to keep longer.", text, view.MaxRuns))
}

// dropWeights makes room.
func (a *App) dropWeights(id string) {
	a.host.Delete("weights", id, nil)
	a.apply(view.RunWeights{ID: id, Dropped: true})
	a.storeRecord(id, nil)
}
