// Package seq holds the two nouns that stand between a language model and a
// preference method: a [Batch] of token rows and the per-token [Scores] of it.
//
// Dimensions are named once, here, and used bare everywhere else:
// B rows, T positions, C width, H heads, D head width, F hidden width,
// V vocabulary, L layers. dX is the derivative of the loss with respect to X.
package seq

// A Batch is B rows of T tokens plus the columns that a loss may read. All
// columns are (B,T), row-major; a nil column is absent. Position t predicts
// Target[t], which is Tokens[t+1] of the same row, so the last position of a
// row never counts. Rows are padded on the right with any valid token.
type Batch struct {
	B, T           int
	Tokens, Target []int32
	Mask           []float32 // (B,T): 1 where the loss counts, completion tokens and end of text; else 0
	Ref, Old       []float32 // (B,T): frozen log-probs of Target under the reference and the behaviour policy
	Adv, Ret, Val  []float32 // (B,T): frozen advantages, returns, and the values that a critic gave when the row was written
	Weight         []float64 // (B): how much each row counts; nil: each 1. A pair weighs what its chosen row does
	Drop           []bool    // (B,T,T): keys that a query does not see, beside those to come; nil: none
	Pairs          []Pair
	Zero           float64 // KTO's reference point z0: a divergence in nats, frozen
	Norm           float64 // what the loss divides by: the weight of the pairs, rows or counted tokens of the whole step, not of this shard
}

// A Pair joins two rows of a Batch: Chosen is preferred to Rejected with
// probability Q (1 a hard label, 0.5 a tie) and by a Margin of reward.
type Pair struct {
	Chosen, Rejected int
	Q, Margin        float64
}

// Scores is what the model says about each token and, reused, the derivative of
// the loss with respect to it. Each column is (B,T); a nil column is not asked for.
type Scores struct {
	LogP    []float32 // log-probability of Target
	Entropy []float32 // entropy of the next-token distribution, in nats
	Value   []float32 // scalar head
}

// NewBatch returns an empty batch of b rows and t positions with its token,
// target and mask columns allocated.
func NewBatch(b, t int) *Batch {
	n := b * t
	return &Batch{B: b, T: t, Tokens: make([]int32, n), Target: make([]int32, n), Mask: make([]float32, n)}
}

// SetRow writes one sequence into row i. Its parts are by turns hidden by the mask
// and counted: a prompt, its completion, and in a chain a marker and a completion
// more. It panics if the row is too short.
func (b *Batch) SetRow(i int, parts ...[]int32) {
	at, end := i*b.T, (i+1)*b.T
	clear(b.Tokens[at:end])
	clear(b.Target[at:end])
	clear(b.Mask[at:end])
	t := 0
	for p, part := range parts {
		if t+len(part) > b.T+1 {
			panic("seq: row longer than the batch")
		}
		for _, tok := range part {
			if t < b.T {
				b.Tokens[at+t] = tok
			}
			if t > 0 {
				b.Target[at+t-1] = tok
				b.Mask[at+t-1] = float32(p % 2)
			}
			t++
		}
	}
}

// RowWeight is how much row i counts.
func (b *Batch) RowWeight(i int) float64 {
	if b.Weight == nil {
		return 1
	}
	return b.Weight[i]
}

// Sum adds the masked entries of row i of a (B,T) column, in float64 and in
// ascending order.
func (b *Batch) Sum(col []float32, i int) float64 {
	s := 0.0
	for t := i * b.T; t < (i+1)*b.T; t++ {
		if b.Mask[t] != 0 {
			s += float64(col[t])
		}
	}
	return s
}

// Count returns the number of counted tokens of row i.
func (b *Batch) Count(i int) int {
	n := 0
	for _, m := range b.Mask[i*b.T : (i+1)*b.T] {
		if m != 0 {
			n++
		}
	}
	return n
}
