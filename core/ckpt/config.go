package ckpt

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"preflab/core/nn"
	"preflab/core/token"
)

// llamaConfig is what config.json says of a Llama model. Pointers tell what is
// absent, for which Hugging Face has defaults.
type llamaConfig struct {
	ModelType    string          `json:"model_type"`
	Dim          *int            `json:"hidden_size"`
	Hidden       *int            `json:"intermediate_size"`
	Layers       *int            `json:"num_hidden_layers"`
	Heads        *int            `json:"num_attention_heads"`
	KVHeads      *int            `json:"num_key_value_heads"`
	HeadDim      *int            `json:"head_dim"`
	Vocab        *int            `json:"vocab_size"`
	Context      *int            `json:"max_position_embeddings"`
	Theta        *float64        `json:"rope_theta"`
	Scaling      *rope           `json:"rope_scaling"`
	Rope         *rope           `json:"rope_parameters"`
	Eps          *float64        `json:"rms_norm_eps"`
	Tied         bool            `json:"tie_word_embeddings"`
	Act          string          `json:"hidden_act"`
	AttnBias     bool            `json:"attention_bias"`
	MLPBias      bool            `json:"mlp_bias"`
	Quantization json.RawMessage `json:"quantization_config"`
	BOS          *int32          `json:"bos_token_id"`
	EOS          json.RawMessage `json:"eos_token_id"`
}

// rope is rope_scaling of older files and rope_parameters of newer ones.
type rope struct {
	Type    string   `json:"rope_type"`
	OldType string   `json:"type"`
	Theta   *float64 `json:"rope_theta"`
}

// plain reports whether positions are rotated without scaling.
func (r *rope) plain() bool {
	return r == nil || (r.Type == "" || r.Type == "default") && (r.OldType == "" || r.OldType == "default")
}

// ReadConfig reads a config.json of Hugging Face's Llama. What this engine does
// not compute (biases, scaled positions, other head widths, quantisation, other
// special tokens) is refused. Value is not in the file and comes back false.
func ReadConfig(data []byte) (nn.Config, error) {
	var l llamaConfig
	if err := json.Unmarshal(data, &l); err != nil {
		return nn.Config{}, fmt.Errorf("config.json: %w", explain(err))
	}
	if err := l.check(); err != nil {
		return nn.Config{}, fmt.Errorf("config.json: %w", err)
	}
	c := nn.Config{
		Dim: *l.Dim, Layers: *l.Layers, Heads: *l.Heads, KVHeads: or(l.KVHeads, *l.Heads), Hidden: *l.Hidden, Vocab: *l.Vocab,
		Context: or(l.Context, 2048), Theta: or(l.Theta, 10000), Eps: or(l.Eps, 1e-6), Tied: l.Tied,
	}
	if l.Rope != nil {
		c.Theta = or(l.Rope.Theta, c.Theta)
	}
	if err := c.Check(); err != nil {
		return nn.Config{}, fmt.Errorf("config.json: %w", err)
	}
	if d := or(l.HeadDim, c.HeadDim()); d != c.HeadDim() {
		return nn.Config{}, fmt.Errorf("config.json: head_dim is %d; it must be hidden_size / num_attention_heads, %d", d, c.HeadDim())
	}
	return c, nil
}

// or returns *v, or what holds in its absence.
func or[T any](v *T, absent T) T {
	if v == nil {
		return absent
	}
	return *v
}

// explain adds the place to an error of encoding/json.
func explain(err error) error {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("at byte %d: %w", syntax.Offset, err)
	case errors.As(err, &typ):
		return fmt.Errorf("at byte %d: %s holds a %s", typ.Offset, typ.Field, typ.Value)
	}
	return err
}

func (l *llamaConfig) check() error {
	if l.ModelType != "llama" {
		return fmt.Errorf("model_type is %q; only \"llama\" is read", l.ModelType)
	}
	for _, f := range []struct {
		name string
		v    *int
	}{
		{"hidden_size", l.Dim}, {"intermediate_size", l.Hidden}, {"num_hidden_layers", l.Layers},
		{"num_attention_heads", l.Heads}, {"vocab_size", l.Vocab},
	} {
		if f.v == nil {
			return fmt.Errorf("%s is missing", f.name)
		}
	}
	switch {
	case l.Act != "" && l.Act != "silu":
		return fmt.Errorf("hidden_act is %q; only \"silu\" is computed", l.Act)
	case l.AttnBias:
		return errors.New("attention_bias is true; attention with biases is not computed")
	case l.MLPBias:
		return errors.New("mlp_bias is true; a feed-forward with biases is not computed")
	case !l.Scaling.plain() || !l.Rope.plain():
		return errors.New("rope_scaling is set; scaled rotary positions are not computed")
	case len(l.Quantization) > 0 && string(l.Quantization) != "null":
		return errors.New("quantization_config is set; quantised weights are not read")
	case or(l.BOS, token.BOS) != token.BOS:
		return fmt.Errorf("bos_token_id is %d; it must be %d", *l.BOS, token.BOS)
	}
	return l.checkEOS()
}

// checkEOS reads eos_token_id, which may be one number or a list.
func (l *llamaConfig) checkEOS() error {
	switch s := strings.TrimSpace(string(l.EOS)); s {
	case "", "null", "2", "[2]":
		return nil
	default:
		return fmt.Errorf("eos_token_id is %.40s; it must be %d", s, token.EOS)
	}
}

var torchNames = map[string]string{F32: "float32", F16: "float16", BF16: "bfloat16"}

// WriteConfig returns the config.json of a model whose weights are stored in
// dtype. The value head, which Hugging Face does not know, is not mentioned.
func WriteConfig(c nn.Config, dtype string) []byte {
	var b strings.Builder
	field := func(name, value string) { b.WriteString(",\n  \"" + name + "\": " + value) }
	b.WriteString("{\n  \"architectures\": [\"LlamaForCausalLM\"]")
	field("model_type", `"llama"`)
	field("hidden_size", strconv.Itoa(c.Dim))
	field("intermediate_size", strconv.Itoa(c.Hidden))
	field("num_hidden_layers", strconv.Itoa(c.Layers))
	field("num_attention_heads", strconv.Itoa(c.Heads))
	field("num_key_value_heads", strconv.Itoa(c.KVHeads))
	field("head_dim", strconv.Itoa(c.HeadDim()))
	field("vocab_size", strconv.Itoa(c.Vocab))
	field("max_position_embeddings", strconv.Itoa(c.Context))
	field("rope_theta", float(c.Theta))
	field("rope_scaling", "null")
	field("rms_norm_eps", float(c.Eps))
	field("tie_word_embeddings", strconv.FormatBool(c.Tied))
	field("hidden_act", `"silu"`)
	field("attention_bias", "false")
	field("mlp_bias", "false")
	field("attention_dropout", "0.0")
	field("initializer_range", "0.02")
	field("bos_token_id", strconv.Itoa(int(token.BOS)))
	field("eos_token_id", strconv.Itoa(int(token.EOS)))
	field("use_cache", "true")
	field("torch_dtype", `"`+torchNames[dtype]+`"`)
	b.WriteString("\n}\n")
	return []byte(b.String())
}

// float writes x so that Python reads a float, not an int.
func float(x float64) string {
	s := strconv.FormatFloat(x, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}
