package ui

import (
	"fmt"

	"preflab/ui/view"
)

// RateView is how often the tuned model beats the one it came from, by the
// chosen taste, with its interval.
type RateView struct {
	S    *view.State
	Do   *App
	Open bool // all numbers are shown
}

// Question names the taste.
func (c *RateView) Question() string {
	taste := c.S.Taste()
	if taste == "" {
		taste = "your taste"
	}
	if m := c.S.Compare.Marker; m != "" {
		return "By the taste “" + taste + "”, yours asked for “" + m + "”: which model wins?"
	}
	return "By the taste “" + taste + "”: which model wins?"
}

// Off says that it cannot be measured now.
func (c *RateView) Off() bool {
	return c.S.Phase != view.Live || len(c.S.Tastes()) == 0 || !c.S.Method().Policy
}

// Word is what the button does.
func (c *RateView) Word() string {
	if c.S.Rate.Busy {
		return "Stop"
	}
	return fmt.Sprintf("Measure on %d openings", rateOpenings)
}

// None says that nothing was measured.
func (c *RateView) None() bool { return c.S.Rate.Last == nil || c.S.Rate.Last.N == 0 }

// Words is the result in a sentence.
func (c *RateView) Words() string {
	w := c.S.Rate.Last
	switch {
	case c.None() && c.S.Rate.Busy:
		return "Measuring …"
	case c.None():
		return "Half is no difference. Measured on openings that no label has seen."
	case !w.Done:
		return fmt.Sprintf("Win rate so far %s (%s to %s), %d of %d openings.", view.Percent(w.WinRate), view.Percent(w.Low), view.Percent(w.High), w.N, w.Of)
	}
	return fmt.Sprintf("Win rate %s (95 %% sure: %s to %s) at step %d. %s Well-formed: %s. KL %s nats.",
		view.Percent(w.WinRate), view.Percent(w.Low), view.Percent(w.High), w.Step, c.S.Rate.Verdict(), view.Percent(w.WellFormed), view.Number(w.KL))
}

// Facts is the result in full.
func (c *RateView) Facts() []view.Entry {
	if c.None() {
		return nil
	}
	return c.S.Rate.Facts()
}

// Interval is the style of the interval's bar.
func (c *RateView) Interval() string {
	if c.None() {
		return ""
	}
	w := c.S.Rate.Last
	return fmt.Sprintf("left:%.1f%%;width:%.1f%%", 100*w.Low, 100*(w.High-w.Low))
}

// Dot is the style of the estimate's mark.
func (c *RateView) Dot() string {
	if c.None() {
		return ""
	}
	return fmt.Sprintf("left:%.1f%%", 100*c.S.Rate.Last.WinRate)
}
