package pref

import (
	"encoding/json"
	"errors"
	"time"
)

// full reads our own record: the JSON of a Label.
func full(_ *reader, r row) (string, []draft, *Problem, bool) {
	if !r.has("verdict") || !(r.has("a") || r.has("b")) {
		return "", nil, nil, false
	}
	const name = "Preflab labels"
	for _, col := range [...]string{"id", "prompt", "a", "b", "verdict"} {
		if !r.has(col) {
			return name, nil, bad(col, "it is missing"), true
		}
	}
	var d draft
	if err := json.Unmarshal(r.raw, &d.Label); err != nil {
		var typ *json.UnmarshalTypeError
		if errors.As(err, &typ) {
			return name, nil, bad(typ.Field, "it is a %s; it must be %s", typ.Value, kindOf(typ)), true
		}
		return name, nil, bad("", "not valid: %v", err), true
	}
	if p := d.checkFull(); p != nil {
		return name, nil, p, true
	}
	return name, []draft{d}, nil, true
}

// kindOf names the JSON type that was wanted.
func kindOf(e *json.UnmarshalTypeError) string {
	switch e.Type.Kind().String() {
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	}
	return "text"
}

// checkFull holds a record of ours to the ranges that only our records have.
func (d *draft) checkFull() *Problem {
	switch d.Verdict {
	case PreferA, PreferB, Tie, BothBad, Skip:
	default:
		return bad("verdict", "it is %q; it must be a, b, tie, both_bad or skip", d.Verdict)
	}
	if d.ID == "" {
		return bad("id", "it is empty; every label needs its own")
	}
	if d.Strength < 0 || d.Strength > 2 {
		return bad("strength", "it is %d; it must be from 0 to 2", d.Strength)
	}
	if d.LatencyMS < 0 {
		return bad("latency_ms", "it is %d; it must not be negative", d.LatencyMS)
	}
	if d.Time != "" {
		if _, err := time.Parse(time.RFC3339, d.Time); err != nil {
			return bad("ts", "it is %q; it must be a time such as 2026-01-31T12:00:00Z", d.Time)
		}
	}
	return nil
}
