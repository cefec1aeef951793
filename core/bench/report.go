package bench

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// A Report is everything that one run measured.
type Report struct {
	Command string   `json:"command"`
	Date    string   `json:"date"`
	Machine Machine  `json:"machine"`
	Visit   *Visit   `json:"first_visit,omitempty"` // in a browser
	Results []Result `json:"results"`
}

// A Machine is where figures come from.
type Machine struct {
	CPU     string `json:"cpu"`
	Cores   int    `json:"cores"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
	Go      string `json:"go"`
	Browser string `json:"browser,omitempty"`
}

// A Visit is a first visit to the page, in milliseconds from the navigation.
type Visit struct {
	PaintMS float64 `json:"first_paint_ms"`
	LabelMS float64 `json:"first_label_ms"` // until the first pair could be labelled
}

// ThisMachine describes the machine that runs this program.
func ThisMachine() Machine {
	return Machine{CPU: cpuName(), Cores: runtime.NumCPU(), OS: runtime.GOOS, Arch: runtime.GOARCH, Go: runtime.Version()}
}

// cpuName reads Linux's name of the processor; elsewhere it is "unknown".
func cpuName() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

// Markdown is the report for people.
func (r *Report) Markdown() string {
	m := r.Machine
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s, %d cores, %s/%s, %s", r.Command, m.CPU, m.Cores, m.OS, m.Arch, m.Go)
	if m.Browser != "" {
		fmt.Fprintf(&b, ", %s", m.Browser)
	}
	fmt.Fprintf(&b, ", %s. Other programs on the machine make every figure worse.\n", r.Date)
	r.steps(&b)
	r.phases(&b)
	r.decodes(&b)
	r.loads(&b)
	return b.String()
}

// steps is the table of training steps.
func (r *Report) steps(b *strings.Builder) {
	var rows [][]string
	for _, x := range r.Results {
		if x.Size != "" {
			rows = append(rows, []string{x.Size, x.Kernel, shapeName(x), number("%.1f", x.MedianMS), number("%.1f", least(x.TimesMS)),
				number("%.1f", x.FirstMS), number("%.1f", x.GFlops), number("%.1f", x.Peak), number("%.0f %%", 100*x.OfPeak)})
		}
	}
	table(b, "A training step", []string{"size", "kernel", "shape", "median ms", "best ms", "first ms", "GFLOP/s", "128-bit peak", "of it"}, rows)
}

// shapeName is the shape in a table's words.
func shapeName(x Result) string {
	if x.Shape == nil {
		return fmt.Sprintf("%s, %d weights", x.Model, x.Params)
	}
	s := x.Shape
	return fmt.Sprintf("%d wide, %d layers, %d x %d", s.D, s.L, s.B, s.T)
}

// phases is the table of where a step's time goes, a column for each step.
func (r *Report) phases(b *strings.Builder) {
	heads, rows := []string{"part of the step"}, [][]string{}
	add := func(name, cell string) {
		for i := range rows {
			if rows[i][0] == name {
				rows[i] = append(rows[i], cell)
				return
			}
		}
		rows = append(rows, []string{name, cell})
	}
	for _, x := range r.Results {
		if x.Phases == nil {
			continue
		}
		heads = append(heads, x.Size+", "+x.Kernel)
		for _, p := range x.Phases {
			add(p.Name, fmt.Sprintf("%.1f ms, %.1f %%", p.MS, 100*p.Share))
		}
		for _, s := range x.Stages {
			add("*"+s.Name+"*", fmt.Sprintf("%.1f ms, plain Go %.1f", s.MS, s.RestMS))
		}
	}
	table(b, "Where its time goes", heads, rows)
}

// decodes is the table of greedy writing.
func (r *Report) decodes(b *strings.Builder) {
	var rows [][]string
	for _, x := range r.Results {
		if x.TPS > 0 {
			rows = append(rows, []string{x.Model, x.Kernel, fmt.Sprint(x.Params), fmt.Sprint(x.Streams), fmt.Sprint(x.Tokens), number("%.0f", x.TPS)})
		}
	}
	table(b, "Greedy writing", []string{"model", "kernel", "weights", "streams", "tokens each", "tokens/s"}, rows)
}

// loads is the table of what comes before the first step.
func (r *Report) loads(b *strings.Builder) {
	var rows [][]string
	for _, x := range r.Results {
		if x.TPS == 0 && x.Size == "" {
			rows = append(rows, []string{"open " + x.Model + ": files to first token (" + x.Kernel + ")", number("%.1f", x.FirstMS)})
		}
		if x.ProgramMS > 0 && x.TPS == 0 && x.Size == "" {
			rows = append(rows, []string{"fetch and compile the program", number("%.1f", x.ProgramMS)}, []string{"fetch the model", number("%.1f", x.FetchMS)})
		}
	}
	if v := r.Visit; v != nil {
		rows = append(rows, []string{"first visit to first paint", number("%.0f", v.PaintMS)}, []string{"first visit to the first pair that can be labelled", number("%.0f", v.LabelMS)})
	}
	table(b, "Loading", []string{"what", "ms"}, rows)
}

// number is x, "-" where there is none.
func number(format string, x float64) string {
	if x == 0 {
		return "-"
	}
	return fmt.Sprintf(format, x)
}

// least is the smallest of xs, 0 of none.
func least(xs []float64) float64 {
	best := 0.0
	for i, x := range xs {
		if i == 0 || x < best {
			best = x
		}
	}
	return best
}

// table writes a titled table with its columns aligned, so that it can be read as it
// is: the first column to the left, numbers to the right. Nothing without rows.
func table(b *strings.Builder, title string, heads []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	width := make([]int, len(heads))
	for _, row := range append([][]string{heads}, rows...) {
		for i, cell := range row {
			width[i] = max(width[i], len(cell), 4)
		}
	}
	line := func(row []string) {
		for i, w := range width {
			cell := ""
			if i < len(row) {
				cell = row[i]
			}
			pad := strings.Repeat(" ", w-len(cell))
			if i == 0 {
				b.WriteString("| " + cell + pad + " |")
				continue
			}
			b.WriteString(" " + pad + cell + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n## " + title + "\n\n")
	line(heads)
	rules := make([]string, len(heads))
	for i, w := range width {
		rules[i] = strings.Repeat("-", w-1) + ":"
	}
	rules[0] = strings.Repeat("-", width[0])
	line(rules)
	for _, row := range rows {
		line(row)
	}
}
