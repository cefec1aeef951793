package ui

import (
	"preflab/core/proto"
	"preflab/ui/view"
)

//go:generate go tool vugugen -s .

// App is the page: the root component, and the only place from which the state
// is changed and the engine and the browser are spoken to.
type App struct {
	S    *view.State
	host Host

	models  models       // the site's models as they arrive: kept, a restart needs them again
	boot    boot         // what the start still waits for
	run     []byte       // the run as last saved
	ids     int          // of the last request
	req     requests     // those under way whose answers must be told apart
	undo    *undoneReset // what brings the run before the last reset back
	opening bool         // the next Ready answers an Open
	quiet   bool         // and needs no welcome
	taste   string       // as the engine knows it since the last Open
	act     func()       // what the toast's button does
	poll    pollState
	saved   savedAt
	comp    comparedAt
	race    race
	keep    keep
}

// requests are the ids of the requests under way; 0 for none.
type requests struct{ compare, own, rate, audit, best, save, keep, export int }

// NewApp returns the page in its first state: what index.html shows until it
// takes over. Nothing happens before Start.
func NewApp(h Host) *App { return &App{S: view.New(), host: h} }

// send posts a command under a fresh id, which it returns.
func (a *App) send(c proto.Command) int {
	a.ids++
	c.ID = a.ids
	a.host.Send(c)
	return c.ID
}

// apply changes the state: short for the many.
func (a *App) apply(e view.Event) { a.S.Apply(e) }

// toastFor is how long a remark stays, in milliseconds: time to read two lines;
// one with a button stays longer.
const (
	toastFor       = 6000
	toastActionFor = 12000
)

// say shows a remark for a while and has it read out. The button, if named, does act.
func (a *App) say(text, action string, act func()) {
	text = view.Cut(text, 400)
	a.apply(view.Toasted{Text: text, Action: action})
	a.act = act
	a.host.Announce(text)
	n, stay := a.S.Toast.N, toastFor
	if action != "" {
		stay = toastActionFor
	}
	a.host.After(stay, func() {
		if a.S.Toast.N == n {
			a.hush()
		}
	})
}

// hush takes the remark away.
func (a *App) hush() {
	a.apply(view.Toasted{})
	a.act = nil
}

// ToastAct does what the remark's button says.
func (a *App) ToastAct() {
	act := a.act
	a.hush()
	if act != nil {
		act()
	}
}

// remark shows a sentence for a while.
func (a *App) remark(text string) { a.say(text, "", nil) }
