package ui

import (
	"fmt"

	"preflab/ui/view"
)

// DataView is what goes out of the page and comes in.
type DataView struct {
	S  *view.State
	Do *App
}

// Off says that the model cannot be packed now.
func (c *DataView) Off() bool { return c.S.Phase != view.Live || c.S.Files.Busy }

// ModelWords describes the model.
func (c *DataView) ModelWords() string {
	r := &c.S.Ready
	if r.Params == 0 {
		return "A zip of safetensors, config and tokenizer that Hugging Face can load."
	}
	return fmt.Sprintf("%s numbers, %s tokens: a zip of safetensors, config and tokenizer that Hugging Face can load. Engine: %s.",
		view.Count(r.Params), view.Count(r.Vocab), c.S.Welcome.Kernel)
}

// SavedWords says what survives a reload.
func (c *DataView) SavedWords() string {
	if n := c.S.Run.Saved; n > 0 {
		return fmt.Sprintf("The run is stored up to step %d: a reload goes on from there.", n)
	}
	return "The run is stored every few seconds: a reload goes on from there."
}

// More counts the problems that are not listed.
func (c *DataView) More() string { return fmt.Sprintf("and %d more.", c.S.Files.More) }
