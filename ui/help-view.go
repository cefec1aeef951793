package ui

import "preflab/ui/view"

// HelpView is the list of keys.
type HelpView struct {
	S  *view.State
	Do *App
}

// Shortcut is one line of the list.
type Shortcut struct {
	Names []string
	Does  string
}

// Keys are the shortcuts of the page.
func (c *HelpView) Keys() []Shortcut {
	return []Shortcut{
		{[]string{"1", "←"}, "the left ending is better"},
		{[]string{"2", "→"}, "the right ending is better"},
		{[]string{"Shift+1", "Shift+2"}, "much better"},
		{[]string{"0", "="}, "a tie"},
		{[]string{"B", "3"}, "both are bad"},
		{[]string{"S", "Space"}, "skip this pair"},
		{[]string{"U", "Backspace", "Ctrl+Z"}, "undo the last label"},
		{[]string{"P", "Ctrl+Enter"}, "train or pause"},
		{[]string{"← →"}, "on a chart: move through the steps; among the methods: move, then Enter"},
		{[]string{"Esc"}, "close, or stop labelling for me"},
		{[]string{"?"}, "this list"},
	}
}

// KeysToggle turns the single-key shortcuts on or off.
func (a *App) KeysToggle() {
	p := a.S.Prefs
	p.Keys = !p.Keys
	a.SetPrefs(p)
}
