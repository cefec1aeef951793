package lab

import (
	"strings"

	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/token"
	"preflab/core/world"
)

// rows is how many answers are sampled at a time.
const rows = 16

// sampleTemperature is that of the pairs to label and of the answers whose win rate is
// measured: a model is taught on what it is judged by.
const sampleTemperature = 0.8

// A rollout is a batch of answers being sampled.
type rollout struct {
	prompts []string
	streams []*nn.Stream
	sampler *nn.Sampler
}

// A draw is how a rollout samples: answer i from item first+i of the named stream of
// the seed.
type draw struct {
	temperature float64
	seed        uint64
	stream      string
	first       int
}

// newRollout begins one answer for each prompt.
func (s *Session) newRollout(m *nn.Model, prompts []string, d draw) *rollout {
	return s.rolloutOn(s.sampler(m), prompts, nil, d)
}

// rolloutOn is newRollout on a sampler; before is what stands between each opening and
// its answer, nothing where it is nil.
func (s *Session) rolloutOn(sampler *nn.Sampler, prompts []string, before [][]int32, d draw) *rollout {
	r := &rollout{prompts: prompts, sampler: sampler}
	for i, p := range prompts {
		ids := method.Prompt(s.tok, p)
		if before != nil {
			ids = append(ids, before[i]...)
		}
		r.streams = append(r.streams, &nn.Stream{
			Prompt: ids, Rand: rng.At(d.seed, d.stream, d.first+i),
			Limit: min(method.MaxAnswer, s.ref.W.Config.Context-len(ids)),
		})
	}
	sampler.Begin(r.streams, nn.Draw{Temperature: d.temperature}, token.EOS)
	return r
}

// sampler returns the one sampler of a model. Jobs follow one another, and those
// that read the model in training wait for the run's own samples: no two
// rollouts of one model overlap.
func (o *opened) sampler(m *nn.Model) *nn.Sampler {
	at := &o.modelSampler
	if m == o.ref {
		at = &o.refSampler
	}
	if *at == nil {
		*at = m.NewSampler(rows)
	}
	return *at
}

// quiet returns the run's own sampler of the model as opened, which jobs leave alone.
func (o *opened) quiet() *nn.Sampler {
	if o.runSampler == nil {
		o.runSampler = o.ref.NewSampler(rows)
	}
	return o.runSampler
}

// openings draws n openings to train on, from item first of the named stream on.
func (s *Session) openings(seed uint64, stream string, first, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s.world.Opening(rng.At(seed, stream, first+i), world.Train)
	}
	return out
}

// twice repeats each opening, for two answers to it.
func twice(openings []string) (out []string) {
	for _, p := range openings {
		out = append(out, p, p)
	}
	return out
}

// text returns a sampled answer, with the space that joins it to its opening.
func (s *Session) text(st *nn.Stream) string { return s.textOf(st.Tokens) }

func (s *Session) textOf(answer []int32) string {
	t := s.tok.DecodeRaw(answer)
	if t != "" && !strings.HasPrefix(t, " ") {
		t = " " + t
	}
	return t
}

// row is answer i behind all that it was written from.
func (r *rollout) row(i int) method.Row {
	return method.Row{Prompt: r.streams[i].Prompt, Completion: r.streams[i].Tokens}
}

// batches lays answers out for scoring, from the i-th on n of them: as they were
// written, and without what stood between opening and answer, which the reference was
// not taught to read.
func (r *rollout) batches(s *Session, i, n int) (written, plain *seq.Batch) {
	var rows, bare []method.Row
	for k := i; k < i+n; k++ {
		row := r.row(k)
		rows = append(rows, row)
		row.Prompt = method.Prompt(s.tok, r.prompts[k])
		bare = append(bare, row)
	}
	return method.Lay(rows...), method.Lay(bare...)
}

// A reading is what both models say of a few answers, counted tokens only.
type reading struct {
	tuned, ref [][]float32 // log-probabilities
	kl         []float64   // summed, exact, in nats
	entropy    []float64   // summed
}

// read has both models read answers i to i+n of a rollout of the tuned one.
func (s *Session) read(r *rollout, i, n int) reading {
	b, plain := r.batches(s, i, n)
	t, f := s.model.Forward(b), s.ref.Forward(plain)
	kl := s.model.KL(s.ref)
	var out reading
	at := 0
	for k := range n {
		sum := 0.0
		for range b.Count(k) {
			sum += kl[at]
			at++
		}
		out.kl = append(out.kl, sum)
		out.entropy = append(out.entropy, b.Sum(t.Entropy, k))
		out.tuned = append(out.tuned, counted(b, t.LogP, k))
		out.ref = append(out.ref, counted(plain, f.LogP, k))
	}
	return out
}

// counted copies the counted part of a row's column.
func counted(b *seq.Batch, col []float32, row int) (out []float32) {
	for t := row * b.T; t < (row+1)*b.T; t++ {
		if b.Mask[t] != 0 {
			out = append(out, col[t])
		}
	}
	return out
}
