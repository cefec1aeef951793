package ui

import (
	"preflab/core/proto"
	"preflab/ui/view"
)

// Deliver takes one event of the engine. It is called under the render lock.
func (a *App) Deliver(ev proto.Event) {
	switch {
	case ev.Compared != nil:
		a.compared(ev)
	case ev.WinRate != nil:
		if ev.ID == a.req.rate {
			a.apply(view.RateTold{Rated: *ev.WinRate})
			a.rated()
		}
	case ev.Audited != nil:
		a.audited(ev)
	case ev.BestOf != nil:
		a.bestTold(ev)
	case ev.Saved != nil:
		a.runSaved(ev)
	case ev.Exported != nil:
		a.exported(ev)
	case ev.Error != nil:
		a.refused(ev)
	case ev.Fault != nil:
		a.fail(*ev.Fault)
	default:
		was := a.S.Run.Frame.State
		a.apply(view.Told{Event: ev, Now: a.host.Now()})
		a.follow(ev, was)
	}
	a.keepNews(ev)
}

// follow does what an event calls for, after the state has taken it in.
func (a *App) follow(ev proto.Event, was string) {
	switch {
	case ev.Hello != nil:
		a.welcomed(ev.Hello)
	case ev.Ready != nil:
		a.opened(ev.Ready)
	case ev.Pair != nil:
		a.askPairs() // a fresh engine may deal one that is in hand already
		a.autoStep()
	case ev.Judged != nil:
		a.autoStep()
	case ev.Frame != nil:
		a.framed(was)
	}
}

// welcomed goes on with the start, or with the restart after a fault.
func (a *App) welcomed(w *proto.Welcome) {
	if w.Version != proto.Version {
		a.fail(proto.Fault{Message: "The page and the engine are of different versions. Reload the page."})
		return
	}
	if a.boot.opened { // a fresh engine after a fault
		a.openWith(a.run)
		return
	}
	a.boot.welcome = true
	a.open()
}

// refused shows why the engine did not do what was asked, and lets go of what
// waited for it.
func (a *App) refused(ev proto.Event) {
	switch ev.ID {
	case 0:
	case a.req.compare, a.req.own:
		a.apply(view.CompareStopped{})
	case a.req.rate:
		a.apply(view.RateStopped{})
	case a.req.audit:
		a.apply(view.AuditStopped{Why: ev.Error.Message})
	case a.req.best:
		a.apply(view.BestStopped{Why: ev.Error.Message})
	case a.req.export:
		a.apply(view.Reported{Text: ev.Error.Message})
	case a.req.save:
		a.req.save = 0
	}
	if a.S.Phase == view.Waking {
		a.apply(view.WakeProgress{Wake: view.Wake{Failed: ev.Error.Message}})
	}
	a.S.Apply(view.PauseAsked{})
	a.pollNow()
	a.remark(view.Sentence(ev.Error.Message))
}

// pollState holds the one Poll that may be under way.
type pollState struct {
	asked float64 // when, in ms; 0 for none
}

// pollAgain is when an unanswered Poll is given up: an engine in a long piece of
// work answers late, and must not find a heap of questions.
const pollAgain = 3000

// frame runs ten times a second while the tab is visible.
func (a *App) frame() bool {
	now := a.host.Now()
	if a.S.Training() && (a.poll.asked == 0 || now-a.poll.asked > pollAgain) {
		a.pollNow()
	}
	a.pollLanes()
	return false // the answer will be drawn
}

// pollNow asks where the run is.
func (a *App) pollNow() {
	if a.S.Phase == view.Live {
		a.poll.asked = a.host.Now()
		a.send(proto.Command{Poll: &proto.Empty{}})
	}
}

// framed looks at what a frame has changed: at every stop and every so often the
// run is stored and the comparison made again.
func (a *App) framed(was string) {
	a.poll.asked = 0
	f := &a.S.Run.Frame
	stopped := was == "training" && f.State != "training"
	due := f.State == "training" && f.Step >= a.comp.step+compareEvery && a.host.Now() > a.comp.at+compareGap
	if (stopped || due) && f.Step != a.comp.step {
		a.compareAll()
	}
	a.saveMaybe(stopped)
	a.keepFrame(was)
	if stopped {
		a.host.Announce(a.S.Status())
	}
}
