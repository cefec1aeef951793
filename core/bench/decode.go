package bench

import (
	"errors"
	"fmt"

	"preflab/core/ckpt"
	"preflab/core/nn"
	"preflab/core/token"
)

// ReadModel reads the files of a model: config.json, tokenizer.json and
// model.safetensors of Hugging Face's layout, or llama2.c's .bin and tokenizer.bin.
func ReadModel(files [][]byte) (*nn.Params, *token.Tokenizer, error) {
	var (
		w   *nn.Params
		tok *token.Tokenizer
		err error
	)
	switch len(files) {
	case 3:
		if w, err = ckpt.Load(files[0], files[2]); err == nil {
			tok, err = token.ReadJSON(files[1])
		}
	case 2:
		if w, err = ckpt.ReadLlama2C(files[0]); err == nil {
			tok, err = token.ReadLlama2C(files[1])
		}
	default:
		err = errors.New("a model is three files of Hugging Face's layout, or two of llama2.c's")
	}
	if err == nil && tok.Size() > w.Config.Vocab {
		err = fmt.Errorf("the tokenizer has %d tokens, the model knows %d; they do not belong together", tok.Size(), w.Config.Vocab)
	}
	return w, tok, err
}

// runDecode measures greedy writing from BOS; no token ends a text, so that every
// text costs the same.
func runDecode(e Engine, j Job, files [][]byte, r *Result, mark func(string)) error {
	w, tok, err := ReadModel(files)
	if err != nil {
		return err
	}
	r.Model, r.Params, r.Streams, r.Tokens = j.Decode, len(w.Flat), max(j.Streams, 1), j.Tokens
	if r.Tokens == 0 {
		r.Tokens = min(defaultTokens, w.Config.Context)
	}
	if r.Tokens > w.Config.Context {
		return fmt.Errorf(`"tokens" is %d; %s has a context of %d`, r.Tokens, j.Decode, w.Config.Context)
	}
	r.Text = decode(e, j, nn.New(e.Kernel, w), tok, r, mark)
	r.TPS = float64(r.Streams*r.Tokens) / median(r.TimesMS) * 1000
	return nil
}

// decode times texts and returns the first stream's.
func decode(e Engine, j Job, m *nn.Model, tok *token.Tokenizer, r *Result, mark func(string)) string {
	s := m.NewSampler(r.Streams)
	streams := make([]*nn.Stream, r.Streams)
	write := func() {
		for i := range streams {
			streams[i] = &nn.Stream{Prompt: []int32{token.BOS}, Limit: r.Tokens}
		}
		s.Run(streams, nn.Draw{}, -1)
	}
	e.repeat(1, warmShare*j.seconds(), write, func(ms float64) {
		if r.FirstMS == 0 {
			r.FirstMS = ms
		}
	})
	mark(TimedStart)
	e.repeat(2, j.seconds(), write, func(ms float64) { r.TimesMS = append(r.TimesMS, ms) })
	mark(TimedEnd)
	if tok == nil {
		return ""
	}
	return tok.Decode(streams[0].Tokens)
}

// runOpen measures the way from a model's files to its first token.
func runOpen(e Engine, j Job, files [][]byte, r *Result, mark func(string)) error {
	r.Model = j.Open
	var failed error
	open := func() {
		w, _, err := ReadModel(files)
		if err != nil {
			failed = err
			return
		}
		r.Params = len(w.Flat)
		nn.New(e.Kernel, w).NewSampler(1).Run([]*nn.Stream{{Prompt: []int32{token.BOS}, Limit: 1}}, nn.Draw{}, -1)
	}
	mark(TimedStart)
	e.repeat(1, 0, open, func(ms float64) { r.FirstMS = ms; r.TimesMS = append(r.TimesMS, ms) })
	mark(TimedEnd)
	return failed
}
