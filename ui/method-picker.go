package ui

import (
	"strconv"

	"github.com/vugu/vugu"

	"preflab/ui/view"
)

// MethodPicker is the row of methods, and the chapter of the chosen one.
type MethodPicker struct {
	S  *view.State
	Do *App
}

// ID is a method's chip.
func (c *MethodPicker) ID(method string) string { return "method-" + method }

// Off says that no method can be chosen now.
func (c *MethodPicker) Off() bool { return c.S.Phase != view.Live }

// Tab lets the Tab key stop at the chosen method only.
func (c *MethodPicker) Tab(method string) string {
	if method == c.S.Method().Method {
		return "0"
	}
	return "-1"
}

// FetchShare is the progress of the model that a method waits for.
func (c *MethodPicker) FetchShare() string {
	f := view.Wake{Got: c.S.Fetch.Got, Total: c.S.Fetch.Total}
	return strconv.FormatFloat(f.Share(), 'f', 3, 64)
}

// Word is what the button does.
func (c *MethodPicker) Word() string {
	if c.S.Chapter {
		return "Close"
	}
	return "How it works"
}

// Role is a word about a box of the diagram.
func (c *MethodPicker) Role(role string) string { return view.RoleWord(role) }

// Box is the class of a box of the diagram.
func (c *MethodPicker) Box(role string) string {
	if view.RoleWord(role) == "" {
		return "box"
	}
	return "box " + role
}

// Key moves the focus by the arrow keys, which are then not the labels'. Choosing
// is left to Enter: another method is another run.
func (c *MethodPicker) Key(e vugu.DOMEvent, method string) {
	methods := c.S.Methods()
	at := 0
	for i := range methods {
		if methods[i].Method == method {
			at = i
		}
	}
	switch e.PropString("key") {
	case "ArrowLeft", "ArrowUp":
		at += len(methods) - 1
	case "ArrowRight", "ArrowDown":
		at++
	case "Home":
		at = 0
	case "End":
		at = len(methods) - 1
	default:
		return
	}
	e.PreventDefault()
	e.StopPropagation()
	c.Do.host.Focus(c.ID(methods[at%len(methods)].Method))
}

// ChapterToggle opens or closes the method's chapter.
func (a *App) ChapterToggle() { a.apply(view.ChapterToggled{}) }
