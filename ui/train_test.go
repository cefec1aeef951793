package ui

import "testing"

// TestTrainingHiresWorkers: one Worker a core, the engine's own among them, four at
// most and two on a phone, and none before there is something to train.
func TestTrainingHiresWorkers(t *testing.T) {
	for _, c := range []struct {
		cores int
		phone bool
		want  int // helpers
	}{{1, false, 0}, {2, false, 1}, {4, false, 3}, {16, false, 3}, {8, true, 1}, {1, true, 0}} {
		h := newFake()
		h.cores, h.phone = c.cores, c.phone
		awake(t, h)
		if h.app.Train(); h.hired != 0 {
			t.Errorf("%+v: %d were hired without a label", c, h.hired)
		}
		h.app.Key(KeyEvent{Key: "2"})
		h.settle()
		if h.app.Train(); h.hired != c.want {
			t.Errorf("%+v: %d were hired", c, h.hired)
		}
	}
}
