// Package spec declares knobs. A method declares each of its parameters once,
// beside its code; the page's controls, the link, the command-line flags, the
// validation and the documentation follow from the declaration.
package spec

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// A Param is one knob: a number in a range or, when Choices is set, the index of
// one of a few words.
type Param struct {
	Name    string   `json:"name"`  // TRL's name: "beta", "learning_rate"
	Label   string   `json:"label"` // for people
	Help    string   `json:"help"`  // one line: what it does and which way
	Default float64  `json:"default"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Integer bool     `json:"integer,omitempty"`
	Log     bool     `json:"log,omitempty"`     // the slider is logarithmic
	Choices []string `json:"choices,omitempty"` // when set, values are indices into it
	More    bool     `json:"more,omitempty"`    // for experts: folded away at first
}

// A Metric is one column of a run's log.
type Metric struct {
	Name     string   `json:"name"`  // TRL's name: "rewards/margins"
	Label    string   `json:"label"` // for people
	Chart    string   `json:"chart"` // metrics of one chart share this title; "" is not drawn
	Baseline *float64 `json:"baseline,omitempty"`
	BaseNote string   `json:"base_note,omitempty"` // what the baseline means: "ln 2: no preference yet"
	Group    string   `json:"group,omitempty"`     // "loss", "rewards", "policy", "value" or "samples": where people look for it
	Low      *float64 `json:"low,omitempty"`       // a healthy run stays above
	High     *float64 `json:"high,omitempty"`      // and below
}

// A Box is one part of a method's diagram; an arrow leads from each to the next.
type Box struct {
	Name string `json:"name"`
	Role string `json:"role"` // "labels" enter here, "trained", "frozen", or "data"
}

// A Spec describes one method.
type Spec struct {
	Method  string   `json:"method"` // "dpo"
	Title   string   `json:"title"`
	Summary string   `json:"summary"`
	Params  []Param  `json:"params"`
	Metrics []Metric `json:"metrics"`

	Story   []string `json:"story"`             // the chapter, in three sentences
	Formula string   `json:"formula"`           // what is minimised, in one line of text
	Flow    []Box    `json:"flow"`              // what is trained, what is frozen, where labels enter
	Labels  bool     `json:"labels"`            // it learns from labels
	Reward  bool     `json:"reward"`            // its answers are scored by a reward model or a taste
	Base    bool     `json:"base"`              // it begins with the base model
	Policy  bool     `json:"policy"`            // what it trains writes
	Markers []string `json:"markers,omitempty"` // what an answer may be asked for with: "good", "bad", "chain"
}

// Has reports whether the Spec has a parameter of that name.
func (s *Spec) Has(name string) bool {
	for _, p := range s.Params {
		if p.Name == name {
			return true
		}
	}
	return false
}

// A Config is a value for each parameter of a Spec, in the Spec's order.
type Config struct {
	Spec   *Spec
	Values []float64
}

// Default returns the configuration of untouched knobs.
func (s *Spec) Default() Config {
	c := Config{Spec: s, Values: make([]float64, len(s.Params))}
	for i, p := range s.Params {
		c.Values[i] = p.Default
	}
	return c
}

// Get returns the value of the named parameter. It panics if the Spec has none:
// names are the programmer's.
func (c Config) Get(name string) float64 {
	for i, p := range c.Spec.Params {
		if p.Name == name {
			return c.Values[i]
		}
	}
	panic("spec: no such parameter")
}

// Put sets the named parameter to a value that is known to be in its range. It
// panics if the Spec has none of that name.
func (c Config) Put(name string, v float64) {
	for i, p := range c.Spec.Params {
		if p.Name == name {
			c.Values[i] = v
			return
		}
	}
	panic("spec: no such parameter")
}

// Set parses text as the value of the named parameter. The error says the
// allowed range; the configuration is unchanged then.
func (c Config) Set(name, text string) error {
	for i, p := range c.Spec.Params {
		if p.Name == name {
			v, err := p.Parse(text)
			if err == nil {
				c.Values[i] = v
			}
			return err
		}
	}
	names := make([]string, len(c.Spec.Params))
	for i, p := range c.Spec.Params {
		names[i] = p.Name
	}
	return fmt.Errorf("%s has no setting %q; it has %s", c.Spec.Method, name, strings.Join(names, ", "))
}

// Parse reads a value of p, and refuses one that is out of range.
func (p Param) Parse(text string) (float64, error) {
	for i, w := range p.Choices {
		if w == text {
			return float64(i), nil
		}
	}
	if p.Choices != nil {
		return 0, fmt.Errorf("%s is %q; it must be one of %s", p.Name, text, strings.Join(p.Choices, ", "))
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || v != v {
		return 0, fmt.Errorf("%s is %q; it must be a number from %v to %v", p.Name, text, p.Min, p.Max)
	}
	if v < p.Min || v > p.Max {
		return 0, fmt.Errorf("%s is %v; it must be from %v to %v", p.Name, text, p.Min, p.Max)
	}
	if p.Integer && v != float64(int64(v)) {
		return 0, fmt.Errorf("%s is %v; it must be a whole number", p.Name, text)
	}
	return v, nil
}

// Format writes a value of p as Parse reads it.
func (p Param) Format(v float64) string {
	if p.Choices != nil {
		return p.Choices[int(v)]
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// Clamp moves a value into p's range.
func (p Param) Clamp(v float64) float64 { return min(max(v, p.Min), p.Max) }

// Query writes the values that differ from the defaults, in the Spec's order.
func (c Config) Query() string {
	var parts []string
	for i, p := range c.Spec.Params {
		if c.Values[i] != p.Default {
			parts = append(parts, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Format(c.Values[i])))
		}
	}
	return strings.Join(parts, "&")
}

// FromQuery reads a configuration from link parameters. Unknown keys are
// ignored and unreadable values left at their default; a value out of range is
// moved into it. Each value not taken as written gives a notice.
func (s *Spec) FromQuery(q url.Values) (Config, []string) {
	c := s.Default()
	var notices []string
	for i, p := range s.Params {
		text := q.Get(p.Name)
		if text == "" {
			continue
		}
		v, err := p.Parse(text)
		if err != nil {
			notices = append(notices, err.Error())
			f, ferr := strconv.ParseFloat(text, 64)
			if ferr != nil || f != f || p.Choices != nil {
				continue
			}
			if v = p.Clamp(f); p.Integer {
				v = float64(int64(v))
			}
		}
		c.Values[i] = v
	}
	return c, notices
}
