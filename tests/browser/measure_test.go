package browser

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"preflab/core/bench"
	"preflab/core/lab/labtest"
	"preflab/core/proto"
	"preflab/tests/scripts/play"
)

// watcher notes, in the page, when the first pair could be labelled and every
// task of the main thread that took 50 ms or more.
const watcher = `
	window.longTasks = [];
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) longTasks.push({ start: e.startTime, duration: e.duration });
	}).observe({ type: "longtask", buffered: true });
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) if (e.name === "first-contentful-paint") window.firstPaint = e.startTime;
	}).observe({ type: "paint", buffered: true });
	(function look() {
		const button = document.querySelector("#btn-left");
		if (button && !button.disabled) window.firstLabel = performance.now();
		else setTimeout(look, 5);
	})();`

// Measures are what docs/results keeps of a run in the browser.
type Measures struct {
	Command       string  `json:"command"`
	Date          string  `json:"date"`
	Cores         int     `json:"cores"`
	FirstPaintMS  float64 `json:"first_paint_ms"`
	FirstLabelMS  float64 `json:"first_label_ms"`
	LongestBootMS float64 `json:"longest_task_boot_ms"`
	LongestMS     float64 `json:"longest_task_training_ms"`
	LongTasks     int     `json:"tasks_over_50ms_training"`
	TrainedForMS  float64 `json:"training_ms"`
	PageStepMS    float64 `json:"step_ms_in_page"`
	EngineStepMS  float64 `json:"step_ms_engine_alone"`
	TokensPerSec  float64 `json:"tokens_per_second_engine_alone"`

	CrewStepMS []float64 `json:"step_ms_by_workers"` // 1, 2, 3 and 4 engines compute a step
	Kernel     string    `json:"kernel"`
}

// results is where measurements are kept.
const results = "../../docs/results/"

// TestMeasure writes docs/results/browser.json when asked to; it asserts nothing
// about time, because the machines that run it are noisy.
func TestMeasure(t *testing.T) {
	if os.Getenv("PREFLAB_MEASURE") == "" {
		t.Skip("set PREFLAB_MEASURE=1 to measure: ./build.sh bench browser")
	}
	m := Measures{
		Command: "./build.sh bench browser", Date: time.Now().UTC().Format(time.DateOnly), Cores: runtime.NumCPU(),
	}
	measurePage(t, &m)
	measureEngine(t, &m)
	fmt.Println(keep(t, "browser.json", m))
}

// keep writes v as JSON among the results, and returns it.
func keep(t *testing.T, name string, v any) string {
	t.Helper()
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	write(t, results+name, append(data, '\n'))
	return string(data)
}

// TestMeasureEngine drives bench.html through everything that it measures, and writes
// docs/results/bench-browser.json with its table.
func TestMeasureEngine(t *testing.T) {
	if os.Getenv("PREFLAB_MEASURE") == "" {
		t.Skip("set PREFLAB_MEASURE=1 to measure: ./build.sh bench browser")
	}
	visitor := blank(t)
	call(visitor, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watcher})
	visitor.visit("")
	visitor.wait("window.firstLabel")
	r := bench.Report{
		Command: "./build.sh bench browser", Date: time.Now().UTC().Format(time.DateOnly), Machine: bench.ThisMachine(),
		Visit: &bench.Visit{PaintMS: eval[float64](visitor, "window.firstPaint ?? 0"), LabelMS: eval[float64](visitor, "window.firstLabel")},
	}
	r.Machine.Browser = eval[string](visitor, "navigator.userAgent.match(/Chrome\\/[0-9.]+/)[0]")
	visitor.do(chromedp.Navigate("about:blank")) // its engine is not to be in the way

	tb := blank(t)
	for _, j := range everything(t) {
		r.Results = append(r.Results, result(t, drive(tb, j, 10*time.Minute)))
	}
	keep(t, "bench-browser.json", r)
	write(t, results+"bench-browser.md", []byte(r.Markdown()))
	fmt.Println(r.Markdown())
}

// everything is what the page measures under that button, and writing with stories260K
// where the reference data lie.
func everything(t *testing.T) []bench.Job {
	const model = "tales/sft"
	jobs := append(bench.Sizes(), bench.Job{DPO: model, Phases: 8},
		bench.Job{Decode: model}, bench.Job{Decode: model, Streams: 16}, bench.Job{Open: model})
	const shared = "../../../shared/data/checkpoints/stories260K"
	if _, err := os.Stat(shared); err != nil {
		return jobs
	}
	files := http.FileServer(http.Dir(shared))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		files.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	stories := bench.Job{Decode: "stories260K", Bin: server.URL + "/stories260K.bin", Tok: server.URL + "/tok512.bin"}
	many := stories
	many.Streams = 16
	return append(jobs, stories, many)
}

func measurePage(t *testing.T, m *Measures) {
	tb := blank(t)
	call(tb, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watcher})
	tb.visit("v=1&seed=11&max_steps=100&train_batch_size=8&target_kl=150")
	tb.wait("window.firstLabel")
	m.FirstPaintMS = eval[float64](tb, "window.firstPaint ?? 0")
	m.FirstLabelMS = eval[float64](tb, "window.firstLabel")
	m.LongestBootMS = eval[float64](tb, "Math.max(0, ...longTasks.map(t => t.duration))")
	tb.teach()
	eval[any](tb, "window.began = performance.now(); null")
	tb.finish(100)
	m.TrainedForMS = eval[float64](tb, "performance.now() - began")
	m.PageStepMS = m.TrainedForMS / 100
	m.LongestMS = eval[float64](tb, "Math.max(0, ...longTasks.filter(t => t.start > began).map(t => t.duration))")
	m.LongTasks = eval[int](tb, "longTasks.filter(t => t.start > began).length")
}

// measureEngine times the steps of the shipped model, with no page to serve.
func measureEngine(t *testing.T, m *Measures) {
	const steps = 20
	script := []proto.Command{
		{Hello: &proto.Hello{Version: proto.Version}},
		{Open: &proto.Open{World: "tales", Method: "dpo", Seed: 1, Query: "train_batch_size=8"}, Blobs: shipped(t)},
		{Labels: &proto.Labels{Labels: labtest.Labels(24)}},
		{Train: &proto.Train{Steps: 3}}, // the reference's log-probabilities are computed once
		{Train: &proto.Train{Steps: steps}},
		{Poll: &proto.Empty{}},
	}
	tb := open(t, "")
	tb.awake()
	for helpers := 3; helpers > 0; helpers-- {
		_, took := inChromium(tb, script, helpers)
		m.CrewStepMS = append([]float64{took[4] / steps}, m.CrewStepMS...)
	}
	events, took := inChromium(tb, script, 0)
	m.CrewStepMS = append([]float64{took[4] / steps}, m.CrewStepMS...)
	m.Kernel = play.Kernel(events)
	m.EngineStepMS = took[4] / steps
	frame, ok := events[len(events)-1]["frame"].(map[string]any)
	if !ok {
		t.Fatalf("the last event is %v, want a frame", events[len(events)-1])
	}
	tokens, _ := frame["tokens"].(float64)
	m.TokensPerSec = tokens / (3 + steps) / m.EngineStepMS * 1000
}

// shipped is the model that a first visit loads, as Open wants it.
func shipped(t *testing.T) [][]byte {
	t.Helper()
	var files [][]byte
	for _, name := range []string{"config.json", "tokenizer.json", "model.safetensors"} {
		data, err := os.ReadFile(filepath.Join(public, "models/tales/sft", name))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, data)
	}
	return files
}
