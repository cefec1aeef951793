package main

import (
	"fmt"
	"slices"
	"strings"

	"preflab/core/method"
)

// An experiment is a list of runs and what is made of their outcomes.
type experiment struct {
	name    string
	cells   func(tastes []string, seeds []uint64) []cell
	report  func([]outcome) string // Markdown
	picture func([]outcome) string // SVG
}

func experiments() []experiment {
	return []experiment{
		{"methods", methodCells, methodTable, nil},
		{"budgets", budgetCells, budgetTable, nil},
		{"frontier", frontierCells, frontierTable, frontierPicture},
		{"overoptimisation", overCells, overTable, overPicture},
		{"hindsight", hindsightCells, methodTable, nil},
	}
}

func experimentNames() string {
	var names []string
	for _, e := range experiments() {
		names = append(names, e.name)
	}
	return strings.Join(names, ", ")
}

func experimentOf(name string) (experiment, error) {
	for _, e := range experiments() {
		if e.name == name {
			return e, nil
		}
	}
	return experiment{}, usagef("the experiment is %q; it must be one of %s", name, experimentNames())
}

// crossed repeats a row for every taste and seed.
func crossed(tastes []string, seeds []uint64, row cell) (cells []cell) {
	for _, t := range tastes {
		for _, s := range seeds {
			row.Taste, row.Seed = t, s
			cells = append(cells, row)
		}
	}
	return cells
}

// visitorLabels is how many labels the page asks for before training.
const visitorLabels = 24

// borrowedPairs is how many pairs a method borrows where it does.
const borrowedPairs = 200

// methodCells are every method that learns to write from labels, with a visitor's
// labels alone and with borrowed pairs beside.
func methodCells(tastes []string, seeds []uint64) (cells []cell) {
	for _, m := range method.All() {
		if !m.Spec.Labels || !m.Spec.Policy {
			continue
		}
		row := cell{Row: m.Spec.Title, Method: m.Spec.Method, Marker: wish(&m.Spec), Labels: visitorLabels}
		cells = append(cells, crossed(tastes, seeds, row)...)
		row.Row += ", borrowed"
		row.Settings = fmt.Sprintf("borrow_pairs=%d", borrowedPairs)
		cells = append(cells, crossed(tastes, seeds, row)...)
	}
	best := cell{Row: "Best of 4 by a reward model", Labels: visitorLabels, Reward: "holdout=0", BestOf: 4}
	cells = append(cells, crossed(tastes, seeds, best)...)
	best.Row, best.Reward = best.Row+", borrowed", fmt.Sprintf("holdout=0&borrow_pairs=%d", borrowedPairs)
	return append(cells, crossed(tastes, seeds, best)...)
}

// budgetCells are the methods that learn most from labels, given fewer and more of them.
func budgetCells(tastes []string, seeds []uint64) (cells []cell) {
	for _, labels := range []int{8, visitorLabels, 96} {
		for _, name := range []string{"sft_chosen", "ppo", "rloo", "dpo", "kto", "simpo"} {
			m, _ := method.Of(name)
			cells = append(cells, crossed(tastes, seeds, cell{Row: m.Spec.Title, Method: name, Labels: labels})...)
		}
		best := cell{Row: "Best of 4 by a reward model", Labels: labels, Reward: "holdout=0", BestOf: 4}
		cells = append(cells, crossed(tastes, seeds, best)...)
	}
	return cells
}

// many is the source of labels where the question is not how few will do: pairs that
// a taste labels without a slip.
const many = "borrow_pairs=300&borrow_noise=0&borrow_weight=1"

// frontierCells are figure 2 of the DPO paper in the tales: gold against distance
// for each method over its own strength of regularisation, first taste only.
func frontierCells(tastes []string, seeds []uint64) (cells []cell) {
	add := func(row, m, settings string, stops ...int) {
		c := cell{Row: row, Method: m, Settings: many + "&target_kl=150&" + settings, Stops: stops}
		cells = append(cells, crossed(tastes[:1], seeds, c)...)
	}
	for _, beta := range []string{"0.05", "0.5"} {
		add("DPO", "dpo", "rpo_alpha=0&beta="+beta, 10, 20, 40, 80)
	}
	for _, coef := range []string{"0.02", "0.3"} {
		add("PPO, learned reward", "ppo", "target_kl=150&kl_coef="+coef, 20, 40, 80, 160)
		add("PPO, gold reward", "ppo", "reward=taste&kl_coef="+coef, 20, 40, 80, 160)
	}
	add("SFT on the chosen", "sft_chosen", "learning_rate=0.03", 20, 40, 80)
	add("Unlikelihood", "unlikelihood", "alpha=0.2", 10, 20, 40)
	return append(cells, crossed(tastes[:1], seeds, cell{Row: "Best of n, gold", BestOf: 64})...)
}

// overCells are Gao et al.'s question: what becomes of gold while a learned proxy is
// pleased, by reward models of three sizes, each with few labels.
func overCells(tastes []string, seeds []uint64) (cells []cell) {
	for _, layers := range []int{1, 3, 5} {
		reward := fmt.Sprintf("holdout=0&borrow_pairs=64&borrow_noise=0.1&borrow_weight=1&layers=%d", layers)
		name := fmt.Sprintf("%d-layer proxy", layers)
		cells = append(cells, crossed(tastes[:1], seeds, cell{Row: "Best of n, " + name, Reward: reward, BestOf: 64})...)
		cells = append(cells, crossed(tastes[:1], seeds, cell{
			Row: "PPO, " + name, Method: "ppo", Reward: reward, Settings: "kl_coef=0.001&target_kl=150", Stops: []int{10, 20, 40, 80, 120},
		})...)
	}
	return cells
}

// hindsightCells set Chain of Hindsight beside its rivals, and take it apart.
func hindsightCells(tastes []string, seeds []uint64) (cells []cell) {
	labels := fmt.Sprintf("borrow_pairs=%d", borrowedPairs)
	for _, row := range []cell{
		{Row: "Chain of Hindsight, good", Method: "coh", Marker: method.Good},
		{Row: "the same, bad", Method: "coh", Marker: method.Bad},
		{Row: "the same, nothing", Method: "coh"},
		{Row: "the same, bad then better", Method: "coh", Marker: method.Chain},
		{Row: "in words", Method: "coh", Marker: method.Good, Settings: "marker=words"},
		{Row: "no chains", Method: "coh", Marker: method.Good, Settings: "chain_share=0"},
		{Row: "nothing forgotten", Method: "coh", Marker: method.Good, Settings: "fcm_max_ratio=0"},
		{Row: "no stories beside", Method: "coh", Marker: method.Good, Settings: "pt_loss_weight=0"},
		{Row: "Control tokens", Method: "csft", Marker: method.Good},
		{Row: "SFT on the chosen", Method: "sft_chosen"},
		{Row: "Unlikelihood", Method: "unlikelihood"},
		{Row: "PPO", Method: "ppo"},
	} {
		row.Labels, row.Settings = visitorLabels, strings.TrimPrefix(row.Settings+"&"+labels, "&")
		cells = append(cells, crossed(tastes, seeds, row)...)
	}
	return cells
}

// grouped gathers outcomes by their row, in the order in which rows first come.
func grouped(all []outcome) (rows []string, by map[string][]outcome) {
	by = map[string][]outcome{}
	for _, x := range all {
		if !slices.Contains(rows, x.Cell.Row) {
			rows = append(rows, x.Cell.Row)
		}
		by[x.Cell.Row] = append(by[x.Cell.Row], x)
	}
	return rows, by
}
