package spec_test

import (
	"math"
	"net/url"
	"slices"
	"strings"
	"testing"

	"preflab/core/spec"
)

// knobs has one parameter of each kind.
var knobs = &spec.Spec{Method: "test", Params: []spec.Param{
	{Name: "beta", Default: 0.1, Min: 0.01, Max: 2, Log: true},
	{Name: "steps", Default: 120, Min: 1, Max: 5000, Integer: true},
	{Name: "shift", Default: 0, Min: -3, Max: 3},
	{Name: "order", Default: 1, Min: 0, Max: 2, Choices: []string{"random", "in turn", "a&b=c"}},
}}

func TestParse(t *testing.T) {
	for _, row := range []struct {
		param, text string
		want        float64
		complaint   string // "" when the text is good
	}{
		{"beta", "0.5", 0.5, ""},
		{"beta", "1e-1", 0.1, ""},
		{"beta", "2", 2, ""},
		{"beta", "2.1", 0, "from 0.01 to 2"},
		{"beta", "0", 0, "from 0.01 to 2"},
		{"beta", "much", 0, "a number from 0.01 to 2"},
		{"beta", "NaN", 0, "a number from 0.01 to 2"},
		{"beta", "Inf", 0, "from 0.01 to 2"},
		{"beta", "", 0, "a number from 0.01 to 2"},
		{"steps", "5000", 5000, ""},
		{"steps", "1.5", 0, "a whole number"},
		{"steps", "1e300", 0, "from 1 to 5000"},
		{"order", "in turn", 1, ""},
		{"order", "1", 0, "one of random, in turn, a&b=c"},
	} {
		t.Run(row.param+" "+row.text, func(t *testing.T) {
			c := knobs.Default()
			before := slices.Clone(c.Values)
			err := c.Set(row.param, row.text)
			if row.complaint == "" {
				if err != nil || c.Get(row.param) != row.want {
					t.Errorf("got %v, %v, want %v", c.Get(row.param), err, row.want)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), row.complaint) || !strings.Contains(err.Error(), row.param) {
				t.Errorf("got %v, want a complaint with %q", err, row.complaint)
			}
			if !slices.Equal(c.Values, before) {
				t.Error("a refused value changed the configuration")
			}
		})
	}
}

func TestUnknownSettingNamesTheKnownOnes(t *testing.T) {
	err := knobs.Default().Set("bta", "1")
	if err == nil || !strings.Contains(err.Error(), "beta, steps, shift, order") {
		t.Errorf("got %v", err)
	}
}

func TestDefaultsAreNotShared(t *testing.T) {
	a := knobs.Default()
	a.Values[0] = 1
	if got := knobs.Default().Get("beta"); got != 0.1 {
		t.Errorf("beta of a new configuration is %v", got)
	}
}

// TestFormatIsReadBack holds for any value in range, to the bit.
func TestFormatIsReadBack(t *testing.T) {
	for i, values := range [][]float64{{0.01, 0.1, 1.0 / 3, math.Nextafter(2, 0)}, {1, 4999}, {-3, 1e-300, math.E}, {0, 1, 2}} {
		for _, v := range values {
			p := knobs.Params[i]
			if got, err := p.Parse(p.Format(v)); got != v || err != nil {
				t.Errorf("%s: %v is written %q and read %v, %v", p.Name, v, p.Format(v), got, err)
			}
		}
	}
}

func TestQuery(t *testing.T) {
	for _, row := range []struct {
		name, query, canonical string
		notices                int
	}{
		{"nothing", "", "", 0},
		{"the defaults are left out", "beta=0.1&steps=120&order=in+turn", "", 0},
		{"the order is the Spec's", "shift=-1&beta=0.5", "beta=0.5&shift=-1", 0},
		{"words are escaped", "order=a%26b%3Dc", "order=a%26b%3Dc", 0},
		{"strangers are ignored", "gamma=1&beta=1", "beta=1", 0},
		{"out of range is moved in", "beta=99&steps=0&shift=-1e9", "beta=2&steps=1&shift=-3", 3},
		{"infinity is moved in", "shift=Inf", "shift=3", 1},
		{"a fraction is cut off", "steps=2.9", "steps=2", 1},
		{"unreadable is left alone", "beta=much&order=sideways&steps=NaN", "", 3},
	} {
		t.Run(row.name, func(t *testing.T) {
			q, err := url.ParseQuery(row.query)
			if err != nil {
				t.Fatal(err)
			}
			c, notices := knobs.FromQuery(q)
			if got := c.Query(); got != row.canonical {
				t.Errorf("got %q, want %q", got, row.canonical)
			}
			if len(notices) != row.notices {
				t.Errorf("notices: got %q, want %d", notices, row.notices)
			}
		})
	}
}

// FuzzFromQuery: whatever a link says, the configuration is in range, and its own
// link gives it back without a word.
func FuzzFromQuery(f *testing.F) {
	f.Add("beta=0.5&steps=7&shift=-1&order=random")
	f.Add("beta=1e400&steps=-Inf&shift=0x1p-2&order=")
	f.Add("steps=1e18&beta=NaN&%zz=1&beta=2;steps=3")
	f.Fuzz(func(t *testing.T, link string) {
		q, _ := url.ParseQuery(link) // what could be read of it
		c, _ := knobs.FromQuery(q)
		for i, p := range knobs.Params {
			v := c.Values[i]
			if !(v >= p.Min && v <= p.Max) || p.Integer && v != math.Trunc(v) || p.Choices != nil && v != math.Trunc(v) {
				t.Errorf("%s is %v", p.Name, v)
			}
		}
		again, err := url.ParseQuery(c.Query())
		if err != nil {
			t.Fatal(err)
		}
		back, notices := knobs.FromQuery(again)
		if !slices.Equal(back.Values, c.Values) || len(notices) > 0 {
			t.Errorf("%v came back from %q as %v, %q", c.Values, c.Query(), back.Values, notices)
		}
	})
}
