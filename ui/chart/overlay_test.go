package chart

import (
	"math"
	"strings"
	"testing"
)

func TestGoldenOverlay(t *testing.T) {
	var lanes []Series
	for i := range Styles {
		s := wave(40)
		s.Label, s.Mark = "lane <"+string(rune('A'+i))+">", i+1
		for k := range s.Y {
			s.Y[k] *= float64(i + 1)
		}
		lanes = append(lanes, s)
	}
	fig := Figure{Title: "KL", Slug: "kl", Series: lanes, Cursor: math.NaN(), W: 320, H: 150}
	golden(t, "overlay.svg", fig.SVG())
	fig.Series = lanes[2:] // the others keep their styles
	golden(t, "overlay-two.svg", fig.SVG())
}

func TestGoldenBars(t *testing.T) {
	none := math.NaN()
	g := Bars{Title: "Win rate", Slug: "win-rate", W: 320, Rows: []Bar{
		{Label: "DPO 1", V: 0.71, Low: 0.64, High: 0.77},
		{Label: "a name that is longer than the figure is wide", Style: 1, V: 0.5, Low: 0.43, High: 0.57},
		{Label: "<SFT>", Style: 3, V: none, Low: none, High: none, Note: "training"},
	}}
	golden(t, "bars.svg", g.SVG())
	golden(t, "bars-empty.svg", (&Bars{Title: "Win rate", W: 320}).SVG())
}

func TestGoldenPoints(t *testing.T) {
	none := math.NaN()
	g := Points{Title: "Frontier", Slug: "frontier", XLabel: "KL, nats", YLabel: "win rate", W: 320, H: 200,
		Lines: []Line{{Y: 0.5}},
		Points: []Point{
			{Label: "DPO 1", X: 2.7, Y: 0.71, Low: 0.64, High: 0.77},
			{Label: "PPO 1", Style: 1, X: 11, Y: 0.83, Low: 0.78, High: 0.88},
			{Label: "<SFT>", Style: 2, X: 0.4, Y: 0.52, Low: none, High: none},
		}}
	golden(t, "points.svg", g.SVG())
	golden(t, "points-empty.svg", (&Points{Title: "Frontier", W: 320, H: 200}).SVG())
}

func TestMarkersAreApart(t *testing.T) {
	seen := map[string]bool{}
	for i := range Styles {
		seen[mark(i, 10, 10, 4)] = true
	}
	if len(seen) != Styles {
		t.Errorf("%d shapes for %d styles", len(seen), Styles)
	}
}

// TestLegendNamesEverySeries, each with the style of its line, and below the plot.
func TestLegendNamesEverySeries(t *testing.T) {
	f := Figure{Title: "Gold", W: 400, H: 200, Cursor: math.NaN(), Legend: true}
	for _, name := range []string{"one", "two", "three", "four", "five"} {
		f.Series = append(f.Series, Series{Name: name, Label: "the " + name, X: []float64{0, 1}, Y: []float64{0, 1}})
	}
	svg := f.Standalone()
	golden(t, "legend.svg", svg)
	for i, s := range f.Series {
		if !strings.Contains(svg, ">"+s.Label+"</text>") || strings.Count(svg, ` s`+string(rune('0'+i))+`"`) != 2 {
			t.Errorf("%s is not named once beside its line", s.Label)
		}
	}
}
