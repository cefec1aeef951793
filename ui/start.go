package ui

import (
	"encoding/json"
	"fmt"
	"sort"

	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/ui/view"
)

// boot is what the start has and what it still waits for.
type boot struct {
	welcome  bool
	storage  int // answers still to come from storage
	opened   bool
	waiting  bool // for storage alone
	waited   bool // for storage, in vain
	meta     runMeta
	haveMeta bool
}

// storageWait is how long the start waits for the browser's storage, when all
// else is there, before it goes on without: a blocked upgrade in another tab
// would hold the page for ever.
const storageWait = 4000

// late is said then, and taken back when storage answers after all.
const late = "The browser's storage does not answer; what you do here is kept only while this page stays open. Closing other tabs of this page may help."

// Start begins: greets the engine, reads the storage and fetches the model, all
// at once, and opens the model when the last of them is there.
func (a *App) Start() {
	for _, f := range a.host.Features() {
		a.apply(view.Noticed{Text: f})
	}
	a.apply(view.WakeProgress{Wake: view.Wake{Doing: "fetching the model"}})
	a.readLink(a.host.Link())
	a.hello()
	a.load()
	a.await(sftModel, a.open)
	a.host.EveryFrame(a.frame)
}

// hello greets the engine.
func (a *App) hello() { a.send(proto.Command{Hello: &proto.Hello{Version: proto.Version}}) }

// readLink takes over the state that the address carries; a seed is drawn where
// it has none.
func (a *App) readLink(hash string) {
	l, notices := view.ParseLink(hash)
	if l.World != "tales" {
		notices = append(notices, "There is no world of that name here: this is “tales”.")
		l.World = "tales"
	}
	if l.Seed == 0 {
		l.Seed = 1 + a.host.Random()%9999 // few digits: people read seeds to each other
	}
	a.apply(view.LinkRead{Link: l})
	for _, n := range notices {
		a.apply(view.Noticed{Text: n})
	}
}

// load reads what earlier visits left: labels, preferences, the last run.
func (a *App) load() {
	a.boot.storage = 4
	done := func() {
		if a.boot.storage--; a.boot.storage == 0 {
			a.apply(view.Withdrawn{Text: late})
		}
		a.open()
	}
	a.host.All("labels", func(values [][]byte, err error) {
		a.storageTrouble(err)
		a.apply(view.LabelsLoaded{Labels: readLabels(values)})
		a.tellLabels() // if they come late
		done()
	})
	a.host.Get("kv", "settings", func(value []byte, err error) {
		a.readSettings(value)
		done()
	})
	a.host.Get("kv", "log", func(value []byte, err error) {
		var m runMeta
		if err == nil && json.Unmarshal(value, &m) == nil {
			a.boot.meta, a.boot.haveMeta = m, true
		}
		done()
	})
	a.host.Get("kv", "run", func(value []byte, err error) {
		if err == nil {
			a.run = value
		}
		done()
	})
}

// readLabels decodes stored labels in the order of judgement; what cannot be
// read is left in storage and out of the page.
func readLabels(values [][]byte) []pref.Label {
	var labels []pref.Label
	for _, v := range values {
		var l pref.Label
		if json.Unmarshal(v, &l) == nil && l.ID != "" {
			labels = append(labels, l)
		}
	}
	sort.SliceStable(labels, func(i, k int) bool {
		if labels[i].Time != labels[k].Time {
			return labels[i].Time < labels[k].Time
		}
		return labels[i].ID < labels[k].ID
	})
	return labels
}

// open sends the model to the engine as soon as everything is there.
func (a *App) open() {
	b := &a.boot
	if b.opened || !b.welcome || !a.models.of(sftModel).whole() {
		return
	}
	if b.storage > 0 && !b.waited {
		if !b.waiting {
			b.waiting = true
			a.host.After(storageWait, a.openWithout)
		}
		return
	}
	b.opened = true
	a.chooseSpec()
	a.apply(view.WakeProgress{Wake: view.Wake{Got: 1, Total: 1, Doing: "opening the model"}})
	run := a.run
	if !b.haveMeta || !b.meta.belongs(a.S.Link) {
		run = nil // another experiment's: the link asks for this one
	}
	if run != nil {
		a.apply(view.RunRestored{Rows: b.meta.Rows, Began: b.meta.Began})
		a.apply(view.RunCurrent{ID: b.meta.Run})
	} else {
		a.keepOrphan()
	}
	a.openWith(run)
}

