package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"preflab/core/ckpt"
	"preflab/core/pref"
	"preflab/core/proto"
)

var reproduceCommand = command{
	name:    "reproduce",
	summary: "make an experiment of docs/results again",
	takes:   "experiment",
	detail: `The experiments are ` + experimentNames() + `. Each is a list of runs
with several seeds. What is done is kept in --cache, so that an experiment that was
interrupted goes on, and ends in a table in Markdown and, with --svg, a picture.`,
	example: "preflab reproduce methods\npreflab reproduce frontier --seeds 1,2,3 --svg frontier.svg",
	setup: func(fs *flag.FlagSet) func(*out) error {
		var r reproduction
		fs.StringVar(&r.name, "experiment", "", "which `one`; it can stand first without the dashes")
		fs.StringVar(&r.model, "model", defaultModel, "the `path` of the model to begin with")
		fs.StringVar(&r.seeds, "seeds", "1,2,3", "`numbers` with commas between")
		fs.StringVar(&r.tastes, "tastes", "cats,sad", "`names` with commas between")
		fs.IntVar(&r.prompts, "prompts", 64, "how many held-out openings each model is measured on")
		fs.StringVar(&r.cache, "cache", ".cache/reproduce", "the `folder` for what is done")
		fs.StringVar(&r.svg, "svg", "", "a `file` for the picture")
		fs.IntVar(&r.workers, "workers", runtime.NumCPU(), "how many runs at a time; the results do not depend on it")
		return r.run
	},
}

// reproduction holds the flags.
type reproduction struct {
	name, model, seeds, tastes, cache, svg string
	prompts, workers                       int
}

// A cell is one run of an experiment; what is equal in all fields but the row's name is
// the same run, whichever experiment asks for it.
type cell struct {
	Row      string `json:"row,omitempty"` // what it is called in the table
	Method   string `json:"method"`
	Settings string `json:"settings,omitempty"` // name=value with & between
	Marker   string `json:"marker,omitempty"`
	Taste    string `json:"taste"`
	Seed     uint64 `json:"seed"`
	Labels   int    `json:"labels"`           // that a visitor of the taste gives
	Reward   string `json:"reward,omitempty"` // settings of a reward model that is trained first
	Stops    []int  `json:"stops,omitempty"`  // steps at which it is measured; none: at the end alone
	BestOf   int    `json:"best_of,omitempty"`
	Prompts  int    `json:"prompts"`
}

