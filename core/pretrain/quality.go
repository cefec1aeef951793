package pretrain

import (
	"strings"

	"preflab/core/kernel"
	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/token"
	"preflab/core/world"
)

// Quality is what a model's own samples are worth: two for each of n/2 held-out
// openings.
type Quality struct {
	Samples     int
	WellFormed  float64            // share accepted by the world and true to the hero
	MostCopies  int                // how often the commonest continuation occurs
	Differ      map[string]float64 // for each taste, the share of openings whose two samples score differently
	Tokens      float64            // mean length, with the end token
	Refusals    []string           // the first few texts that were not accepted, with the reason
	Temperature float64
}

// Measure samples a model at a temperature.
func Measure(k kernel.Kernel, p *nn.Params, tok *token.Tokenizer, w world.World, n int, temperature float64) Quality {
	m := nn.New(k, p)
	q := Quality{Samples: n, Temperature: temperature, Differ: map[string]float64{}}
	copies := map[string]int{}
	const rows = 16
	s := m.NewSampler(rows)
	for at := 0; at < n; at += rows {
		var streams []*nn.Stream
		var openings []string
		for i := at; i < min(at+rows, n); i++ {
			o := w.Opening(rng.At(1, "quality", i/2), world.HeldOut)
			openings = append(openings, o)
			streams = append(streams, &nn.Stream{Prompt: method.Prompt(tok, o), Rand: rng.At(1, "sample", i), Limit: 72})
		}
		s.Run(streams, nn.Draw{Temperature: temperature}, token.EOS)
		for i, st := range streams {
			q.take(w, openings[i], " "+strings.TrimPrefix(tok.DecodeRaw(st.Tokens), " "), len(st.Tokens), copies)
		}
		for i := 0; i+1 < len(streams); i += 2 {
			q.differ(w, openings[i], tok.DecodeRaw(streams[i].Tokens), tok.DecodeRaw(streams[i+1].Tokens))
		}
	}
	q.WellFormed /= float64(n)
	q.Tokens /= float64(n)
	for name := range q.Differ {
		q.Differ[name] /= float64(n / 2)
	}
	return q
}

// take counts one sample.
func (q *Quality) take(w world.World, opening, text string, tokens int, copies map[string]int) {
	v := w.Check(opening, text)
	if v.Whole() {
		q.WellFormed++
	} else if len(q.Refusals) < 8 {
		q.Refusals = append(q.Refusals, opening+" |"+text+" | "+v.Reason)
	}
	copies[text]++
	q.MostCopies = max(q.MostCopies, copies[text])
	q.Tokens += float64(tokens)
}

// differ counts the tastes that tell two samples of one opening apart.
func (q *Quality) differ(w world.World, opening, a, b string) {
	for _, t := range w.Tastes() {
		x, _ := t.Score(opening, a)
		y, _ := t.Score(opening, b)
		if x != y {
			q.Differ[t.Name]++
		} else {
			q.Differ[t.Name] += 0
		}
	}
}
