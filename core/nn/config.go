// Package nn is the language model: a Llama-style decoder (RMSNorm, rotary
// positions, causal attention with grouped key-value heads, SwiGLU, an output
// that may share the embedding) with a scalar value head beside the language
// head, its hand-written backward pass, and sampling with a key-value cache.
//
// Dimensions are those of package seq: B rows, T positions, C width, H heads, K
// key-value heads, D head width, F hidden width, V vocabulary, L layers.
package nn

import "fmt"

// Config is the shape of a model.
type Config struct {
	Dim     int     // C
	Layers  int     // L
	Heads   int     // H
	KVHeads int     // K, divides H
	Hidden  int     // F
	Vocab   int     // V
	Context int     // the most positions a row may have
	Theta   float64 // rotary base
	Eps     float64 // of RMSNorm
	Tied    bool    // the output shares the embedding
	Value   bool    // there is a value head
}

// HeadDim returns D.
func (c Config) HeadDim() int { return c.Dim / c.Heads }

// QKV returns the width of the fused query, key and value projection, (H+2K)·D.
func (c Config) QKV() int { return (c.Heads + 2*c.KVHeads) * c.HeadDim() }

// Check says what is wrong with a shape, for people who supplied one.
func (c Config) Check() error {
	for _, f := range []struct {
		name    string
		v, most int
	}{
		{"hidden_size", c.Dim, 4096}, {"num_hidden_layers", c.Layers, 64}, {"num_attention_heads", c.Heads, 64},
		{"num_key_value_heads", c.KVHeads, 64}, {"intermediate_size", c.Hidden, 16384}, {"vocab_size", c.Vocab, 65536},
		{"max_position_embeddings", c.Context, 8192},
	} {
		if f.v < 1 || f.v > f.most {
			return fmt.Errorf("model config: %s is %d; it must be from 1 to %d", f.name, f.v, f.most)
		}
	}
	switch {
	case c.Dim%c.Heads != 0:
		return fmt.Errorf("model config: hidden_size %d is not a multiple of num_attention_heads %d", c.Dim, c.Heads)
	case c.HeadDim()%2 != 0:
		return fmt.Errorf("model config: the head width %d is odd; rotary positions need it even", c.HeadDim())
	case c.Heads%c.KVHeads != 0:
		return fmt.Errorf("model config: num_attention_heads %d is not a multiple of num_key_value_heads %d", c.Heads, c.KVHeads)
	case !(c.Theta > 0) || !(c.Eps > 0):
		return fmt.Errorf("model config: rope_theta %v and rms_norm_eps %v must be above 0", c.Theta, c.Eps)
	}
	return nil
}
