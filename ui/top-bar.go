package ui

import "preflab/ui/view"

// TopBar is the name, the one sentence, and the page-wide buttons.
type TopBar struct {
	S  *view.State
	Do *App
}
