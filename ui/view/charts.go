package view

import (
	"slices"

	"preflab/core/spec"
)

// Chart is a group of metrics that share one figure.
type Chart struct {
	Title   string
	Group   string // one of groups, or ""
	Head    string // the heading above the chart; "" where it is not the first of its group
	Metrics []int  // indices into the Spec's Metrics
}

// groups are the groups of charts in their order; charts of no group come last.
var groups = []string{"loss", "rewards", "policy", "value", "samples"}

// heads are the groups' headings.
var heads = map[string]string{"loss": "What is minimised", "rewards": "What is preferred", "policy": "The model", "value": "The value head", "samples": "The samples"}

// placeholder stands where the charts will be until the engine says which ones
// there are, so that nothing moves when it does.
var placeholder = []Chart{{Title: "Loss", Group: "loss"}, {Title: "Rewards", Group: "rewards"}, {Title: "Margin", Group: "rewards"},
	{Title: "Accuracy", Group: "rewards"}, {Title: "Log-probabilities", Group: "policy"}, {Title: "KL to the reference", Group: "policy"}}

// Charts are the method's charts: metrics that share one, in the Spec's order
// within their group.
func (s *State) Charts() []Chart {
	if s.Spec == nil {
		return grouped(slices.Clone(placeholder))
	}
	return s.charts
}

// chartsOf groups a method's metrics by their charts.
func chartsOf(sp *spec.Spec) []Chart {
	var out []Chart
next:
	for i, m := range sp.Metrics {
		if m.Chart == "" {
			continue
		}
		for k := range out {
			if out[k].Title == m.Chart {
				out[k].Metrics = append(out[k].Metrics, i)
				continue next
			}
		}
		out = append(out, Chart{Title: m.Chart, Group: m.Group, Metrics: []int{i}})
	}
	return grouped(out)
}

// grouped sorts charts by their groups and heads the first of each.
func grouped(charts []Chart) []Chart {
	rank := func(c Chart) int {
		if i := slices.Index(groups, c.Group); i >= 0 {
			return i
		}
		return len(groups)
	}
	slices.SortStableFunc(charts, func(a, b Chart) int { return rank(a) - rank(b) })
	for i := range charts {
		if i == 0 || rank(charts[i]) != rank(charts[i-1]) {
			charts[i].Head = heads[charts[i].Group]
		}
	}
	if n := len(charts); n > 0 && rank(charts[0]) < len(groups) && rank(charts[n-1]) == len(groups) {
		for i := range charts {
			if rank(charts[i]) == len(groups) {
				charts[i].Head = "Besides"
				break
			}
		}
	}
	return charts
}
