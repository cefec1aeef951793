package ui

import "preflab/ui/view"

// NoticeView is what the visitor should know before anything else: what this
// browser lacks, and a broken engine.
type NoticeView struct {
	S    *view.State
	Do   *App
	Open bool // the stack is shown
}

// Message is what broke, in the engine's words.
func (c *NoticeView) Message() string {
	if c.S.Fault == nil {
		return ""
	}
	return c.S.Fault.Message
}

// Stack is where it broke.
func (c *NoticeView) Stack() string {
	if c.S.Fault == nil {
		return ""
	}
	return c.S.Fault.Stack
}
