package tales

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"preflab/core/world"
)

// A Weighted is one taste of a mix. A weight below 0 asks for the opposite.
type Weighted struct {
	Taste  world.Taste
	Weight float64
}

// maxWeight bounds a weight, so that no sum can overflow.
const maxWeight = 1000

// Combine makes one taste of several: the mean of their scores by weight, which
// stays in [0,1]; a negative weight counts 1-score.
func Combine(parts []Weighted) (world.Taste, error) {
	if len(parts) == 0 {
		return world.Taste{}, errors.New("a mix needs at least one taste")
	}
	total := 0.0
	var names, labels []string
	for i, p := range parts {
		w := max(p.Weight, -p.Weight)
		if !(w > 0 && w <= maxWeight) {
			return world.Taste{}, fmt.Errorf("the weight of %s is %v, want one up to %d and not 0", p.Taste.Name, p.Weight, maxWeight)
		}
		total += w
		names = append(names, term(p, i == 0))
		labels = append(labels, labelled(p))
	}
	parts = slices.Clone(parts)
	score := func(opening, continuation string) (float64, []world.Span) {
		sum := 0.0
		var spans []world.Span
		for _, p := range parts {
			s, found := p.Taste.Score(opening, continuation)
			if len(parts) == 1 || !covers(found, continuation) {
				spans = append(spans, found...)
			}
			if p.Weight < 0 {
				s = 1 - s
			}
			sum += float64(max(p.Weight, -p.Weight) * s) // not fused: all platforms agree
		}
		return min(sum/total, 1), tidy(spans)
	}
	return world.Taste{Name: strings.Join(names, ""), Label: strings.Join(labels, " + "), Score: score}, nil
}

// covers says whether spans are one over all of a text, as for a taste of
// length: in a mix that would hide the others' words.
func covers(spans []world.Span, text string) bool {
	return len(spans) == 1 && spans[0] == world.Span{Start: 0, End: len(text)}
}

func term(p Weighted, first bool) string {
	sign, w := "+", p.Weight
	if w < 0 {
		sign, w = "-", -w
	} else if first {
		sign = ""
	}
	if w == 1 {
		return sign + p.Taste.Name
	}
	return sign + p.Taste.Name + "*" + strconv.FormatFloat(w, 'g', -1, 64)
}

func labelled(p Weighted) string {
	if p.Weight < 0 {
		return "not: " + p.Taste.Label
	}
	return p.Taste.Label
}

// tidy sorts spans and joins those that overlap.
func tidy(spans []world.Span) []world.Span {
	slices.SortFunc(spans, func(a, b world.Span) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var out []world.Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.Start < out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Taste reads a mix such as "cats", "cats*2+brief" or "rain-long*0.5".
func (w World) Taste(expr string) (world.Taste, error) {
	parts, err := w.parse(strings.ReplaceAll(expr, " ", ""))
	if err != nil {
		return world.Taste{}, fmt.Errorf("taste %q: %w", expr, err)
	}
	if len(parts) == 1 && parts[0].Weight == 1 {
		return parts[0].Taste, nil
	}
	t, err := Combine(parts)
	if err != nil {
		return world.Taste{}, fmt.Errorf("taste %q: %w", expr, err)
	}
	return t, nil
}

// parse reads terms with signs between; a sign before the first is allowed.
func (w World) parse(text string) ([]Weighted, error) {
	if text == "" || text[0] != '+' && text[0] != '-' {
		text = "+" + text
	}
	var parts []Weighted
	for text != "" {
		sign := 1.0
		if text[0] == '-' {
			sign = -1
		}
		end := 1 + strings.IndexAny(text[1:], "+-")
		if end == 0 {
			end = len(text)
		}
		p, err := w.term(text[1:end], sign)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p)
		text = text[end:]
	}
	return parts, nil
}

// term reads "cats" or "cats*2".
func (w World) term(text string, sign float64) (Weighted, error) {
	name, factor, given := strings.Cut(text, "*")
	weight := 1.0
	if given {
		x, err := strconv.ParseFloat(factor, 64)
		if err != nil {
			return Weighted{}, fmt.Errorf("%q is not a weight", factor)
		}
		weight = x
	}
	t, ok := world.TasteOf(w, name)
	if !ok {
		return Weighted{}, fmt.Errorf("there is no taste %q, only %s", name, tasteNames())
	}
	return Weighted{t, sign * weight}, nil
}

func tasteNames() string {
	var out []string
	for _, t := range tastes {
		out = append(out, t.Name)
	}
	return strings.Join(out, ", ")
}
