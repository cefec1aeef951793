package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"preflab/core/proto"
)

// Axes are what charts can run by.
var Axes = []string{"step", "labels", "tokens", "seconds"}

// axis is what charts over these runs go by: what was chosen, or steps where that
// of some row is not known; note then says so.
func (s *State) axis(runs [][]proto.Row) (axis, note string) {
	axis = s.Prefs.X
	if !slices.Contains(Axes[1:], axis) {
		return Axes[0], ""
	}
	for _, rows := range runs {
		if slices.ContainsFunc(places(rows, axis), math.IsNaN) {
			return Axes[0], "by step: the " + axis + " of older steps are not known"
		}
	}
	return axis, ""
}

// places are the rows' places on an axis, in rising order, NaN where they are not
// known: seconds where fewer than half of the rows were timed. A row here and there
// that nobody timed (one taken while the page was saved) counts nothing. A label that
// is taken back has been heard all the same.
func places(rows []proto.Row, axis string) []float64 {
	x := make([]float64, len(rows))
	spent, heard, timed := 0.0, 0, 0
	for i := range rows {
		if rows[i].Took > 0 {
			timed++
		}
	}
	if 2*timed < len(rows) {
		spent = math.NaN()
	}
	for i := range rows {
		r := &rows[i]
		spent += r.Took
		heard = max(heard, r.Labels)
		switch {
		case axis == "seconds":
			x[i] = spent
		case axis == Axes[0]:
			x[i] = float64(r.Step)
		case r.Tokens == 0:
			x[i] = math.NaN()
		case axis == "tokens":
			x[i] = float64(r.Tokens)
		default:
			x[i] = float64(heard)
		}
	}
	return x
}

// placeNumber is a place on an axis as a table has it.
func placeNumber(axis string, x float64) string {
	if axis == "seconds" {
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	return fmt.Sprint(int64(x))
}

// placeWords is a place on an axis as one says it.
func placeWords(axis string, x float64) string {
	if axis == Axes[0] {
		return "Step " + placeNumber(axis, x)
	}
	return "At " + placeNumber(axis, x) + " " + axis
}
