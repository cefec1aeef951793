package pretrain

import (
	"fmt"
	"strconv"

	"preflab/core/ckpt"
)

// Save writes where the course stands: weights, both moments and the step, as
// safetensors.
func (c *Course) Save() []byte {
	pack := func(name string, x []float32) ckpt.Tensor { return ckpt.Pack(name, ckpt.F32, []int{len(x)}, x) }
	return ckpt.Write([]ckpt.Tensor{
		pack("weights", c.Weights.Flat), pack("m", c.Opt.M.Flat), pack("v", c.Opt.V.Flat),
	}, map[string]string{"step": strconv.Itoa(c.Opt.T), "recipe": c.recipe()})
}

// Resume goes back to where Save was called. It refuses the state of another
// recipe; the course is unchanged then.
func (c *Course) Resume(data []byte) error {
	f, err := ckpt.Read(data)
	if err != nil {
		return err
	}
	if f.Metadata["recipe"] != c.recipe() {
		return fmt.Errorf("it was left by another recipe (%q, not %q)", f.Metadata["recipe"], c.recipe())
	}
	step, err := strconv.Atoi(f.Metadata["step"])
	if err != nil || step < 0 || step > c.Steps {
		return fmt.Errorf("it stands at step %q of %d", f.Metadata["step"], c.Steps)
	}
	into := map[string][]float32{"weights": c.Weights.Flat, "m": c.Opt.M.Flat, "v": c.Opt.V.Flat}
	for name, dst := range into {
		t := f.Find(name)
		if t == nil || len(t.Shape) != 1 || t.Shape[0] != len(dst) {
			return fmt.Errorf("its tensor %q is missing or not of %d numbers", name, len(dst))
		}
	}
	for name, dst := range into {
		if _, err := f.Find(name).Floats(dst[:0]); err != nil {
			return err
		}
	}
	c.Opt.Restore(step)
	c.g.Touch()
	return nil
}

// recipe names all that decides the course's bits, but for the world's code.
func (c *Course) recipe() string {
	return fmt.Sprintf("%s base=%v steps=%d rows=%d lr=%g seed=%d %+v", c.World.Name(), c.Base, c.Steps, c.Rows, c.LR, c.Seed, c.Weights.Config)
}
