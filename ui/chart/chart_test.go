package chart

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden figures")

// wave is a noisy fall such as a loss makes, without randomness.
func wave(n int) Series {
	s := Series{Name: "loss", Label: "Loss"}
	for i := range n {
		s.X = append(s.X, float64(i+1))
		s.Y = append(s.Y, 0.693*math.Exp(-float64(i)/40)+0.05*math.Sin(float64(i)*1.7))
	}
	return s
}

func TestGolden(t *testing.T) {
	gap := wave(30)
	gap.Y[10], gap.Y[11] = math.NaN(), math.Inf(1)
	two := wave(60)
	two.Label = "<b>rejected</b>"
	for i := range two.Y {
		two.Y[i] = -two.Y[i]
	}
	below := wave(40)
	for i := range below.Y {
		below.Y[i] -= 0.2
	}
	far := wave(40)
	for i := range far.X {
		far.X[i], far.Y[i] = far.X[i]*1480, math.Exp(far.Y[i]*14)
	}
	ln2 := []Line{{math.Ln2, "ln 2: no preference yet"}}
	for _, c := range []struct {
		name string
		fig  Figure
	}{
		{"empty", Figure{Title: "Loss", Lines: ln2, Cursor: math.NaN(), XMax: 60}},
		{"point", Figure{Title: "Loss", Series: []Series{wave(1)}, Lines: ln2, Cursor: math.NaN(), XMax: 60}},
		{"gap", Figure{Title: "Loss", Series: []Series{gap}, Cursor: 12}},
		{"pair", Figure{Title: "Rewards", Series: []Series{wave(60), two}, Smooth: 0.6, Cursor: math.NaN()}},
		{"long", Figure{Title: "Loss", Series: []Series{wave(5000)}, Smooth: 0.9, Lines: ln2, Cursor: 2500}},
		{"band", Figure{Title: "KL", Series: []Series{wave(40)}, Bands: []Band{{0.1, 0.4}}, Cursor: math.NaN()}},
		{"open-band", Figure{Title: "KL", Series: []Series{wave(40)}, Bands: []Band{{math.Inf(-1), 0.4}}, Notes: []string{"by step"}, Cursor: math.NaN()}},
		{"log", Figure{Title: "Ratio", Series: []Series{far}, Log: true, XName: "tokens", Lines: []Line{{0, "nothing"}, {1, "one"}}, Bands: []Band{{-1, 10}}, Cursor: 29600}},
		{"log-short", Figure{Title: "Ratio", Series: []Series{wave(20)}, Log: true, Cursor: math.NaN()}},
		{"log-fails", Figure{Title: "Margin", Series: []Series{below}, Log: true, Smooth: 0.6, Cursor: math.NaN()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.fig.W, c.fig.H, c.fig.Slug = 320, 150, Slug(c.fig.Title)
			golden(t, c.name+".svg", c.fig.SVG())
		})
	}
}

func TestGoldenCalibration(t *testing.T) {
	for name, bins := range map[string][]Bin{
		"calibration":       {{0.06, 0.1, 10}, {0.3, 0.25, 40}, {0.52, 0.6, 90}, {0.7, 0, 0}, {0.93, 0.8, 20}},
		"calibration-empty": nil,
	} {
		c := Calibration{Bins: bins, W: 240, H: 200}
		golden(t, name+".svg", c.SVG())
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs from testdata (go test ./ui/chart -update rewrites it)\n got %.300s\nwant %.300s", name, got, want)
	}
}

// A figure of a long run stays small: Vugu takes the page down with a longer
// attribute, and a chart needs no more than a few points a pixel.
func TestPathIsBoundedByWidth(t *testing.T) {
	f := Figure{Title: "Loss", Series: []Series{wave(100000)}, W: 320, H: 150}
	for i := range f.Series[0].Y {
		f.Series[0].Y[i] += float64(i*7919%1000) / 500
	}
	s := f.Series[0]
	if n := len(f.frame().path(s.X, s.Y)); n > 16384 {
		t.Errorf("path of 100,000 points has %d bytes", n)
	}
}

func TestDecimationKeepsSpikes(t *testing.T) {
	s := wave(20000)
	s.Y[7777] = 9
	f := Figure{Series: []Series{s}, W: 320, H: 150}
	fr := f.frame()
	top := px(fr.y(9))
	if !strings.Contains(fr.path(s.X, s.Y), " "+top) {
		t.Errorf("no vertex at y = %s", top)
	}
}

func TestAverageIsDebiased(t *testing.T) {
	for i, v := range Average([]float64{2, 2, math.NaN(), 2}, 0.9) {
		if i == 2 {
			if !math.IsNaN(v) {
				t.Errorf("at the gap: got %v, want NaN", v)
			}
			continue
		}
		if math.Abs(v-2) > 1e-12 { // rounding of a few operations
			t.Errorf("average of a constant at %d: got %v, want 2", i, v)
		}
	}
}

func TestSlug(t *testing.T) {
	for in, want := range map[string]string{"Loss": "loss", "KL to the reference": "kl-to-the-reference", "Rewards (β)": "rewards"} {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q): got %q, want %q", in, got, want)
		}
	}
}

func TestXAtInvertsTheFrame(t *testing.T) {
	f := Figure{Series: []Series{wave(50)}, W: 320, H: 150}
	fr := f.frame()
	for _, x := range []float64{1, 17, 50} {
		if got := f.XAt(fr.x(x) / 320); math.Abs(got-x) > 1e-9 { // rounding
			t.Errorf("XAt of the pixel of %v: got %v", x, got)
		}
	}
}
