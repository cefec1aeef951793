package ui

import (
	"fmt"
	"strconv"

	"github.com/vugu/vugu"

	"preflab/core/pref"
	"preflab/ui/view"
)

// LabelView is the pair on the table and what can be said about it.
type LabelView struct {
	S  *view.State
	Do *App
}

// Prompt is the opening, or why there is none.
func (c *LabelView) Prompt() string {
	if p, live := c.S.Table(); live || p.Prompt != "" {
		return view.Cut(p.Prompt, maxShown)
	}
	switch {
	case c.S.Phase == view.Dead:
		return "No more pairs until the engine is restarted."
	case c.S.Phase == view.Waking:
		return "The model is waking up …"
	}
	return "The model is writing the next pair …"
}

// maxShown bounds the texts of a pair on the screen, in bytes: an imported label
// that is undone may carry a whole book.
const maxShown = 4000

// LeftPieces and RightPieces are the answers, cut where a taste saw something.
func (c *LabelView) LeftPieces() []view.Piece { return clip(c.S.Pieces(view.Left)) }

// RightPieces is the answer on the right.
func (c *LabelView) RightPieces() []view.Piece { return clip(c.S.Pieces(view.Right)) }

// clip bounds the length of each piece.
func clip(pieces []view.Piece) []view.Piece {
	for i := range pieces {
		pieces[i].Text = view.Cut(pieces[i].Text, maxShown)
	}
	return pieces
}

// Mark is the class of a piece.
func (c *LabelView) Mark(p view.Piece) string {
	if p.Marked {
		return "seen"
	}
	return ""
}

// LeftClass and RightClass are the cards' classes: picked, passed, waiting.
func (c *LabelView) LeftClass() string { return c.card(view.Left) }

// RightClass is the class of the card on the right.
func (c *LabelView) RightClass() string { return c.card(view.Right) }

func (c *LabelView) card(side view.Side) string {
	class := "card"
	switch c.S.Desk.Picked {
	case side:
		class += " picked"
	case view.Left, view.Right:
		class += " other"
	}
	if _, live := c.S.Table(); !live {
		class += " asleep"
	}
	return class
}

// Off says that there is no pair to judge.
func (c *LabelView) Off() bool {
	_, live := c.S.Table()
	return !live
}

// Busy says that the pair cannot be judged at this moment: the buttons then do
// nothing but keep the focus, which a disabled one would lose.
func (c *LabelView) Busy() bool { return !c.S.CanJudge() }

// NoUndo says that there is nothing to take back.
func (c *LabelView) NoUndo() bool { return len(c.S.Desk.Labels) == 0 || c.S.Desk.Writing }

// Tally says what the count means.
func (c *LabelView) Tally() string {
	n := c.S.Trains()
	borrowed := ""
	if b := c.S.Run.Frame.Borrowed; b > 0 {
		borrowed = fmt.Sprintf(" and %d borrowed", b)
	}
	text := fmt.Sprintf("of %d labels%s that make training worth it", view.Enough, borrowed)
	if n >= view.Enough {
		text = "labels" + borrowed + ": enough to train, and more help"
	}
	if skipped := len(c.S.Desk.Labels) - n; skipped > 0 {
		text += fmt.Sprintf(" (%d more without a side)", skipped)
	}
	return text
}

// Waking says that the foot shows the download instead of the watched labelling.
func (c *LabelView) Waking() bool { return c.S.Phase == view.Waking }

// WakeText says what is being waited for.
func (c *LabelView) WakeText() string {
	w := c.S.Wake
	switch {
	case w.Failed != "":
		return "The model did not wake."
	case w.Doing == "":
		return "Waking the model …"
	case w.Total > 1:
		return fmt.Sprintf("Waking the model: %s of %s", view.Megabytes(w.Got), view.Megabytes(w.Total))
	}
	return "Waking the model: " + w.Doing + " …"
}

// WakeShare is the download's progress.
func (c *LabelView) WakeShare() string { return strconv.FormatFloat(c.S.Wake.Share(), 'f', 3, 64) }

// AutoOff says that nothing can be labelled for the visitor now.
func (c *LabelView) AutoOff() bool { return c.S.Phase != view.Live || len(c.S.Tastes()) == 0 }

// AutoWord is what the button does.
func (c *LabelView) AutoWord() string {
	a := &c.S.Desk.Auto
	if a.On {
		return fmt.Sprintf("Stop (%d to go)", max(0, a.Until-c.S.Trains()))
	}
	if c.S.Trains() >= view.Enough {
		return "A dozen more"
	}
	return "Label for me"
}

// yes writes a state as ARIA wants it.
func yes(b bool) string { return strconv.FormatBool(b) }

// ChooseLeft and ChooseRight take a click; with Shift the answer is much better.
func (a *App) ChooseLeft(e vugu.DOMEvent) { a.Choose(view.Left, e.PropBool("shiftKey")) }

// ChooseRight is ChooseLeft for the other side.
func (a *App) ChooseRight(e vugu.DOMEvent) { a.Choose(view.Right, e.PropBool("shiftKey")) }

// SayTie, SayBad and SaySkip give the verdicts that name no side.
func (a *App) SayTie() { a.Say(pref.Tie) }

// SayBad says that both answers are bad.
func (a *App) SayBad() { a.Say(pref.BothBad) }

// SaySkip passes the pair by.
func (a *App) SaySkip() { a.Say(pref.Skip) }

// ReadNotices takes the standing remarks away.
func (a *App) ReadNotices() { a.apply(view.NoticesRead{}) }
