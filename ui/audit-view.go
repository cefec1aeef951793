package ui

import (
	"preflab/core/proto"
	"preflab/ui/view"
)

// AuditView is a look into the reward model: how right it is, how sure, and which
// stories it likes.
type AuditView struct {
	S  *view.State
	Do *App
}

// Off says that it cannot be asked now.
func (c *AuditView) Off() bool { return c.S.Phase != view.Live }

// Word is what the button does.
func (c *AuditView) Word() string {
	if c.S.Audit.Busy {
		return "Stop"
	}
	return "Ask it about fresh stories"
}

// Words is what was found, or what would be.
func (c *AuditView) Words() string {
	switch {
	case c.S.Audit.Busy:
		return "The first model writes a hundred stories; the reward model scores them …"
	case c.S.Audit.Last == nil:
		return "How often it agrees with labels that it has not seen, whether it is as right as it is sure, and which stories it likes best and least."
	}
	return c.S.Audit.Words()
}

// SVG is the calibration's figure: our own drawing from numbers.
func (c *AuditView) SVG() string {
	fig := c.S.Audit.Calibration()
	return fig.SVG()
}

// shownStories is how many of the best and of the worst are shown.
const shownStories = 3

// Best are its favourites.
func (c *AuditView) Best() []proto.Rated { return first(c.S.Audit.Last.Best) }

// Worst are those it likes least.
func (c *AuditView) Worst() []proto.Rated { return first(c.S.Audit.Last.Worst) }

func first(stories []proto.Rated) []proto.Rated { return stories[:min(len(stories), shownStories)] }
