package ui

import (
	"preflab/core/proto"
	"preflab/ui/view"
)

// EngineDied takes the news that the engine's Worker crashed or did not start.
func (a *App) EngineDied(reason string) { a.fail(proto.Fault{Message: reason}) }

// fail stops what needs an engine and offers a new one. Labelling goes on with
// the pairs in hand.
func (a *App) fail(f proto.Fault) {
	f.Message, f.Stack = view.Cut(f.Message, 500), view.Cut(f.Stack, 4000)
	if a.S.Phase == view.Waking && a.boot.opened && a.run != nil {
		a.run = nil // it broke while opening this run: the next engine must not
		a.apply(view.RunRestored{})
		a.apply(view.Noticed{Text: "The saved run could not be opened; the next start begins at step 0. Your labels are kept."})
	}
	a.apply(view.Told{Event: proto.Event{Fault: &f}})
	a.req, a.poll, a.opening = requests{}, pollState{}, false
	a.host.Announce("The engine has stopped. No label is lost. It can be restarted.")
	a.host.Focus("fault-restart")
}

// Restart starts a fresh engine from the last saved run, with every label.
func (a *App) Restart() {
	if a.S.Phase != view.Dead {
		return
	}
	a.apply(view.Restarting{})
	a.host.Restart()
	a.hello()
}
