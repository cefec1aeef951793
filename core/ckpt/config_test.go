package ckpt

import (
	"encoding/json"
	"strings"
	"testing"

	"preflab/core/nn"
)

// TestConfigRoundTrip writes and reads every kind of shape, as valid JSON.
func TestConfigRoundTrip(t *testing.T) {
	for _, k := range headKinds {
		want := small(k.tied, false)
		want.Theta, want.Eps = 500000, 3e-6
		text := WriteConfig(want, BF16)
		got, err := ReadConfig(text)
		if err != nil || got != want {
			t.Errorf("got %+v, %v; want %+v", got, err, want)
		}
		var m map[string]any
		if err := json.Unmarshal(text, &m); err != nil || m["torch_dtype"] != "bfloat16" {
			t.Errorf("%v: %s", err, text)
		}
	}
}

const least = `{"model_type": "llama", "hidden_size": 8, "intermediate_size": 6, "num_hidden_layers": 2, "num_attention_heads": 2, "vocab_size": 5}`

// TestConfigDefaults are Hugging Face's for what a file leaves out.
func TestConfigDefaults(t *testing.T) {
	got, err := ReadConfig([]byte(least))
	want := nn.Config{Dim: 8, Layers: 2, Heads: 2, KVHeads: 2, Hidden: 6, Vocab: 5, Context: 2048, Theta: 10000, Eps: 1e-6}
	if err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

// TestConfigForms adds what other writers add.
func TestConfigForms(t *testing.T) {
	for _, c := range []struct {
		more  string
		theta float64
	}{
		{`"rope_parameters": {"rope_theta": 5000.0, "rope_type": "default"}`, 5000},
		{`"rope_scaling": null, "rope_theta": 20000`, 20000},
		{`"eos_token_id": [2], "bos_token_id": 1, "pad_token_id": null`, 10000},
		{`"head_dim": 4, "dtype": "float32", "pretraining_tp": 1`, 10000},
	} {
		got, err := ReadConfig([]byte(strings.Replace(least, "{", "{"+c.more+", ", 1)))
		if err != nil || got.Theta != c.theta {
			t.Errorf("%s: %+v, %v", c.more, got, err)
		}
	}
}

// TestConfigRefuses says which field, and what would be needed.
func TestConfigRefuses(t *testing.T) {
	for _, c := range []struct{ more, want string }{
		{`"model_type": "gpt2"`, `model_type is "gpt2"; only "llama" is read`},
		{`"hidden_size": null`, "hidden_size is missing"},
		{`"hidden_size": "8"`, "hidden_size holds a string"},
		{`"hidden_size": 9`, "hidden_size 9 is not a multiple of num_attention_heads 2"},
		{`"hidden_size": 6`, "the head width 3 is odd"},
		{`"hidden_size": 1000000`, "hidden_size is 1000000; it must be from 1 to"},
		{`"num_key_value_heads": 3`, "is not a multiple of num_key_value_heads 3"},
		{`"num_key_value_heads": 0`, "num_key_value_heads is 0"},
		{`"head_dim": 8`, "head_dim is 8; it must be hidden_size / num_attention_heads, 4"},
		{`"hidden_act": "gelu"`, `hidden_act is "gelu"`},
		{`"attention_bias": true`, "attention_bias is true"},
		{`"mlp_bias": true`, "mlp_bias is true"},
		{`"rope_scaling": {"rope_type": "llama3", "factor": 8}`, "rope_scaling is set"},
		{`"rope_scaling": {"type": "linear", "factor": 2}`, "rope_scaling is set"},
		{`"rope_parameters": {"rope_type": "yarn"}`, "rope_scaling is set"},
		{`"rope_theta": -1`, "rope_theta -1"},
		{`"quantization_config": {"bits": 4}`, "quantization_config is set"},
		{`"bos_token_id": 128000`, "bos_token_id is 128000; it must be 1"},
		{`"eos_token_id": [2, 3]`, "eos_token_id is [2, 3]; it must be 2"},
	} {
		text := strings.Replace(least, "}", ", "+c.more+"}", 1) // the last of two equal names counts
		_, err := ReadConfig([]byte(text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want ...%s...", c.more, err, c.want)
		}
	}
	for _, text := range []string{"", "null", "[]", "{}", least[:40]} {
		if _, err := ReadConfig([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
