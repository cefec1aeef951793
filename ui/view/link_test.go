package view

import (
	"strings"
	"testing"
)

func TestLink(t *testing.T) {
	sp := testSpec()
	for _, c := range []struct {
		in, out string // out: what Format writes for it
		notices int
	}{
		{"", "v=1&method=dpo&world=tales", 0},
		{"#v=1&method=dpo&world=tales&taste=cats&seed=7", "v=1&method=dpo&world=tales&taste=cats&seed=7", 0},
		{"v=1&beta=0.5&steps=40", "v=1&method=dpo&world=tales&beta=0.5&steps=40", 0},
		{"v=1&beta=99", "v=1&method=dpo&world=tales&beta=2", 1},                 // moved into range, said
		{"v=1&beta=NaN&steps=x", "v=1&method=dpo&world=tales", 2},               // left at the default, said
		{"v=1&colour=red", "v=1&method=dpo&world=tales", 0},                     // unknown: ignored
		{"v=2&seed=3", "v=1&method=dpo&world=tales&seed=3", 1},                  // from the future
		{"v=1&seed=-3", "v=1&method=dpo&world=tales", 1},                        // no seed
		{"v=1&taste=<b>", "v=1&method=dpo&world=tales", 1},                      // not a name
		{"v=1&world=..%2F..%2Fetc", "v=1&method=dpo&world=tales", 1},            // no path
		{"v=1&seed=%zz&taste=rain", "v=1&method=dpo&world=tales&taste=rain", 1}, // half readable
	} {
		l, n1 := ParseLink(c.in)
		cfg, n2 := sp.FromQuery(l.Rest)
		if got := l.Format(cfg); got != c.out {
			t.Errorf("%q: got %q, want %q", c.in, got, c.out)
		}
		if got := len(n1) + len(n2); got != c.notices {
			t.Errorf("%q: got notices %q %q, want %d", c.in, n1, n2, c.notices)
		}
	}
}

// Whatever stands behind '#', the page opens, and what it writes back it reads
// as the same state without a word.
func FuzzLink(f *testing.F) {
	for _, s := range []string{"", "v=1&method=dpo&beta=0.5", "v=9&seed=18446744073709551616", "beta=1e999", "a=b&&=;%", "taste=\x00", "steps=1.5&steps=2"} {
		f.Add(s)
	}
	sp := testSpec()
	f.Fuzz(func(t *testing.T, hash string) {
		l, _ := ParseLink(hash)
		c, _ := sp.FromQuery(l.Rest)
		for i, p := range sp.Params {
			if v := c.Values[i]; v < p.Min || v > p.Max || v != v {
				t.Fatalf("%q: %s is %v", hash, p.Name, v)
			}
		}
		once := l.Format(c)
		if strings.ContainsAny(once, " \n<>\"") {
			t.Fatalf("%q gives the link %q", hash, once)
		}
		l2, notices := ParseLink(once)
		c2, more := sp.FromQuery(l2.Rest)
		if len(notices)+len(more) > 0 {
			t.Fatalf("%q gives %q, which is read with %q %q", hash, once, notices, more)
		}
		if twice := l2.Format(c2); twice != once {
			t.Fatalf("%q gives %q, then %q", hash, once, twice)
		}
	})
}
