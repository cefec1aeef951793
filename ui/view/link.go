package view

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"preflab/core/spec"
)

// LinkVersion is the v= of links; another is read as well as it can be, with a notice.
const LinkVersion = "1"

// Link is the state of the page that its address carries. Texts and labels are
// never in it.
type Link struct {
	Method string
	World  string
	Taste  string
	Seed   uint64 // 0 when the link has none
	Rest   url.Values
}

// ParseLink reads the part of an address behind '#'. Unknown keys are kept in
// Rest for the method's Spec, which ignores what it does not know. Whatever the
// hash, it returns a usable Link; notices say what was not taken as written.
func ParseLink(hash string) (Link, []string) {
	l := Link{Method: First, World: "tales"}
	q, err := url.ParseQuery(strings.TrimPrefix(hash, "#"))
	var notices []string
	if err != nil {
		notices = append(notices, "Part of the link could not be read and was left out.")
	}
	if v := q.Get("v"); v != "" && v != LinkVersion {
		notices = append(notices, fmt.Sprintf("The link is of version %s; this page reads version %s and took what it could.", short(v), LinkVersion))
	}
	word := func(key, old string) string {
		v := q.Get(key)
		if v == "" {
			return old
		}
		if !isWord(v) {
			notices = append(notices, fmt.Sprintf("The link's %s is not a name and was left out.", key))
			return old
		}
		return v
	}
	l.Method, l.World, l.Taste = word("method", l.Method), word("world", l.World), word("taste", "")
	if t := q.Get("seed"); t != "" {
		n, err := strconv.ParseUint(t, 10, 64)
		if err != nil || n == 0 || n > MaxSeed {
			notices = append(notices, fmt.Sprintf("The link's seed must be a whole number from 1 to %d; another was drawn.", uint64(MaxSeed)))
		} else {
			l.Seed = n
		}
	}
	for _, k := range []string{"v", "method", "world", "taste", "seed"} {
		q.Del(k)
	}
	l.Rest = q
	return l, notices
}

// MaxSeed bounds seeds to what a number field and a link carry without loss.
const MaxSeed = 1<<31 - 1

// Format writes the link of this state with the settings that differ from c's
// defaults.
func (l Link) Format(c spec.Config) string {
	var b strings.Builder
	b.WriteString("v=" + LinkVersion)
	add := func(k, v string) {
		if v != "" {
			b.WriteString("&" + k + "=" + url.QueryEscape(v))
		}
	}
	add("method", l.Method)
	add("world", l.World)
	add("taste", l.Taste)
	if l.Seed != 0 {
		add("seed", strconv.FormatUint(l.Seed, 10))
	}
	if c.Spec != nil {
		if q := c.Query(); q != "" {
			b.WriteString("&" + q)
		}
	}
	return b.String()
}

// isWord reports whether s can be a method's, world's or taste's name.
func isWord(s string) bool {
	if len(s) > 40 {
		return false
	}
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return s != ""
}

// short cuts a text from outside to a length that fits a sentence.
func short(s string) string { return Cut(s, 40) }

// LinkRead takes over an address or stored settings.
type LinkRead struct{ Link Link }

func (e LinkRead) apply(s *State) {
	s.Link = e.Link
	s.Seed = Field{Text: strconv.FormatUint(e.Link.Seed, 10)}
	s.Desk.Auto.Taste = e.Link.Taste
}
