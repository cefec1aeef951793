package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"preflab/core/eval"
	"preflab/ui/chart"
)

// methodTable has a row for each kind of run: the mean over tastes and seeds of
// where it ended, with Student's interval over runs.
func methodTable(all []outcome) string {
	var b strings.Builder
	b.WriteString("| | win rate | interval | distance (nats) | gold, from | whole | length | runs |\n|---|--:|---|--:|---|--:|--:|--:|\n")
	rows, by := grouped(all)
	for _, row := range rows {
		var rate []float64
		var last point // sums
		n := 0.0
		for _, x := range by[row] {
			if len(x.Points) == 0 {
				continue
			}
			p := x.Points[len(x.Points)-1]
			if x.Cell.BestOf > 0 {
				p.Whole, p.Length = math.NaN(), math.NaN() // it writes nothing new
			}
			rate = append(rate, p.WinRate)
			last.KL += p.KL
			last.Gold += p.Gold
			last.Was += p.Was
			last.Whole += p.Whole
			last.Length += p.Length
			n++
		}
		i := eval.MeanInterval(rate)
		fmt.Fprintf(&b, "| %s | %.3f | %.2f to %.2f | %.2f | %.2f, %.2f | %s | %s | %.0f |\n", row,
			i.Mean, max(0, i.Low), min(1, i.High), last.KL/n, last.Gold/n, last.Was/n, percent(last.Whole/n), tenth(last.Length/n), n)
	}
	return b.String()
}

// budgetTable has a table for each number of labels.
func budgetTable(all []outcome) string {
	var b strings.Builder
	for len(all) > 0 {
		labels := all[0].Cell.Labels
		n := slices.IndexFunc(all, func(x outcome) bool { return x.Cell.Labels != labels })
		if n < 0 {
			n = len(all)
		}
		fmt.Fprintf(&b, "%d labels:\n\n%s\n", labels, methodTable(all[:n]))
		all = all[n:]
	}
	return b.String()
}

// percent and tenth write a number, or a dash where there is none.
func percent(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.1f %%", 100*x)
}

func tenth(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return fmt.Sprintf("%.1f", x)
}

// frontierTable has a row for each method, setting and stop, the mean over seeds; and
// says of each pair of methods at what share of the distance one is above the other.
func frontierTable(all []outcome) string {
	var b strings.Builder
	b.WriteString("| | settings | step or n | distance (nats) | gold | win rate | whole |\n|---|---|--:|--:|--:|--:|--:|\n")
	for _, p := range overSeeds(all) {
		fmt.Fprintf(&b, "| %s | %s | %d | %.2f | %.3f | %.3f | %s |\n", p.row, p.own, p.Step, p.KL, p.Gold, p.WinRate, percent(p.Whole))
	}
	b.WriteString("\nWhere DPO's frontier is above another's, as a share of the distances that both reach:\n\n| | share |\n|---|--:|\n")
	points := pointsBy(all)
	rows, _ := grouped(all)
	for _, row := range rows[1:] {
		fmt.Fprintf(&b, "| %s | %.2f |\n", row, eval.Dominates(eval.Frontier(points[rows[0]]), eval.Frontier(points[row])))
	}
	return b.String()
}

// A meanPoint is the mean over seeds.
type meanPoint struct {
	point
	row, own string
}

// overSeeds averages what differs in the seed alone, in the order of the cells.
func overSeeds(all []outcome) (means []meanPoint) {
	type sum struct {
		meanPoint
		n      float64
		picked bool // best-of-n
	}
	var sums []*sum
	at := map[string]*sum{}
	for _, x := range all {
		for _, p := range x.Points {
			own := ownSettings(x.Cell.Settings)
			step := p.Step
			if p.Step < lastStop(x.Cell) && !slices.Contains(x.Cell.Stops, p.Step) && x.Cell.BestOf == 0 {
				continue // a run that ended early between two stops
			}
			key := fmt.Sprint(x.Cell.Row, own, step)
			s := at[key]
			if s == nil {
				s = &sum{meanPoint: meanPoint{row: x.Cell.Row, own: own}}
				s.Step = step
				at[key] = s
				sums = append(sums, s)
			}
			s.n++
			s.picked = x.Cell.BestOf > 0
			s.KL += p.KL
			s.Gold += p.Gold
			s.Was += p.Was
			s.Proxy += p.Proxy
			s.WinRate += p.WinRate
			s.Whole += p.Whole
		}
	}
	for _, s := range sums {
		m := s.meanPoint
		m.KL, m.Gold, m.Was, m.Proxy, m.WinRate, m.Whole = s.KL/s.n, s.Gold/s.n, s.Was/s.n, s.Proxy/s.n, s.WinRate/s.n, s.Whole/s.n
		if s.picked {
			m.Whole = math.NaN() // it writes nothing new
		}
		means = append(means, m)
	}
	return means
}

