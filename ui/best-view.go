package ui

import (
	"fmt"
	"strconv"

	"preflab/ui/view"
)

// BestView is best of n: the anchor that needs no training.
type BestView struct {
	S    *view.State
	Do   *App
	Open bool
}

// Help says what is measured.
func (c *BestView) Help() string {
	return fmt.Sprintf("The model you began with writes many endings to each of %d openings, and the best of up to %d is kept. "+
		"Its win rate at the same distance (KL) is what training has to beat.", bestOpenings, bestAnswers)
}

// Off says that nothing can be sampled now.
func (c *BestView) Off() bool { return c.S.Phase != view.Live || len(c.S.Tastes()) == 0 }

// Word is what the button does.
func (c *BestView) Word() string {
	if c.S.Best.Busy {
		return "Stop"
	}
	return "Measure"
}

// Progress is how far it has come.
func (c *BestView) Progress() string {
	if l := c.S.Best.Last; l != nil {
		return fmt.Sprintf("%d of %d openings, by the taste “%s”", l.Done, l.Of, c.S.TasteWord(l.Taste))
	}
	return ""
}

// Rows is the table.
func (c *BestView) Rows() (rows [][]string) {
	if c.S.Best.Last == nil {
		return nil
	}
	for _, r := range c.S.Best.Last.Rows {
		rows = append(rows, []string{strconv.Itoa(r.N), view.Number(r.KL), view.Percent(r.WinRate),
			view.Percent(r.Low) + " to " + view.Percent(r.High), view.Number(r.Gold)})
	}
	return rows
}
