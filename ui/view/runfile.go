package view

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"preflab/core/proto"
)

// A run's file is the eight bytes of runMagic, the length of the head as a
// little-endian uint32, the head as JSON, and the weights as the engine saved
// them, to the end.
const runMagic = "PREFLAB1"

// runHead is the JSON of a run's file.
type runHead struct {
	Record  Record `json:"run"`
	Weights int    `json:"weights_bytes"`
	SHA256  string `json:"weights_sha256,omitempty"`
}

// What a run's file may hold: far above what a run of the page has, low enough
// to be read and shown.
const (
	maxHead     = 64 << 20
	maxRows     = 100_000
	maxColumns  = 200
	maxAnswers  = 64
	maxTokens   = 4096
	maxWeights  = 512 << 20
	maxQuery    = 4000
	maxWhy      = 400
	maxRunSteps = 10_000_000
)

// EncodeRun writes a run as a file.
func EncodeRun(r Record, weights []byte) []byte {
	h := runHead{Record: r, Weights: len(weights)}
	h.Record.Weights, h.Record.Dropped = len(weights), r.Dropped && len(weights) == 0
	if len(weights) > 0 {
		sum := sha256.Sum256(weights)
		h.SHA256 = hex.EncodeToString(sum[:])
	}
	head, err := json.Marshal(h)
	if err != nil {
		panic("view: a run must marshal")
	}
	var b bytes.Buffer
	b.WriteString(runMagic)
	b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(head))))
	b.Write(head)
	b.Write(weights)
	return b.Bytes()
}

// DecodeRun reads what EncodeRun wrote, or says in a sentence why it cannot. What
// it returns may be shown and opened; it has no id yet.
func DecodeRun(data []byte) (Record, []byte, error) {
	if len(data) < len(runMagic)+4 || string(data[:len(runMagic)]) != runMagic {
		return Record{}, nil, errors.New("this is not a run of Preflab: its files end in .preflab and begin with " + runMagic)
	}
	n := binary.LittleEndian.Uint32(data[len(runMagic):])
	rest := data[len(runMagic)+4:]
	if n > maxHead || int(n) > len(rest) {
		return Record{}, nil, fmt.Errorf("the file breaks off: its head should have %d bytes and %d are there", n, len(rest))
	}
	var h runHead
	if err := json.Unmarshal(rest[:n], &h); err != nil {
		return Record{}, nil, fmt.Errorf("the file's head cannot be read: %s", Cut(err.Error(), 120))
	}
	weights := rest[n:]
	if len(weights) != h.Weights || len(weights) > maxWeights {
		return Record{}, nil, fmt.Errorf("the file breaks off or is too long: %d bytes of weights were written and %d are there", h.Weights, len(weights))
	}
	if len(weights) > 0 {
		if sum := sha256.Sum256(weights); hex.EncodeToString(sum[:]) != h.SHA256 {
			return Record{}, nil, errors.New("the weights are damaged: their checksum is another")
		}
	}
	r := h.Record
	if err := r.check(); err != nil {
		return Record{}, nil, err
	}
	r.ID, r.Weights, r.Dropped = "", len(weights), r.Dropped && len(weights) == 0
	return r, weights, nil
}

// check holds a record from outside to what the page can show.
func (r *Record) check() error {
	switch {
	case !isWord(r.Method) || !isWord(r.World) || r.Taste != "" && !isTaste(r.Taste):
		return errors.New("the file names no method and world that could be opened")
	case r.Seed == 0 || r.Seed > MaxSeed:
		return fmt.Errorf("the file's seed must be a whole number from 1 to %d", uint64(MaxSeed))
	case r.Step < 0 || r.Step > maxRunSteps || r.NLabels < 0 || r.Trained < 0 || !(r.Seconds >= 0 && r.Seconds < 1e9):
		return errors.New("the file's counts cannot be: a step, a count or a time is out of range")
	case len(r.Rows) > maxRows || len(r.Columns) > maxColumns || len(r.Answers) > maxAnswers || len(r.Query) > maxQuery || r.Began != nil && len(*r.Began) > maxQuery:
		return fmt.Errorf("the file holds more than a run can: at most %d rows of %d metrics and %d answers", maxRows, maxColumns, maxAnswers)
	}
	for i, row := range r.Rows {
		if len(row.Values) != len(r.Columns) {
			return fmt.Errorf("row %d has %d values for %d metrics", i+1, len(row.Values), len(r.Columns))
		}
		if row.Step < 1 || row.Step > maxRunSteps || i > 0 && row.Step <= r.Rows[i-1].Step {
			return fmt.Errorf("row %d is of step %d: steps must rise from 1", i+1, row.Step)
		}
		if row.Labels < 0 || row.Tokens < 0 || i > 0 && row.Tokens < r.Rows[i-1].Tokens || !(row.Took >= 0 && row.Took < 1e9) {
			return fmt.Errorf("row %d cannot be: its tokens, labels or seconds are out of range", i+1)
		}
	}
	if err := checkRate(r.Rate); err != nil {
		return err
	}
	for i := range r.Answers {
		a := &r.Answers[i]
		if len(a.Before) > maxTokens || len(a.After) > maxTokens {
			return fmt.Errorf("answer %d is longer than %d tokens", i+1, maxTokens)
		}
		a.Prompt = clean(a.Prompt, 4*MaxOwn)
		a.Before, a.After = cleanTokens(a.Before), cleanTokens(a.After)
	}
	for i := range r.Columns {
		r.Columns[i] = clean(r.Columns[i], 60)
	}
	r.Name, r.When, r.State, r.Why, r.Labels = clean(r.Name, maxName), clean(r.When, 40), clean(r.State, 20), clean(r.Why, maxWhy), clean(r.Labels, 64)
	if r.Name == "" {
		r.Name = r.Method
	}
	return nil
}

// checkRate holds a win rate to what can be measured.
func checkRate(w *proto.WinRated) error {
	if w == nil {
		return nil
	}
	for _, v := range []float64{w.WinRate, w.Low, w.High, w.WellFormed} {
		if !(v >= 0 && v <= 1) {
			return errors.New("the file's win rate is not from 0 to 1")
		}
	}
	if w.N < 0 || w.Of < 0 || math.IsInf(w.KL, 0) || math.IsNaN(w.KL) {
		return errors.New("the file's win rate was not measured on any opening")
	}
	w.Taste = clean(w.Taste, 80)
	return nil
}

// isTaste reports whether s can be a taste or a mix of them: "cats*2+brief".
func isTaste(s string) bool {
	return len(s) <= 200 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-_*+.") == ""
}

// clean makes a text from outside whole and short.
func clean(s string, n int) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\ufffd")
	}
	return Cut(s, n)
}

func cleanTokens(tokens []proto.Token) []proto.Token {
	for i := range tokens {
		tokens[i].Text = clean(tokens[i].Text, 200)
	}
	return tokens
}
