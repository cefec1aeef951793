package bridge

import (
	"slices"

	"preflab/core/proto"
)

// A Stopwatch times an engine's steps from outside, because the engine has no
// clock. Between steps only training counts: neither pauses nor a closed page.
type Stopwatch struct {
	steps   int     // taken at the last look
	running bool    // more were being taken
	now     float64 // when that was, in seconds
	spent   float64 // on the step under way
	took    []lap   // that no frame has carried
}

// lap is how long one step took.
type lap struct {
	step int
	took float64
}

// Look is called between any two pieces of work, with where the engine is and the
// time in seconds. So steps come one by one, and any other change is another run.
func (w *Stopwatch) Look(steps int, training bool, now float64) {
	if w.running {
		w.spent += now - w.now
	}
	switch {
	case steps == w.steps+1 && w.running:
		w.took, w.spent = append(w.took, lap{steps, w.spent}), 0
	case steps != w.steps:
		w.took, w.spent = nil, 0
	}
	w.steps, w.running, w.now = steps, training, now
}

// Stamp returns the rows with what each took, as far as it was seen. The rows
// given stay as they are: they are the engine's.
func (w *Stopwatch) Stamp(rows []proto.Row) []proto.Row {
	rows = slices.Clone(rows)
	for i := range rows {
		for len(w.took) > 0 && w.took[0].step < rows[i].Step {
			w.took = w.took[1:]
		}
		if len(w.took) > 0 && w.took[0].step == rows[i].Step {
			rows[i].Took = w.took[0].took
		}
	}
	return rows
}