// A point is one measurement of a run.
type point struct {
	Step    int     `json:"step"` // or n, of best-of-n
	KL      float64 `json:"kl"`
	Gold    float64 `json:"gold"`
	Was     float64 `json:"was"`
	Proxy   float64 `json:"proxy"`
	WinRate float64 `json:"win_rate"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Whole   float64 `json:"whole"`
	Length  float64 `json:"length"`
}

// An outcome is what became of a cell.
type outcome struct {
	Cell   cell    `json:"cell"`
	State  string  `json:"state"`
	Points []point `json:"points"`
}

// key names a cell.
func (c cell) key() string {
	c.Row = ""
	return string(object(c))
}

func (r *reproduction) run(o *out) error {
	e, err := experimentOf(r.name)
	switch {
	case err != nil:
		return err
	case r.workers < 1:
		return usagef("--workers is %d; it must be 1 or more", r.workers)
	}
	var seeds []uint64
	for text := range strings.SplitSeq(r.seeds, ",") {
		var seed uint64
		if _, err := fmt.Sscan(text, &seed); err != nil {
			return usagef("--seeds is %q; it must be numbers with commas between", r.seeds)
		}
		seeds = append(seeds, seed)
	}
	c, err := load(r.model, "")
	if err != nil {
		return err
	}
	c.blobs() // made once, before the workers share them
	cells := e.cells(strings.Split(r.tastes, ","), seeds)
	for i := range cells {
		cells[i].Prompts = r.prompts
	}
	done, err := r.all(o, c, cells)
	if err != nil {
		return err
	}
	o.text("%s", e.report(done))
	if r.svg != "" && e.picture != nil {
		if err := os.WriteFile(r.svg, []byte(e.picture(done)), 0o644); err != nil {
			return err
		}
	}
	o.done(fields{{"experiment", r.name}, {"runs", len(done)}})
	return nil
}

// all carries out the cells that are not in the cache, side by side, and returns the
// outcomes of all in the cells' order.
func (r *reproduction) all(o *out, c *checkpoint, cells []cell) ([]outcome, error) {
	file := filepath.Join(r.cache, ckpt.Hash(c.weights)[:8]+".jsonl") // another model, other outcomes
	known, err := readOutcomes(file)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(r.cache, 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	asked := map[string]bool{}
	todo := slices.DeleteFunc(slices.Clone(cells), func(c cell) bool {
		_, ok := known[c.key()]
		twice := asked[c.key()]
		asked[c.key()] = true
		return ok || twice
	})
	next := make(chan cell, len(todo))
	for _, c := range todo {
		next <- c
	}
	close(next)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for range r.workers {
		wg.Go(func() {
			for cell := range next {
				x, err := carryOut(c, cell)
				mu.Lock()
				if err != nil {
					failed = fmt.Errorf("%s: %w", cell.key(), err)
				} else {
					known[cell.key()] = x
					f.Write(append(object(x), '\n'))
					o.row(x)
					o.progress("%d of %d runs done", len(todo)-len(next), len(todo))
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if failed != nil {
		return nil, failed
	}
	var out []outcome
	for _, c := range cells {
		x := known[c.key()]
		x.Cell.Row = c.Row
		out = append(out, x)
	}
	return out, nil
}

// readOutcomes reads the cache; a line that was cut short is left out.
func readOutcomes(file string) (map[string]outcome, error) {
	known := map[string]outcome{}
	f, err := os.Open(file)
	if os.IsNotExist(err) {
		return known, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var x outcome
		if json.Unmarshal(lines.Bytes(), &x) == nil {
			known[x.Cell.key()] = x
		}
	}
	return known, lines.Err()
}

// carryOut is one run: labels, the reward model if one is asked for, training and
// measurements.
func carryOut(c *checkpoint, x cell) (outcome, error) {
	silent := newOut(io.Discard, io.Discard, true)
	e, err := newEngine()
	if err != nil {
		return outcome{}, err
	}
	var labels []pref.Label
	if x.Labels > 0 {
		t := training{world: "tales", method: "dpo", seed: x.Seed}
		if _, err := openFor(e, c, t, x.Taste, nil); err != nil {
			return outcome{}, err
		}
		if labels, err = e.taught(silent, x.Taste, x.Labels); err != nil {
			return outcome{}, err
		}
	}
	if x.Reward != "" {
		j, err := openFor(e, c, training{world: "tales", method: "rm", seed: x.Seed, set: settingsOf(x.Reward)}, x.Taste, labels)
		if err != nil {
			return outcome{}, err
		}
		if _, err := j.train(context.Background(), silent); err != nil {
			return outcome{}, err
		}
	}
	if x.BestOf > 0 {
		return bestOf(e, c, x)
	}
	j, err := openFor(e, c, training{world: "tales", method: x.Method, seed: x.Seed, set: settingsOf(x.Settings)}, x.Taste, labels)
	if err != nil {
		return outcome{}, err
	}
	return j.measured(silent, x)
}

// settingsOf cuts name=value&name=value.
func settingsOf(text string) settings {
	if text == "" {
		return nil
	}
	return strings.Split(text, "&")
}

// openFor opens a method with labels that are there already.
func openFor(e *engine, c *checkpoint, t training, taste string, labels []pref.Label) (*job, error) {
	j, err := t.start(e)
	if err != nil {
		return nil, err
	}
	if err := e.tell(proto.Command{Labels: &proto.Labels{Labels: labels}}); err != nil {
		return nil, err
	}
	j.has = labels
	j.ready, err = e.open(c, proto.Open{World: t.world, Method: t.method, Query: j.query, Seed: t.seed, Taste: taste}, nil)
	return j, err
}

// measured trains to each stop and measures there.
func (j *job) measured(silent *out, x cell) (outcome, error) {
	got := outcome{Cell: x}
	for i, stop := range append(x.Stops, 0) {
		if stop == 0 && i > 0 {
			break // the last stop was the end
		}
		f, err := j.trainTo(stop)
		if err != nil {
			return got, err
		}
		w, err := j.e.winRate(silent, proto.WinRate{Taste: x.Taste, Prompts: x.Prompts, Seed: x.Seed, Marker: x.Marker})
		if err != nil {
			return got, err
		}
		got.State = f.State
		got.Points = append(got.Points, point{
			Step: f.Step, KL: w.KL, Gold: w.ScoreNew, Was: w.ScoreOld, Proxy: w.ProxyNew - w.ProxyOld,
			WinRate: w.WinRate, Low: w.Low, High: w.High, Whole: w.WellFormed, Length: w.Length,
		})
		if f.State == "diverged" || f.State == "starved" || f.Step < stop {
			break // it will go no further
		}
	}
	return got, nil
}

// trainTo goes on to a step, or as far as the settings say when it is 0.
func (j *job) trainTo(stop int) (*proto.Frame, error) {
	var f *proto.Frame
	poll := func() error {
		return j.e.ask(proto.Command{Poll: &proto.Empty{}}, func(ev proto.Event) bool {
			f = ev.Frame
			return true
		})
	}
	if err := poll(); err != nil {
		return nil, err
	}
	if stop > 0 && f.Step >= stop {
		return f, nil
	}
	if err := j.e.tell(proto.Command{Train: &proto.Train{Steps: max(0, stop-f.Step)}}); err != nil {
		return nil, err
	}
	for idle := false; !idle; {
		_, idle = j.e.advance()
	}
	return f, poll()
}

// bestOf measures best-of-n for n up to the cell's.
func bestOf(e *engine, c *checkpoint, x cell) (outcome, error) {
	got := outcome{Cell: x, State: "finished"}
	by := "taste"
	if x.Reward != "" {
		by = "reward"
	} else if _, err := openFor(e, c, training{world: "tales", method: "dpo", seed: x.Seed}, x.Taste, nil); err != nil {
		return got, err
	}
	err := e.ask(proto.Command{BestOf: &proto.BestOf{By: by, Taste: x.Taste, Prompts: x.Prompts, N: x.BestOf, Seed: x.Seed}}, func(ev proto.Event) bool {
		got.Points = got.Points[:0]
		for _, row := range ev.BestOf.Rows {
			got.Points = append(got.Points, point{
				Step: row.N, KL: row.KL, Gold: row.Gold, Was: ev.BestOf.Rows[0].Gold, Proxy: row.Proxy - ev.BestOf.Rows[0].Proxy,
				WinRate: row.WinRate, Low: row.Low, High: row.High,
			})
		}
		return ev.BestOf.Done == ev.BestOf.Of
	})
	return got, err
}
