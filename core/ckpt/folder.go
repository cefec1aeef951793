package ckpt

import (
	"strconv"

	"preflab/core/nn"
	"preflab/core/token"
)

// Folder returns a model as the files of a Hugging Face folder, ready for
// from_pretrained: config.json, model.safetensors in dtype, tokenizer.json,
// tokenizer_config.json and README.md. about is the card's text, Markdown, on
// what the model is and how it was made.
func Folder(p *nn.Params, tok *token.Tokenizer, dtype, title, about string) []Entry {
	config, weights := Save(p, dtype)
	return []Entry{
		{"README.md", []byte(card(p, dtype, title, about))},
		{"config.json", config},
		{"model.safetensors", weights},
		{"tokenizer.json", tok.JSON()},
		{"tokenizer_config.json", []byte(tokenizerConfig(p.Config.Context))},
	}
}

// tokenizerConfig names the class that takes tokenizer.json as it stands, and
// turns off the default that removes spaces before punctuation when decoding.
func tokenizerConfig(context int) string {
	return `{
  "tokenizer_class": "PreTrainedTokenizerFast",
  "bos_token": "<s>",
  "eos_token": "</s>",
  "unk_token": "<unk>",
  "add_bos_token": true,
  "add_eos_token": false,
  "clean_up_tokenization_spaces": false,
  "model_max_length": ` + strconv.Itoa(context) + `
}
`
}

func card(p *nn.Params, dtype, title, about string) string {
	c := p.Config
	n := strconv.Itoa
	s := "---\nlibrary_name: transformers\npipeline_tag: text-generation\ntags: [preflab]\n---\n# " + title + "\n\n" + about + "\n\n" +
		"A Llama model of " + n(len(p.Flat)) + " parameters: " + n(c.Layers) + " layers, width " + n(c.Dim) + ", " + n(c.Heads) + " heads (" +
		n(c.KVHeads) + " for keys and values), " + n(c.Vocab) + " tokens, context " + n(c.Context) + ", stored as " + dtype + ".\n"
	if c.Value {
		s += "The tensors `" + valueWeight + "` and `" + valueBias + "` are a value head, which transformers ignores with a warning.\n"
	}
	return s + "\n```python\nfrom transformers import AutoModelForCausalLM, AutoTokenizer\n" +
		"tokenizer = AutoTokenizer.from_pretrained(\".\")\nmodel = AutoModelForCausalLM.from_pretrained(\".\")\n```\n\n" +
		"SHA-256 of the weights as float32 in Preflab's order: `" + Hash(p) + "`\n"
}
