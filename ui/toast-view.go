package ui

import "preflab/ui/view"

// ToastView is a passing remark with at most one thing to do about it. Screen
// readers hear it through Host.Announce.
type ToastView struct {
	S  *view.State
	Do *App
}
