package main

import (
	"flag"
	"time"

	"preflab/core/kernel"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/token"
)

var sampleCommand = command{
	name:    "sample",
	summary: "continue a text with a model",
	detail: `The model is a Hugging Face folder (config.json, model.safetensors,
tokenizer.json) or a llama2.c .bin with its tokenizer. Sample i of a seed is the
same however many are drawn.`,
	example: `preflab sample --prompt "Tom met a cat." --temperature 0.8 -n 3
preflab sample --model stories260K.bin --tokenizer tok512.bin --temperature 0`,
	setup: func(fs *flag.FlagSet) func(*out) error {
		var s sampling
		fs.StringVar(&s.model, "model", defaultModel, "the `path` of a folder or .bin")
		fs.StringVar(&s.tokenizer, "tokenizer", "", "the `path` of tokenizer.json or tokenizer.bin, if not in the folder")
		fs.StringVar(&s.prompt, "prompt", "", "the `text` to continue")
		fs.Float64Var(&s.draw.Temperature, "temperature", 0.8, "0 takes the likeliest token, 1 draws as the model was trained")
		fs.Float64Var(&s.draw.TopP, "top-p", 1, "draw from the fewest tokens whose probabilities reach this")
		fs.IntVar(&s.draw.TopK, "top-k", 0, "draw from this many tokens; 0 is all")
		fs.IntVar(&s.tokens, "tokens", 256, "the most tokens to write")
		fs.Uint64Var(&s.seed, "seed", 1, "draws differ by it")
		fs.IntVar(&s.n, "n", 1, "how many samples")
		return s.run
	},
}

// sampling holds the flags of the sample command.
type sampling struct {
	model, tokenizer, prompt string
	draw                     nn.Draw
	tokens, n                int
	seed                     uint64
}

// sampled is one sample as a JSON object.
type sampled struct {
	Index        int     `json:"index"`
	Prompt       string  `json:"prompt"`
	Text         string  `json:"text"`         // prompt and continuation
	Continuation string  `json:"continuation"` // as it joins the prompt, with its space
	Tokens       int     `json:"tokens"`       // written, the end token included
	LogP         float64 `json:"logp"`         // their sum, under the distribution drawn from
	Ended        bool    `json:"ended"`        // by the model itself
}

// sampledLast is the last sample, with the totals.
type sampledLast struct {
	sampled
	TokensPerSecond float64 `json:"tokens_per_second"`
}

func (s *sampling) check() error {
	switch {
	case !(s.draw.Temperature >= 0 && s.draw.Temperature <= 100):
		return usagef("--temperature is %v; it must be from 0 to 100", s.draw.Temperature)
	case !(s.draw.TopP > 0 && s.draw.TopP <= 1):
		return usagef("--top-p is %v; it must be above 0 and at most 1", s.draw.TopP)
	case s.draw.TopK < 0:
		return usagef("--top-k is %d; it must be 0 or more", s.draw.TopK)
	case s.tokens < 1:
		return usagef("--tokens is %d; it must be 1 or more", s.tokens)
	case s.n < 1:
		return usagef("-n is %d; it must be 1 or more", s.n)
	}
	return nil
}

// rows is how many samples are written side by side: enough to share the cost of
// reading the weights, few enough to keep the caches small.
const rows = 16

func (s *sampling) run(o *out) error {
	if err := s.check(); err != nil {
		return err
	}
	c, err := load(s.model, s.tokenizer)
	if err != nil {
		return err
	}
	prompt := append([]int32{token.BOS}, c.tok.Encode(s.prompt)...)
	if most := c.weights.Config.Context; len(prompt) > most {
		return usagef("--prompt has %d tokens; the model has room for %d", len(prompt), most)
	}
	sampler := nn.New(kernel.Best(), c.weights).NewSampler(min(s.n, rows))
	start, written := time.Now(), 0
	for first := 0; first < s.n; first += rows {
		streams := make([]*nn.Stream, min(rows, s.n-first))
		for i := range streams {
			streams[i] = &nn.Stream{Prompt: prompt, Rand: rng.At(s.seed, "sample", first+i), Limit: s.tokens}
		}
		sampler.Run(streams, s.draw, c.end)
		for i, st := range streams {
			written += len(st.Tokens)
			r := s.result(c.tok, first+i, st)
			if first+i+1 < s.n {
				o.row(r)
			} else {
				o.done(sampledLast{r, float64(written) / time.Since(start).Seconds()})
			}
			o.text("%s\n", r.Text)
		}
	}
	return nil
}

func (s *sampling) result(tok *token.Tokenizer, index int, st *nn.Stream) sampled {
	r := sampled{Index: index, Prompt: s.prompt, Tokens: len(st.Tokens), Ended: st.Ended}
	ids := st.Tokens
	if st.Ended {
		ids = ids[:len(ids)-1]
	}
	r.Continuation = tok.DecodeRaw(ids)
	r.Text = tok.Decode(append(st.Prompt[:len(st.Prompt):len(st.Prompt)], ids...))
	for _, lp := range st.LogP {
		r.LogP += lp
	}
	return r
}
