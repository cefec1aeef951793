package ui

import (
	"preflab/core/pref"
	"preflab/ui/view"
)

// KeyEvent is a key press anywhere on the page.
type KeyEvent struct {
	Key                    string // as the browser names it: "1", "ArrowLeft", " "
	Code                   string // the physical key, "Digit1": Shift+1 is "!" on some keyboards
	Ctrl, Meta, Shift, Alt bool
	Text                   bool // the focus is in an input, select, textarea or editable text
	Control                bool // the focus is on a button, link or summary: Space and Enter are its own
}

// Key acts on a key press and says whether it was used, so that the browser's
// own action can be prevented.
func (a *App) Key(e KeyEvent) bool {
	if e.Key == "Escape" {
		return a.escape()
	}
	if a.S.Help || e.Alt {
		return false
	}
	if e.Ctrl || e.Meta {
		return a.chord(e)
	}
	if e.Text || !a.S.Prefs.Keys || e.Control && (e.Key == " " || e.Key == "Enter") {
		return e.Key == "?" && !e.Text && a.help()
	}
	return a.single(e)
}

// chord acts on Ctrl or Cmd with a key.
func (a *App) chord(e KeyEvent) bool {
	switch {
	case e.Key == "Enter":
		a.TrainToggle()
		return true
	case (e.Key == "z" || e.Key == "Z") && !e.Shift && !e.Text:
		a.Undo()
		return true
	}
	return false
}

// single acts on the single-key shortcuts.
func (a *App) single(e KeyEvent) bool {
	switch {
	case e.Code == "Digit1" || e.Key == "1" || e.Key == "ArrowLeft":
		a.Choose(view.Left, e.Shift)
	case e.Code == "Digit2" || e.Key == "2" || e.Key == "ArrowRight":
		a.Choose(view.Right, e.Shift)
	case e.Key == "0" || e.Key == "=":
		a.Say(pref.Tie)
	case e.Key == "b" || e.Key == "3":
		a.Say(pref.BothBad)
	case e.Key == "s" || e.Key == " ":
		a.Say(pref.Skip)
	case e.Key == "u" || e.Key == "Backspace":
		a.Undo()
	case e.Key == "p":
		a.TrainToggle()
	case e.Key == "?":
		return a.help()
	default:
		return false
	}
	return true
}

// escape closes what is open.
func (a *App) escape() bool {
	switch {
	case a.S.Help:
		a.HelpClose()
	case a.S.Menu != "":
		a.apply(view.MenuToggled{})
	case a.S.Desk.Auto.On:
		a.AutoToggle()
	case a.S.Toast.Text != "":
		a.hush()
	default:
		return false
	}
	return true
}

// help opens the list of keys.
func (a *App) help() bool {
	a.HelpOpen()
	return true
}

// HelpOpen shows the list of keys and moves the focus into it.
func (a *App) HelpOpen() {
	a.apply(view.HelpToggled{Open: true})
	a.host.Focus("help-close")
}

// HelpClose gives the focus back to the button that opens it.
func (a *App) HelpClose() {
	a.apply(view.HelpToggled{})
	a.host.Focus("help-open")
}

// Go moves the focus to a section, and so scrolls to it.
func (a *App) Go(id string) { a.host.Focus(id) }
