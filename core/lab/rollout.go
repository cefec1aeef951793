package lab

import (
	"strings"

	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/rng"
	"preflab/core/seq"
	"preflab/core/token"
)

// most is the most tokens an answer may have: past the longest that the worlds'
// own stories need.
const most = 72

// rows is how many answers are sampled at a time.
const rows = 16

// sampleTemperature is that of the pairs to label and of the answers whose win rate is
// measured: a model is taught on what it is judged by.
const sampleTemperature = 0.8

// A rollout is a batch of answers being sampled.
type rollout struct {
	streams []*nn.Stream
	sampler *nn.Sampler
}

// newRollout begins one answer for each prompt. Answer i draws from item first+i
// of the named stream of the seed.
func (s *Session) newRollout(m *nn.Model, prompts []string, temperature float64, seed uint64, stream string, first int) *rollout {
	r := &rollout{sampler: s.sampler(m)}
	for i, p := range prompts {
		ids := method.Prompt(s.tok, p)
		r.streams = append(r.streams, &nn.Stream{
			Prompt: ids, Rand: rng.At(seed, stream, first+i),
			Limit: min(most, m.W.Config.Context-len(ids)),
		})
	}
	r.sampler.Begin(r.streams, nn.Draw{Temperature: temperature}, token.EOS)
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

// text returns answer i, with the space that joins it to its opening.
func (s *Session) text(st *nn.Stream) string {
	t := s.tok.DecodeRaw(st.Tokens)
	if t != "" && !strings.HasPrefix(t, " ") {
		t = " " + t
	}
	return t
}

// batchOfStreams lays sampled answers out for scoring.
func batchOfStreams(streams ...*nn.Stream) *seq.Batch {
	var rows []method.Row
	for _, st := range streams {
		rows = append(rows, method.Row{Prompt: st.Prompt, Completion: st.Tokens})
	}
	return method.Lay(rows...)
}

// klOf returns the divergence of the tuned model from the opened one along each
// answer, exact and summed, in nats.
func (s *Session) klOf(streams ...*nn.Stream) []float64 {
	b := batchOfStreams(streams...)
	s.model.Forward(b)
	s.ref.Forward(b)
	kl := s.model.KL(s.ref)
	out := make([]float64, len(streams))
	at := 0
	for i := range streams {
		for range b.Count(i) {
			out[i] += kl[at]
			at++
		}
	}
	return out
}

// distance measures the mean divergence on fixed openings, in pieces.
type distance struct {
	r    *rollout
	done int
	sum  float64
}

// distanceRows is how many openings the distance is the mean of.
const distanceRows = 8

func newDistance(s *Session, seed uint64) *distance {
	return &distance{r: s.newRollout(s.model, s.fixed(distanceRows), 1, seed, "kl", 0)}
}

// advance does one piece; ok when the mean is there.
func (d *distance) advance(s *Session) (mean float64, ok bool) {
	if d.r.sampler.Next() {
		return 0, false
	}
	for _, kl := range s.klOf(d.r.streams[d.done : d.done+2]...) {
		d.sum += kl
	}
	if d.done += 2; d.done < len(d.r.streams) {
		return 0, false
	}
	return d.sum / float64(len(d.r.streams)), true
}
