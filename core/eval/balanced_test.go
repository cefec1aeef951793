package eval

import (
	"testing"

	"preflab/core/exact"
)

// games writes out counts of won and lost openings at given lengths.
type games struct {
	new, old       []float64
	lenNew, lenOld []int
}

func (g *games) add(won, lost, tied, lenNew, lenOld int) {
	for i := range won + lost + tied {
		score := 0.5
		if i < won {
			score = 1
		} else if i < won+lost {
			score = 0
		}
		g.new, g.old = append(g.new, score), append(g.old, 0.5)
		g.lenNew, g.lenOld = append(g.lenNew, lenNew), append(g.lenOld, lenOld)
	}
}

func (g *games) balanced() float64 { return Balanced(g.new, g.old, g.lenNew, g.lenOld) }

// With two length ratios, 2 and ½, the fit passes through both rates, so that the
// log-odds at ratio 1 are the mean of theirs. The ridge moves that by 1e-5.
func TestBalancedBetweenTwoRatios(t *testing.T) {
	var g games
	g.add(800, 200, 0, 40, 20)
	g.add(400, 600, 0, 20, 40)
	want := exact.Sigmoid((exact.Log(800.0/200) + exact.Log(400.0/600)) / 2)
	near(t, "between", g.balanced(), want, 1e-4)

	// Ties are half wins: the same rates, other counts.
	var h games
	h.add(700, 100, 200, 40, 20)
	h.add(300, 500, 200, 20, 40)
	near(t, "with ties", h.balanced(), want, 1e-4)
}

// The new model wins only by writing more.
func TestBalancedTakesLengthOut(t *testing.T) {
	var g games
	g.add(75, 25, 0, 30, 20)
	g.add(50, 50, 0, 20, 20)
	near(t, "plain", WinRate(g.new, g.old).Mean, 0.625, 0)
	near(t, "balanced", g.balanced(), 0.5, 1e-3) // the ridge leaves 4e-4
}

func TestBalancedSwapped(t *testing.T) {
	var g games
	g.add(7, 3, 2, 31, 20)
	g.add(4, 1, 0, 25, 24)
	g.add(2, 5, 1, 11, 24)
	swapped := Balanced(g.old, g.new, g.lenOld, g.lenNew)
	near(t, "swapped", swapped, 1-g.balanced(), 1e-12)
}

func TestBalancedDegenerate(t *testing.T) {
	for _, c := range []struct {
		name string
		rows [][5]int // won, lost, tied, lenNew, lenOld
		want float64
		tol  float64
	}{
		{"all wins", [][5]int{{5, 0, 0, 30, 20}, {5, 0, 0, 10, 20}}, 1, 0},
		{"all losses", [][5]int{{0, 5, 0, 30, 20}}, 0, 0},
		{"all ties", [][5]int{{0, 0, 5, 30, 20}, {0, 0, 5, 10, 20}}, 0.5, 1e-12},
		{"equal lengths", [][5]int{{6, 2, 0, 20, 20}}, 0.75, 1e-12},
		{"no variation", [][5]int{{6, 2, 0, 40, 20}}, 0.75, 1e-3}, // the slope is held, the intercept free
		{"separable, even", [][5]int{{9, 0, 0, 40, 20}, {0, 9, 0, 20, 40}}, 0.5, 1e-12},
		{"separable, off 1", [][5]int{{9, 0, 0, 80, 20}, {0, 9, 0, 40, 20}}, 0, 0.05},
		{"one of each", [][5]int{{1, 0, 0, 1000000, 1}, {0, 1, 0, 1, 1000000}}, 0.5, 1e-12},
		{"far from even", [][5]int{{1, 0, 0, 2, 1}, {5000, 1, 0, 1, 1000}}, 1, 1e-3},
		{"empty answers", [][5]int{{1, 1, 0, 0, 0}}, 0.5, 1e-12},
	} {
		t.Run(c.name, func(t *testing.T) {
			var g games
			for _, r := range c.rows {
				g.add(r[0], r[1], r[2], r[3], r[4])
			}
			near(t, "rate", g.balanced(), c.want, c.tol)
		})
	}
	if got := Balanced(nil, nil, nil, nil); got == got {
		t.Errorf("got %v for no openings", got)
	}
}
