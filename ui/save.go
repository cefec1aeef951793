package ui

import (
	"encoding/json"

	"preflab/core/proto"
	"preflab/ui/view"
)

// savedAt is the run as it was last asked to be saved.
type savedAt struct {
	step int
	at   float64 // ms
}

// A run is stored every saveSteps steps but not more often than every saveGap
// ms: it is some megabytes, and copying them must not be felt.
const (
	saveSteps = 20
	saveGap   = 4000
)

// runMeta is stored beside a run: what it belongs to and its course so far.
type runMeta struct {
	Method string      `json:"method"`
	World  string      `json:"world"`
	Seed   uint64      `json:"seed"`
	Step   int         `json:"step"`
	Rows   []proto.Row `json:"rows"`
	Run    string      `json:"run,omitempty"`   // its id in the list of runs
	Began  []float64   `json:"began,omitempty"` // the settings at the first step
}

// belongs says whether the run is of the experiment that the link names.
func (m runMeta) belongs(l view.Link) bool {
	return m.Method == l.Method && m.World == l.World && m.Seed == l.Seed
}

// saveMaybe stores the run when it has gone on far enough, or stopped.
func (a *App) saveMaybe(stopped bool) {
	f, now := &a.S.Run.Frame, a.host.Now()
	due := f.Step >= a.saved.step+saveSteps && now-a.saved.at > saveGap
	if a.req.save != 0 || f.Step == a.saved.step || !due && !stopped || f.State == "diverged" {
		return
	}
	a.saved = savedAt{f.Step, now}
	a.req.save = a.send(proto.Command{Save: &proto.Empty{}})
}

// runSaved puts a run into storage. The course goes first: if the tab closes in
// between, rows beyond the run's step are dropped when it is opened.
func (a *App) runSaved(ev proto.Event) {
	if len(ev.Blobs) == 0 {
		return
	}
	left := a.keepLeft(ev)
	if ev.ID == a.req.keep {
		a.req.keep = 0
		if a.undo != nil {
			a.undo.run = ev.Blobs[0]
		}
		return
	}
	if left || ev.ID != a.req.save {
		return // of a run that is not at hand any more
	}
	a.req.save = 0
	a.run = ev.Blobs[0]
	a.keepSaved(ev.Saved.Step)
	a.storeRun(ev.Saved.Step, ev.Blobs[0])
}

// storeRun keeps the run for a restart and for the next visit.
func (a *App) storeRun(step int, run []byte) {
	a.run = run
	l := a.S.Link
	meta, err := json.Marshal(runMeta{l.Method, l.World, l.Seed, step, a.S.Run.Rows, a.S.Runs.Current, a.S.Run.Began})
	if err != nil {
		return // a metric that JSON cannot hold: the engine sends null for those
	}
	a.host.Put("kv", "log", meta, nil)
	a.host.Put("kv", "run", a.run, func(err error) {
		a.storageTrouble(err)
		if err == nil {
			a.apply(view.RunStored{Step: step})
		}
	})
}

// settings is what storage keeps of the page beside labels and run.
type settings struct {
	Link  string     `json:"link"`
	Prefs view.Prefs `json:"prefs"`
}

// keepSettings writes the settings to the address and to storage.
func (a *App) keepSettings() {
	link := a.S.Link.Format(a.S.Config)
	a.host.SetLink(link)
	b, err := json.Marshal(settings{link, a.S.Prefs})
	if err != nil {
		panic("ui: settings must marshal")
	}
	a.host.Put("kv", "settings", b, nil)
}

// readSettings takes over what storage kept; a link in the address goes before it.
func (a *App) readSettings(value []byte) {
	var st settings
	if json.Unmarshal(value, &st) != nil {
		return
	}
	a.apply(view.PrefsChanged{Prefs: st.Prefs})
	a.host.Theme(st.Prefs.Theme)
	if a.host.Link() == "" && st.Link != "" {
		a.readLink(st.Link)
	}
}

// SetPrefs changes the visitor's preferences.
func (a *App) SetPrefs(p view.Prefs) {
	a.apply(view.PrefsChanged{Prefs: p})
	a.host.Theme(a.S.Prefs.Theme)
	a.keepSettings()
}

// ThemeNext goes from the system's theme to light, to dark, and round.
func (a *App) ThemeNext() {
	p := a.S.Prefs
	p.Theme = map[string]string{"": "light", "light": "dark", "dark": ""}[p.Theme]
	a.SetPrefs(p)
	a.host.Announce("Theme: " + a.S.ThemeWord())
}
