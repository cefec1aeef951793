package ui

import (
	"preflab/core/proto"
	"preflab/ui/view"
)

// StoryView is one story with its scores, every token tinted by what it adds.
type StoryView struct{ Row proto.Rated }

// Prompt is the opening.
func (c *StoryView) Prompt() string { return view.Cut(c.Row.Prompt, view.MaxOwn) }

// Pieces is the ending.
func (c *StoryView) Pieces() []view.Tinted { return some(view.TintScore(c.Row.Tokens)) }

// Scores says what the reward model and the taste think of it.
func (c *StoryView) Scores() string {
	return "Reward model " + view.Number(c.Row.Score) + ", taste " + view.Number(c.Row.Gold)
}
