package lab

import (
	"fmt"
	"slices"

	"preflab/core/exact"
	"preflab/core/method"
	"preflab/core/seq"
)

// An episode is one answer of the model's with what was known when it was written.
// The columns are by token of the answer.
type episode struct {
	Opening        string
	Prompt, Tokens []int32
	Ended          bool
	Score          float64
	Old, Ref, Val  []float32
	Adv, Ret       []float32
}

func (e *episode) row() method.Row { return method.Row{Prompt: e.Prompt, Completion: e.Tokens} }

// cut copies an answer's own part out of row i of a column.
func (e *episode) cut(b *seq.Batch, col []float32, i int) []float32 {
	at := i*b.T + len(e.Prompt) - 1
	return append([]float32(nil), col[at:at+len(e.Tokens)]...)
}

// put writes an answer's own column into row i.
func (e *episode) put(b *seq.Batch, col []float32, i int, x []float32) {
	copy(col[i*b.T+len(e.Prompt)-1:], x)
}

// kl estimates an answer's distance at each token, by k1 or k3 (Schulman 2020).
func (e *episode) kl(r *run) []float64 {
	out := make([]float64, len(e.Tokens))
	for t := range out {
		d := float64(e.Old[t]) - float64(e.Ref[t])
		out[t] = d
		if r.cfg.Spec.Has("kl_estimator") && r.cfg.Get("kl_estimator") == 1 {
			out[t] = exact.Exp(min(-d, 20)) - 1 + d
		}
	}
	return out
}

// column puts an answer's own part where it stands in a row.
func (e *episode) column(x []float32) []float32 {
	return append(make([]float32, len(e.Prompt)-1), x...)
}

// check refuses an episode that does not fit the model, or lacks what the method reads.
func (e *episode) check(s *Session, r *run) error {
	c := s.ref.W.Config
	if len(e.Prompt) == 0 || len(e.Tokens) == 0 || len(e.Prompt)+len(e.Tokens) > c.Context+1 {
		return fmt.Errorf("has %d and %d tokens", len(e.Prompt), len(e.Tokens))
	}
	for _, t := range slices.Concat(e.Prompt, e.Tokens) {
		if t < 0 || int(t) >= c.Vocab {
			return fmt.Errorf("has the token %d", t)
		}
	}
	columns := [][]float32{e.Old, e.Ref}
	if r.method.Data == method.Rollouts {
		columns = append(columns, e.Adv)
	}
	if r.value != nil {
		columns = append(columns, e.Val, e.Ret)
	}
	for _, col := range columns {
		if len(col) != len(e.Tokens) {
			return fmt.Errorf("has a column of %d numbers for %d tokens", len(col), len(e.Tokens))
		}
	}
	return nil
}
