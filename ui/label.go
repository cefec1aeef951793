package ui

import (
	"encoding/json"
	"fmt"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/ui/view"
)

// slow is said when storage has not answered in time, and taken back when it does.
const slow = "The browser is slow to store your labels. They are kept on this page; stay a moment before you close it."

// labelWait is how long the next pair waits for a label to be stored.
const labelWait = 2500

// Choose says that the answer on a side is better; much doubles its strength.
func (a *App) Choose(side view.Side, much bool) {
	strength := 1
	if much {
		strength = 2
	}
	if a.S.CanJudge() {
		a.judge(a.S.Resolve(side), strength, "human", side)
	}
}

// Say gives a verdict that names no side: a tie, both bad, skip.
func (a *App) Say(v pref.Verdict) {
	if a.S.CanJudge() {
		a.judge(v, 0, "human", view.Neither)
	}
}

// judge writes a label to storage and only then shows the next pair: nothing
// that was labelled may be lost, not even by closing the tab at once.
func (a *App) judge(v pref.Verdict, strength int, source string, side view.Side) {
	p, live := a.S.Table()
	if !live {
		return
	}
	l := pref.Label{
		ID:        fmt.Sprintf("%06d-%08x", len(a.S.Desk.Labels)+1, uint32(a.host.Random())),
		Pair:      p.Pair,
		Verdict:   v,
		Strength:  strength,
		ALeft:     p.ALeft,
		Source:    source,
		LatencyMS: int(a.host.Now() - a.S.Desk.ShownAt),
		Time:      a.host.Unix(),
	}
	a.apply(view.Writing{Picked: side})
	gone := false // on to the next pair
	a.store(l, func(err error) {
		a.storageTrouble(err)
		a.apply(view.Withdrawn{Text: slow})
		if !gone {
			gone = true
			a.labelled(l)
		}
	})
	a.host.After(labelWait, func() {
		if !gone {
			gone = true
			a.apply(view.Noticed{Text: slow})
			a.labelled(l)
		}
	})
}

// store writes one label.
func (a *App) store(l pref.Label, done func(error)) {
	b, err := json.Marshal(l)
	if err != nil {
		panic("ui: a label must marshal")
	}
	a.host.Put("labels", l.ID, b, done)
}

// labelled goes on to the next pair, once the label is safe.
func (a *App) labelled(l pref.Label) {
	a.apply(view.Labelled{Label: l, Now: a.host.Now()})
	if a.talking() {
		a.send(proto.Command{Label: &l})
	}
	a.askPairs()
	if n := a.S.Trains(); n == view.Enough && l.Verdict != pref.Skip {
		a.host.Announce(fmt.Sprintf("%d labels: training is worth it now.", n))
	}
	a.autoStep()
}

// storageTrouble says once that storage failed; work goes on in memory.
func (a *App) storageTrouble(err error) {
	if err != nil {
		a.apply(view.Noticed{Text: fmt.Sprintf("Nothing can be stored here now (%v). Your labels are kept while this page stays open: export them before you close it.", err)})
	}
}

// askPairs keeps pairs in hand. When there is none, the first is asked for by
// itself: several are sampled together, and all come when the slowest is done.
func (a *App) askPairs() {
	n := a.S.Wanted()
	if n > 1 && len(a.S.Desk.Queue)+a.S.Desk.Asked == 0 {
		a.askFor(1)
		n--
	}
	if n > 0 {
		a.askFor(n)
	}
}

// TunedToggle has the model in training write the pairs to come (online DPO with a
// person), or the model before it again.
func (a *App) TunedToggle() { a.apply(view.TunedSet{On: !a.S.Desk.Tuned}) }

func (a *App) askFor(n int) {
	a.apply(view.PairsAsked{N: n})
	a.send(proto.Command{Pairs: &proto.Pairs{N: n, Tuned: a.S.Desk.Tuned && a.S.CanTuned()}})
}

// Undo takes the last label back.
func (a *App) Undo() {
	if a.S.Desk.Writing {
		return
	}
	if a.S.Desk.Auto.On {
		a.AutoToggle()
	}
	n := len(a.S.Desk.Labels)
	if n == 0 {
		a.remark("There is nothing to undo.")
		return
	}
	l := a.S.Desk.Labels[n-1]
	a.apply(view.Undone{Now: a.host.Now()})
	a.host.Delete("labels", l.ID, a.storageTrouble)
	if a.talking() {
		a.send(proto.Command{Unlabel: &proto.Unlabel{ID: l.ID}})
	}
	a.host.Announce("Taken back: judge this pair again.")
}

// ForgetLabels drops all labels, with a way back.
func (a *App) ForgetLabels() {
	old := append([]pref.Label(nil), a.S.Desk.Labels...)
	if len(old) == 0 {
		return
	}
	a.apply(view.LabelsCleared{})
	for _, l := range old {
		a.host.Delete("labels", l.ID, nil)
	}
	a.tellLabels()
	a.say("Forgot "+view.Plural(len(old), "label")+".", "Bring them back", func() { a.addLabels(old) })
}

// addLabels takes labels in: stores each and tells the engine all.
func (a *App) addLabels(labels []pref.Label) {
	a.apply(view.LabelsLoaded{Labels: labels})
	for i, l := range labels {
		var done func(error)
		if i == len(labels)-1 { // one report is enough for a whole file
			done = a.storageTrouble
		}
		a.store(l, done)
	}
	a.tellLabels()
}

// tellLabels replaces the engine's labels by the page's.
func (a *App) tellLabels() {
	if a.talking() {
		a.send(proto.Command{Labels: &proto.Labels{Labels: a.S.Desk.Labels}})
		a.pollNow()
	}
}

// talking says that there is an engine that has been told the labels and must
// hear of every change: from Open on, even before it is Ready.
func (a *App) talking() bool { return a.S.Phase == view.Live || a.opening }
