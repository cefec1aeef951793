package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"preflab/core/proto"
	"preflab/core/spec"
)

// fields is a JSON object whose keys keep their order.
type fields []field

type field struct {
	name  string
	value any
}

// MarshalJSON implements json.Marshaler.
func (f fields) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, x := range f {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%s:", strconv.Quote(x.name))
		value, err := json.Marshal(x.value)
		if err != nil {
			return nil, err
		}
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// A runLog holds the metrics of a run.
type runLog struct {
	spec *spec.Spec
	rows []proto.Row
}

// fields names the metrics of a row that were measured.
func (l *runLog) fields(r proto.Row) fields {
	f := fields{{"step", r.Step}}
	for i, m := range l.spec.Metrics {
		if i < len(r.Values) && r.Values[i] != nil {
			f = append(f, field{m.Name, *r.Values[i]})
		}
	}
	return f
}

// value returns the last measurement of a metric.
func (l *runLog) value(name string) (float64, bool) {
	for i, m := range l.spec.Metrics {
		for k := len(l.rows) - 1; m.Name == name && k >= 0; k-- {
			if v := l.rows[k].Values; i < len(v) && v[i] != nil {
				return *v[i], true
			}
		}
	}
	return 0, false
}

// csv is the whole log, one column a metric; what was not measured is empty.
func (l *runLog) csv() []byte {
	var b bytes.Buffer
	b.WriteString("step")
	for _, m := range l.spec.Metrics {
		b.WriteString("," + m.Name)
	}
	for _, r := range l.rows {
		fmt.Fprintf(&b, "\n%d", r.Step)
		for i := range l.spec.Metrics {
			b.WriteByte(',')
			if i < len(r.Values) && r.Values[i] != nil {
				b.WriteString(strconv.FormatFloat(*r.Values[i], 'g', -1, 64))
			}
		}
	}
	b.WriteByte('\n')
	return b.Bytes()
}
