package eval

import (
	"math"
	"slices"
	"testing"
)

func TestFrontier(t *testing.T) {
	got := Frontier([]Point{{3, 1}, {1, 0}, {2, 2}, {1, -1}, {4, 2}, {5, 2.5}, {2, 2}})
	want := []Point{{1, 0}, {2, 2}, {5, 2.5}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Frontier(nil); len(got) != 0 {
		t.Errorf("got %v of nothing", got)
	}
}

func TestDominates(t *testing.T) {
	line := []Point{{0, 0}, {4, 4}}
	for _, c := range []struct {
		name string
		a, b []Point
		want float64
	}{
		{"above", []Point{{0, 1}, {4, 5}}, line, 1},
		{"itself", line, line, 0.5},
		{"crossing in the middle", []Point{{0, 1}, {4, 3}}, line, 0.5},
		{"crossing at a quarter", []Point{{0, 1}, {4, 1}, {4, 1}}, line, 0.25},
		{"common range only", []Point{{2, 3}, {9, 3.5}}, line, 7.0 / 13}, // to k = 3 + (k−2)/14, of 2…4
		{"past its peak", []Point{{0, 1}, {1, 3}, {4, 0}}, line, 0.75},
		{"together, then level", []Point{{0, 0}, {2, 2}, {4, 2}}, line, 0.25},
		{"no range in common", []Point{{5, 1}, {6, 2}}, line, math.NaN()},
		{"a single point", []Point{{2, 9}}, line, math.NaN()},
		{"none", nil, line, math.NaN()},
	} {
		t.Run(c.name, func(t *testing.T) {
			near(t, "share", Dominates(c.a, c.b), c.want, 1e-14)
			near(t, "turned", Dominates(c.b, c.a), 1-c.want, 1e-14)
		})
	}
}
