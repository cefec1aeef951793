package ui

import (
	"fmt"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/ui/view"
)

// The labelling that is watched: what the taste saw is shown for autoShow ms,
// then the label is given. Four a second is as fast as the eye can follow.
const (
	autoShow = 250
	autoPass = 120 // a pair in which the taste sees no difference goes by faster
)

// AutoToggle starts or stops the labelling by the chosen taste.
func (a *App) AutoToggle() {
	on := !a.S.Desk.Auto.On
	a.apply(view.AutoSet{On: on})
	if !on {
		a.host.Announce(fmt.Sprintf("Stopped at %s.", view.Plural(a.S.Trains(), "label")))
		return
	}
	a.host.Announce("Labelling by the taste " + a.S.Taste() + ".")
	a.autoStep()
}

// autoStep does the next thing of the watched labelling, if it is on and nothing
// is under way: it is called whenever a pair, a verdict or a label has come.
func (a *App) autoStep() {
	s, d := a.S, &a.S.Desk
	if !d.Auto.On || d.Writing || d.Auto.Show || s.Phase != view.Live {
		return
	}
	if s.Trains() >= d.Auto.Until {
		a.apply(view.AutoSet{On: false})
		a.remark(fmt.Sprintf("%s by the taste “%s”. Now train.", view.Plural(s.Trains(), "label"), s.Taste()))
		return
	}
	p, live := s.Table()
	if !live {
		a.askPairs()
		return
	}
	sc, known := s.Score()
	if !known {
		a.askTaste()
		return
	}
	side, stay := view.Neither, autoPass
	switch sc.Verdict {
	case s.Resolve(view.Left):
		side, stay = view.Left, autoShow
	case s.Resolve(view.Right):
		side, stay = view.Right, autoShow
	}
	a.apply(view.AutoShown{Picked: side})
	a.askTaste() // about the pairs behind, while this one is looked at
	a.host.After(stay, func() { a.autoGive(p.ID, sc.Verdict, side) })
}

// askTaste asks the engine what the taste prefers in the pairs in hand, one
// question at a time.
func (a *App) askTaste() {
	d := &a.S.Desk
	if d.Auto.Asked {
		return
	}
	var pairs []pref.Pair
	for _, p := range d.Queue {
		if _, known := d.Auto.Scores[p.ID]; !known {
			pairs = append(pairs, p.Pair)
		}
	}
	if len(pairs) == 0 {
		return
	}
	a.apply(view.AutoAsked{})
	a.send(proto.Command{Judge: &proto.Judge{Taste: d.Auto.Taste, Pairs: pairs}})
}

// autoGive gives the label that was shown. A pair without difference to the
// taste is passed over: as a tie it would teach nothing but to stay as one is.
func (a *App) autoGive(pair string, v pref.Verdict, side view.Side) {
	p, live := a.S.Table()
	d := &a.S.Desk
	if !d.Auto.On || !d.Auto.Show || !live || p.ID != pair {
		return
	}
	if side == view.Neither {
		a.apply(view.Passed{Now: a.host.Now()})
		a.askPairs()
		a.autoStep()
		return
	}
	a.judge(v, 1, "taste:"+d.Auto.Taste, side)
}

// TasteChange chooses the taste for labelling and for the win rate.
func (a *App) TasteChange(name string) {
	a.apply(view.TasteChosen{Taste: name})
	a.keepSettings()
	a.renewTaste()
	a.autoStep()
}
