package lab

import (
	"fmt"
	"strconv"
	"strings"

	"preflab/core/method"
	"preflab/core/nn"
	"preflab/core/pref"
	"preflab/core/proto"
	"preflab/core/rng"
	"preflab/core/world"
)

// Answers sampled for each opening, of which two are shown: while nothing is known
// of the visitor, so many that four pairs are sampled together; later, as many as
// go together.
const (
	fewCandidates = 4
	candidates    = rows
	knownFrom     = 2 // labels from which on something is known
)

// pairSource numbers the pairs of a seed: what pair i is hangs on the labels given
// when it is sampled, and not on what was trained in between, since it comes from
// the model as opened; unless the model in training was asked to write it, whose step
// is then in the pair's name.
type pairSource struct {
	seed uint64
	next int
}

// id names pair i.
func (p *pairSource) id(i int) string { return fmt.Sprintf("s%d-%d", p.seed, i) }

// skip moves past a pair that was labelled.
func (p *pairSource) skip(id string) {
	rest, ok := strings.CutPrefix(id, fmt.Sprintf("s%d-", p.seed))
	if n, err := strconv.Atoi(rest); ok && err == nil && n >= p.next {
		p.next = n + 1
	}
}

// pairJob samples fresh pairs, sixteen answers at a time.
type pairJob struct {
	id     int
	want   int
	tuned  bool   // the model in training writes them
	prompt string // instead of drawn openings
	roll   *rollout
	first  int // number of the first opening of roll
	each   int // answers to an opening
}

func (s *Session) askPairs(id int, c *proto.Pairs) error {
	if c.N < 1 || c.N > 64 {
		return fmt.Errorf("%d pairs were asked for; ask for 1 to 64", c.N)
	}
	if c.Prompt != "" {
		if err := s.fits(c.Prompt); err != nil {
			return err
		}
	}
	s.enqueue(&pairJob{id: id, want: c.N, tuned: c.Tuned && s.run.policy != nil, prompt: c.Prompt})
	return nil
}

// fits refuses an opening that leaves no room for an answer.
func (s *Session) fits(prompt string) error {
	const room = 16
	n, c := len(method.Prompt(s.tok, prompt)), s.ref.W.Config.Context
	if n+room > c {
		return fmt.Errorf("this opening is %d tokens long; the model reads %d and needs %d of them to answer: shorten it", n, c, room)
	}
	return nil
}

func (j *pairJob) request() int        { return j.id }
func (j *pairJob) holdsTraining() bool { return j.tuned }

func (j *pairJob) advance(s *Session) ([]proto.Event, bool) {
	if j.roll == nil {
		j.begin(s)
	}
	if j.roll.sampler.Next() {
		return nil, false
	}
	var out []proto.Event
	like := s.liking()
	for k := 0; k < len(j.roll.streams) && j.want > 0; k += j.each {
		i := j.first + k/j.each
		if !j.tuned && i < s.pairs.next {
			continue // labelled or shown meanwhile
		}
		s.pairs.next = max(s.pairs.next, i+1)
		if p, ok := s.choosePair(i, j.opening(s, i), j.roll.streams[k:k+j.each], like); ok {
			if j.tuned {
				p.ID = fmt.Sprintf("t%d-%d-%d", s.pairs.seed, s.run.step, i)
			}
			out = append(out, proto.Event{Pair: p})
			j.want--
		}
	}
	j.roll = nil
	return out, j.want == 0
}

// begin samples the answers of the next openings.
func (j *pairJob) begin(s *Session) {
	j.first, j.each = s.pairs.next, fewCandidates
	if len(s.labels) >= knownFrom {
		j.each = candidates
	}
	n := min(j.want, rows/j.each)
	var prompts []string
	for i := range n {
		for range j.each {
			prompts = append(prompts, j.opening(s, j.first+i))
		}
	}
	sampler, before := s.sampler(s.ref), [][]int32(nil)
	if j.tuned {
		sampler, before = s.sampler(s.model), s.before(s.run.wish(), len(prompts))
	}
	j.roll = s.rolloutOn(sampler, prompts, before, draw{sampleTemperature, s.pairs.seed, "sample", j.first * candidates})
}

// opening returns the opening of pair i.
func (j *pairJob) opening(s *Session, i int) string {
	if j.prompt != "" {
		return j.prompt
	}
	return s.world.Opening(rng.At(s.pairs.seed, "opening", i), world.Train)
}

// choosePair makes a pair of the two answers about which a judgement tells most.
// Answers that the world finds ill-formed are passed over: somebody who prefers the
// cat in a broken sentence would teach the model to break sentences. None when no
// taste tells two answers apart.
func (s *Session) choosePair(i int, prompt string, streams []*nn.Stream, like liking) (*proto.NewPair, bool) {
	var texts []string
	for _, st := range streams {
		if t := s.text(st); st.Ended && strings.TrimSpace(t) != "" {
			texts = append(texts, t)
		}
	}
	if whole := s.whole(prompt, texts); len(whole) > 1 {
		texts = whole
	}
	a, b := like.telling(prompt, texts)
	if a == b {
		return nil, false
	}
	if rng.At(s.pairs.seed, "order", i).IntN(2) == 0 {
		a, b = b, a // or A would be the preferred one
	}
	side := rng.At(s.pairs.seed, "side", i).IntN(2) == 0
	return &proto.NewPair{Pair: pref.Pair{ID: s.pairs.id(i), Prompt: prompt, A: texts[a], B: texts[b]}, ALeft: side}, true
}

// whole picks the answers that are well-formed and true to the opening's hero.
func (s *Session) whole(prompt string, texts []string) (whole []string) {
	for _, t := range texts {
		if s.world.Check(prompt, t).Whole() {
			whole = append(whole, t)
		}
	}
	return whole
}
