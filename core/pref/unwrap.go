package pref

import (
	"bytes"
	"encoding/json"
)

// unwrap returns the list of records of a file that is one object around it, as
// dataset servers send, and the line on which it begins. Other files it returns whole.
func unwrap(data []byte) ([]byte, int) {
	var cols map[string]json.RawMessage
	if len(data) == 0 || json.Unmarshal(data, &cols) != nil {
		return data, 1
	}
	for _, name := range [...]string{"data", "rows", "train", "test", "examples", "records", "labels"} {
		list := cols[name]
		if !bytes.HasPrefix(list, []byte("[")) {
			continue
		}
		at := bytes.Index(data, list)
		return list, 1 + bytes.Count(data[:at], []byte{'\n'})
	}
	return data, 1
}

// unwrap takes the record out of a dataset server's {row_idx, row}.
func (r *row) unwrap() {
	var inner map[string]json.RawMessage
	if r.has("row_idx") && json.Unmarshal(r.cols["row"], &inner) == nil && inner != nil {
		r.cols = inner
	}
}
