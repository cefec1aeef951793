package bench

import (
	"time"

	"preflab/core/kernel"
)

// A Phase is one kind of work in a step.
type Phase struct {
	Name  string  `json:"name"`
	MS    float64 `json:"ms"`    // of one step
	Share float64 `json:"share"` // of the step
}

// The phases that are told apart.
const (
	products   = iota // with the weights, forward and both ways backward
	attention         // scores, softmax and sums of values; its transposes
	norm              // RMSNorm
	rope              // rotary positions
	head              // softmax and cross-entropy over the vocabulary
	swiglu            // and its exponentials
	adam              // AdamW and the gradient's norm
	transposes        // of weights, for the backward products
	scatter           // gradients of the embedding's rows
	phases
)

var phaseNames = [phases]string{
	"products", "attention", "norm", "rope", "head", "swiglu", "adam", "transposes", "scatter",
}

// plain is the name of what no phase claims: Go's own loops, copies, and reading the
// clock.
const plain = "plain Go"

// A clocked kernel counts the time of every operation, while it has a clock. It
// embeds nothing: an operation that the interface gains must be given a phase.
type clocked struct {
	k     kernel.Kernel
	clock Clock
	rows  int // products of so many rows are attention's,
	width int // and transposes of so many rows and columns
	spent [phases]time.Duration
}

var _ kernel.Kernel = (*clocked)(nil)

// total is what has been spent in operations.
func (c *clocked) total() time.Duration {
	sum := time.Duration(0)
	for _, d := range c.spent {
		sum += d
	}
	return sum
}

// report is the mean step of n that took so long together.
func (c *clocked) report(took time.Duration, n int) []Phase {
	var out []Phase
	add := func(name string, d time.Duration) {
		out = append(out, Phase{name, ms(d) / float64(n), d.Seconds() / took.Seconds()})
	}
	for i, name := range phaseNames {
		add(name, c.spent[i])
	}
	add(plain, took-c.total())
	return out
}

// now is the time, if there is a clock.
func (c *clocked) now() time.Duration {
	if c.clock == nil {
		return 0
	}
	return c.clock()
}

// add notes what began at start.
func (c *clocked) add(phase int, start time.Duration) {
	if c.clock != nil {
		c.spent[phase] += c.clock() - start
	}
}

// product is attention where a has the rows of one sequence: weights meet all rows of
// the batch at once.
func (c *clocked) product(a kernel.Mat) int {
	if a.R == c.rows {
		return attention
	}
	return products
}

// Name implements [kernel.Kernel].
func (c *clocked) Name() string { return c.k.Name() }

// MatMul implements [kernel.Kernel].
func (c *clocked) MatMul(d, a, b kernel.Mat, accumulate bool) {
	start := c.now()
	c.k.MatMul(d, a, b, accumulate)
	c.add(c.product(a), start)
}

// MatMulT implements [kernel.Kernel].
func (c *clocked) MatMulT(d, a, b kernel.Mat, accumulate bool) {
	start := c.now()
	c.k.MatMulT(d, a, b, accumulate)
	c.add(c.product(a), start)
}

// Transpose implements [kernel.Kernel].
func (c *clocked) Transpose(d, a kernel.Mat) {
	start := c.now()
	c.k.Transpose(d, a)
	phase := transposes
	if a.R == c.rows && a.C == c.width {
		phase = attention
	}
	c.add(phase, start)
}

// Add implements [kernel.Kernel].
func (c *clocked) Add(d, a []float32) {
	start := c.now()
	c.k.Add(d, a)
	c.add(scatter, start)
}

// RMSNorm implements [kernel.Kernel].
func (c *clocked) RMSNorm(out kernel.Mat, inv []float32, x kernel.Mat, w []float32, eps float32) {
	start := c.now()
	c.k.RMSNorm(out, inv, x, w, eps)
	c.add(norm, start)
}

// RMSNormBack implements [kernel.Kernel].
func (c *clocked) RMSNormBack(dx kernel.Mat, dw []float32, dout, x kernel.Mat, w, inv []float32) {
	start := c.now()
	c.k.RMSNormBack(dx, dw, dout, x, w, inv)
	c.add(norm, start)
}

// Rope implements [kernel.Kernel].
func (c *clocked) Rope(x, cos, sin kernel.Mat, d int, dir float32) {
	start := c.now()
	c.k.Rope(x, cos, sin, d, dir)
	c.add(rope, start)
}

// Softmax implements [kernel.Kernel].
func (c *clocked) Softmax(p kernel.Mat, scale float32, base int) {
	start := c.now()
	c.k.Softmax(p, scale, base)
	c.add(attention, start)
}

// SoftmaxBack implements [kernel.Kernel].
func (c *clocked) SoftmaxBack(dp, p kernel.Mat, scale float32, base int) {
	start := c.now()
	c.k.SoftmaxBack(dp, p, scale, base)
	c.add(attention, start)
}

// SwiGLU implements [kernel.Kernel].
func (c *clocked) SwiGLU(out, gu kernel.Mat) {
	start := c.now()
	c.k.SwiGLU(out, gu)
	c.add(swiglu, start)
}

// SwiGLUBack implements [kernel.Kernel].
func (c *clocked) SwiGLUBack(dgu, dout, gu kernel.Mat) {
	start := c.now()
	c.k.SwiGLUBack(dgu, dout, gu)
	c.add(swiglu, start)
}

// SumExp implements [kernel.Kernel].
func (c *clocked) SumExp(top, sum, dot []float32, logits kernel.Mat) {
	start := c.now()
	c.k.SumExp(top, sum, dot, logits)
	c.add(head, start)
}

// HeadBack implements [kernel.Kernel].
func (c *clocked) HeadBack(logits kernel.Mat, target []int32, lse, ent, dlogp, dent []float32) {
	start := c.now()
	c.k.HeadBack(logits, target, lse, ent, dlogp, dent)
	c.add(head, start)
}

// SumSquares implements [kernel.Kernel].
func (c *clocked) SumSquares(x []float32) float32 {
	start := c.now()
	s := c.k.SumSquares(x)
	c.add(adam, start)
	return s
}

// AdamW implements [kernel.Kernel].
func (c *clocked) AdamW(w, g, m, v []float32, a kernel.AdamW) {
	start := c.now()
	c.k.AdamW(w, g, m, v, a)
	c.add(adam, start)
}
