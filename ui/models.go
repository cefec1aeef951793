package ui

import (
	"fmt"

	"preflab/core/spec"
	"preflab/ui/view"
)

// The models of a world, by their folders.
const (
	sftModel  = "sft"  // writes stories; what preferences are taught to
	baseModel = "base" // has only read
)

// parts is a model as the site serves it, in the order in which Open wants it.
var parts = [3]string{"config.json", "tokenizer.json", "model.safetensors"}

// A model is one of the site's, as its files arrive.
type model struct {
	files      [3][]byte
	got, total [3]int
	here       int
	asked      bool
}

// whole says whether all files are here.
func (m *model) whole() bool { return m.here == len(parts) }

// sum adds up the files' progress.
func (m *model) sum() (got, total int) {
	for i := range parts {
		got += m.got[i]
		total += m.total[i]
	}
	return got, total
}

// models are the site's models, and what waits for one.
type models struct {
	kinds map[string]*model
	kind  string // that is waited for
	then  func() // what to do when it is here
}

// of returns a model, fetched or not.
func (ms *models) of(kind string) *model {
	if ms.kinds == nil {
		ms.kinds = map[string]*model{}
	}
	m := ms.kinds[kind]
	if m == nil {
		m = &model{}
		ms.kinds[kind] = m
	}
	return m
}

// kindOf names the model that a method begins with.
func kindOf(sp *spec.Spec) string {
	if sp != nil && sp.Base {
		return baseModel
	}
	return sftModel
}

// await does then as soon as a model is here, at once if it is; a later wish
// replaces one that still waits.
func (a *App) await(kind string, then func()) {
	m := a.models.of(kind)
	a.models.kind, a.models.then = kind, then
	if m.whole() {
		a.arrived(kind)
		return
	}
	if !m.asked {
		m.asked = true
		for i := range parts {
			a.fetch(kind, i)
		}
	}
}

// fetch gets one file of a model.
func (a *App) fetch(kind string, i int) {
	m := a.models.of(kind)
	progress := func(got, total int) {
		m.got[i], m.total[i] = got, total
		a.fetching(kind)
	}
	a.host.Fetch("models/"+a.S.Link.World+"/"+kind+"/"+parts[i], progress, func(data []byte, err error) {
		if m != a.models.of(kind) {
			return // another part failed, and all are asked for again
		}
		if err != nil {
			a.missing(kind, err)
			return
		}
		m.files[i] = data
		if m.here++; m.whole() {
			a.arrived(kind)
		}
	})
}

// fetching shows the progress of the model that is waited for.
func (a *App) fetching(kind string) {
	got, total := a.models.of(kind).sum()
	switch {
	case kind != a.models.kind || a.models.then == nil:
	case a.S.Phase == view.Waking:
		a.apply(view.WakeProgress{Wake: view.Wake{Got: got, Total: total, Doing: "fetching the model"}})
	case a.S.Fetch.Method != "":
		a.apply(view.Fetching{Fetch: view.Fetch{Method: a.S.Fetch.Method, Got: got, Total: total}})
	}
}

// arrived goes on with what waited for a model.
func (a *App) arrived(kind string) {
	if kind != a.models.kind || a.models.then == nil {
		return
	}
	then := a.models.then
	a.models.then = nil
	a.apply(view.Fetching{})
	then()
}

// missing says that a model cannot be had. The next wish asks for it again.
func (a *App) missing(kind string, err error) {
	delete(a.models.kinds, kind)
	text := fmt.Sprintf("The model is not here: %v. Check the connection and ", err)
	if a.S.Phase == view.Waking {
		a.apply(view.WakeProgress{Wake: view.Wake{Failed: text + "reload the page."}})
		a.host.Announce(a.S.Wake.Failed)
		return
	}
	if kind == a.models.kind {
		a.models.then = nil
		a.apply(view.Fetching{})
		a.remark(text + "choose the method again.")
	}
}