// Waking reports whether the first pair is still to come.
func (a *App) Waking() bool { return len(a.S.Desk.Queue) == 0 && a.S.Wake.Failed == "" }

// openWithout goes on without storage, if it still has not answered.
func (a *App) openWithout() {
	if a.boot.storage > 0 {
		a.boot.waited = true
		a.apply(view.Noticed{Text: late})
		a.open()
	}
}

// openWith opens the model, resuming a saved run if there is one, and tells the
// engine all labels. The model's files are waited for.
func (a *App) openWith(run []byte) {
	kind := kindOf(a.S.Spec)
	m := a.models.of(kind)
	if !m.whole() {
		a.await(kind, func() { a.openWith(run) })
		return
	}
	blobs := [][]byte{m.files[0], m.files[1], m.files[2]}
	if run != nil {
		blobs = append(blobs, run)
	}
	l := a.S.Link
	a.opening, a.taste = true, l.Taste
	a.apply(view.Opening{})
	a.send(proto.Command{
		Open:  &proto.Open{World: l.World, Method: l.Method, Query: a.S.Config.Query(), Seed: l.Seed, Taste: l.Taste},
		Blobs: blobs,
	})
	a.send(proto.Command{Labels: &proto.Labels{Labels: a.S.Desk.Labels}})
}

// chooseSpec draws the controls of the link's method, or of the first one.
func (a *App) chooseSpec() {
	specs := a.S.Welcome.Specs
	if len(specs) == 0 {
		return
	}
	sp := &specs[0]
	for _, name := range []string{view.First, a.S.Link.Method} {
		for i := range specs {
			if specs[i].Method == name {
				sp = &specs[i]
			}
		}
	}
	if sp.Method != a.S.Link.Method {
		a.apply(view.Noticed{Text: "There is no method of that name here; this is " + sp.Title + "."})
	}
	c, notices := sp.FromQuery(a.S.Link.Rest)
	for _, n := range notices {
		a.apply(view.Noticed{Text: "From the link: " + n + "."})
	}
	a.apply(view.SpecChosen{Config: c})
	a.chooseTaste()
	a.keepSettings()
}

// chooseTaste falls back to the world's first taste where the link names none
// that there is.
func (a *App) chooseTaste() {
	tastes := a.S.Tastes()
	for _, t := range tastes {
		if t.Name == a.S.Link.Taste {
			return
		}
	}
	if len(tastes) == 0 {
		return
	}
	pick := tastes[0].Name
	for _, t := range tastes {
		if t.Name == "cats" { // the easiest to see at a glance
			pick = t.Name
		}
	}
	a.apply(view.TasteChosen{Taste: pick})
}

// opened goes to work once the engine holds the model.
func (a *App) opened(r *proto.Ready) {
	s := a.S
	if !r.Resumed {
		a.apply(view.RunRestored{})
		a.apply(view.RunCurrent{})
	} else {
		for _, k := range s.Knobs { // the link is newer than the saved run
			a.send(proto.Command{Set: &proto.Set{Name: k.Param.Name, Value: k.Text}})
		}
	}
	if r.Notice != "" {
		a.apply(view.Noticed{Text: r.Notice})
	}
	a.saved.step, a.comp.step = r.Step, -1
	a.askPairs()
	a.pollNow()
	a.compareAll()
	if a.opening { // not after a reset
		a.opening = false
		a.loadRuns()
		a.welcomeBack(r)
	}
}

// welcomeBack says what an earlier visit left.
func (a *App) welcomeBack(r *proto.Ready) {
	n, quiet := len(a.S.Desk.Labels), a.quiet
	a.quiet = false
	switch {
	case quiet:
	case n > 0 && r.Resumed:
		a.remark(fmt.Sprintf("Restored %s and a run at step %d.", view.Plural(n, "label"), r.Step))
	case n > 0:
		a.remark(fmt.Sprintf("Restored %s.", view.Plural(n, "label")))
	case r.Resumed:
		a.remark(fmt.Sprintf("Restored a run at step %d.", r.Step))
	default:
		a.host.Announce("The model is awake. A pair is waiting.")
	}
}
