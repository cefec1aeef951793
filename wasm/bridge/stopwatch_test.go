package bridge

import (
	"testing"

	"preflab/core/proto"
)

func TestStopwatchCountsTrainingOnly(t *testing.T) {
	var w Stopwatch
	rows := func(steps ...int) []proto.Row {
		var list []proto.Row
		for _, s := range steps {
			list = append(list, proto.Row{Step: s})
		}
		return list
	}
	want := func(what string, rows []proto.Row, took ...float64) {
		t.Helper()
		got := w.Stamp(rows)
		for i := range rows {
			if got[i].Took != took[i] || rows[i].Took != 0 {
				t.Errorf("%s: step %d took %v, want %v; the engine's row says %v", what, got[i].Step, got[i].Took, took[i], rows[i].Took)
			}
		}
	}
	w.Look(0, false, 10)
	w.Look(0, true, 20) // ten idle seconds
	w.Look(0, true, 20.5)
	w.Look(1, true, 21)
	w.Look(2, false, 21.25)
	want("two steps", rows(1, 2), 1, 0.25)
	w.Look(2, true, 90) // after a pause
	w.Look(3, true, 90.5)
	w.Look(4, true, 91)
	want("after a pause", rows(3), 0.5)
	want("and later", rows(4), 0.5)
	w.Look(40, false, 92)
	w.Look(0, false, 93) // a reset
	w.Look(0, true, 94)
	w.Look(1, true, 96)
	want("after a reset", rows(1), 2)
	w.Look(0, false, 97)
	w.Look(25, false, 98) // resumed
	w.Look(25, true, 99)
	w.Look(26, true, 100)
	want("a resumed run", rows(24, 25, 26), 0, 0, 1)
}