func lastStop(c cell) int {
	if len(c.Stops) == 0 {
		return 0
	}
	return c.Stops[len(c.Stops)-1]
}

// ownSettings leaves out what all runs of an experiment have.
func ownSettings(text string) string {
	var own []string
	for _, s := range settingsOf(text) {
		name, _, _ := strings.Cut(s, "=")
		if !strings.HasPrefix(name, "borrow_") && name != "target_kl" && name != "holdout" {
			own = append(own, s)
		}
	}
	return strings.Join(own, " ")
}

// pointsBy gathers the means of each row, from nothing on.
func pointsBy(all []outcome) map[string][]eval.Point {
	points := map[string][]eval.Point{}
	for _, p := range overSeeds(all) {
		if points[p.row] == nil {
			points[p.row] = []eval.Point{{KL: 0, Gold: p.Was}}
		}
		points[p.row] = append(points[p.row], eval.Point{KL: p.KL, Gold: p.Gold})
	}
	return points
}

// frontierPicture draws gold against distance.
func frontierPicture(all []outcome) string {
	f := chart.Figure{Title: "Gold score over the distance from the first model (nats)", Slug: "frontier", W: 720, H: 400, Legend: true, Cursor: math.NaN()}
	points := pointsBy(all)
	rows, _ := grouped(all)
	for _, row := range rows {
		s := chart.Series{Name: row, Label: row}
		for _, p := range eval.Frontier(points[row]) {
			s.X, s.Y = append(s.X, p.KL), append(s.Y, p.Gold)
		}
		f.Series = append(f.Series, s)
	}
	return f.Standalone()
}

// overTable has proxy and gold over the square root of the distance, and Gao's curves
// fitted to them.
func overTable(all []outcome) string {
	var b strings.Builder
	b.WriteString("| | step or n | √distance | proxy | gold | win rate | whole |\n|---|--:|--:|--:|--:|--:|--:|\n")
	for _, p := range overSeeds(all) {
		fmt.Fprintf(&b, "| %s | %d | %.2f | %+.2f | %+.3f | %.3f | %s |\n", p.row, p.Step, math.Sqrt(p.KL), p.Proxy, p.Gold-p.Was, p.WinRate, percent(p.Whole))
	}
	b.WriteString("\nGao's forms, fitted to the gold: R = d(α − βd) for best-of-n, R = d(α − β log d) for PPO, d the root of the distance.\n\n" +
		"| | α | β | R² | peak at d | gold there |\n|---|--:|--:|--:|--:|--:|\n")
	rows, _ := grouped(all)
	for _, row := range rows {
		var d, r []float64
		for _, p := range overSeeds(all) {
			if p.row == row && p.KL > 0 {
				d, r = append(d, math.Sqrt(p.KL)), append(r, p.Gold-p.Was)
			}
		}
		fit := eval.FitRL(d, r)
		if strings.HasPrefix(row, "Best") {
			fit = eval.FitBestOf(d, r)
		}
		peak := "none | –"
		switch {
		case fit.PeakD > 2*slices.Max(d):
			peak = "far beyond | –"
		case fit.PeakD > 0:
			peak = fmt.Sprintf("%.2f | %+.3f", fit.PeakD, fit.PeakR)
		}
		fmt.Fprintf(&b, "| %s | %.3f | %.3f | %.2f | %s |\n", row, fit.Alpha, fit.Beta, fit.R2, peak)
	}
	return b.String()
}

// overPicture draws the gold gained over the root of the distance.
func overPicture(all []outcome) string {
	f := chart.Figure{Title: "Gold gained over √distance", Slug: "overoptimisation", W: 720, H: 400, Legend: true, Cursor: math.NaN()}
	rows, _ := grouped(all)
	for _, row := range rows {
		s := chart.Series{Name: row, Label: row, X: []float64{0}, Y: []float64{0}}
		for _, p := range overSeeds(all) {
			if p.row == row && math.Sqrt(p.KL) > s.X[len(s.X)-1] {
				s.X, s.Y = append(s.X, math.Sqrt(p.KL)), append(s.Y, p.Gold-p.Was)
			}
		}
		f.Series = append(f.Series, s)
	}
	return f.Standalone()
}
