// Package labtest drives a [lab.Session] the way the page does, on a model small
// enough for any platform, so that one run can be held to one hash everywhere.
package labtest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"sync"

	"preflab/core/ckpt"
	"preflab/core/lab"
	"preflab/core/nn"
	"preflab/core/pref"
	"preflab/core/pretrain"
	"preflab/core/proto"
	"preflab/core/rng"
	"preflab/core/world"
	"preflab/core/world/tales"
)

// Tiny returns the three files of a model of about 30,000 weights that has
// learned nothing: the same bytes on every platform.
func Tiny() (config, tokenizer, weights []byte) {
	f := tiny()
	return f[0], f[1], f[2]
}

// tiny makes them once: its tokenizer takes a while.
var tiny = sync.OnceValue(func() [3][]byte {
	tok := pretrain.Tokenizer(tales.World{}, 300, 520, 1)
	p := nn.NewParams(nn.Config{
		Dim: 32, Layers: 2, Heads: 4, KVHeads: 2, Hidden: 48, Vocab: tok.Size(),
		Context: 160, Theta: 1e4, Eps: 1e-5, Tied: true,
	})
	p.Init(1)
	config, weights := ckpt.Save(p, ckpt.F32)
	return [3][]byte{config, tok.JSON(), weights}
})

// Labels returns n labels of made-up pairs: hard ones, and a tie every seventh.
func Labels(n int) []pref.Label {
	r := rng.New(7, "labels")
	var out []pref.Label
	for i := range n {
		a, b := short(r), short(r)
		v := []pref.Verdict{pref.PreferA, pref.PreferB}[r.IntN(2)]
		if i%7 == 6 {
			v = pref.Tie
		}
		id := fmt.Sprintf("p%d", i)
		out = append(out, pref.Label{
			ID: id, Verdict: v, Source: "test", ALeft: r.IntN(2) == 0,
			Pair: pref.Pair{ID: id, Prompt: a.Opening, A: a.Continuation, B: b.Continuation},
		})
	}
	return out
}

// short draws a story that is cheap to train on.
func short(r *rand.Rand) world.Story {
	for {
		if s := (tales.World{}).Story(r, world.Train); len(s.Opening)+len(s.Continuation) < 150 {
			return s
		}
	}
}

// Open returns the command that opens the tiny model.
func Open(method string, seed uint64, query string) proto.Command {
	config, tok, weights := Tiny()
	return proto.Command{
		Open:  &proto.Open{World: "tales", Method: method, Seed: seed, Query: query, Taste: "cats"},
		Blobs: [][]byte{config, tok, weights},
	}
}

// Settings are those of the recorded runs, named so that a new default moves no
// hash.
const Settings = "learning_rate=0.002&value_learning_rate=0.002&train_batch_size=4&adam_epsilon=1e-08&rpo_alpha=0&max_grad_norm=1&target_kl=150" +
	"&rollout_batch_size=8&num_iterations=2&num_generations=4&holdout=0.2&pt_loss_weight=1.5&fcm_max_ratio=0.05&alpha=0.5&chain_share=0.5"

// golden is what the recorded run of a method has beside the settings: answers are
// scored by a taste, but for PPO, whose reward model learns from a few labels only,
// because every platform trains it again.
func golden(method string) (settings string, labels int) {
	if method == "ppo" {
		return Settings, 4
	}
	return Settings + "&reward=taste", 24
}

// Golden returns the commands of the run that tests/golden/runs.txt records: open,
// labels, train, export. The last event holds the hash.
func Golden(method string, seed uint64, steps int) []proto.Command {
	settings, n := golden(method)
	return []proto.Command{
		Open(method, seed, settings),
		{Labels: &proto.Labels{Labels: Labels(n)}},
		{Train: &proto.Train{Steps: steps}},
		{Export: &proto.Empty{}},
	}
}

// Run carries out commands one by one, each to its end, and returns all events.
func Run(s *lab.Session, commands ...proto.Command) []proto.Event {
	var out []proto.Event
	for _, c := range commands {
		out = append(out, s.Handle(c)...)
		out = append(out, Drain(s)...)
	}
	return out
}

// Drain lets the session compute until it is idle.
func Drain(s *lab.Session) []proto.Event {
	var out []proto.Event
	for {
		events, idle := s.Advance(func() bool { return true })
		out = append(out, events...)
		if idle {
			return out
		}
	}
}

// RunWith is [Run] with a crew: helpers compute gradients for the session, and what is
// sent between them goes through JSON as it does between Workers. It returns how many
// gradients came from each, too.
func RunWith(s *lab.Session, helpers []*lab.Session, commands ...proto.Command) (out []proto.Event, sent []int) {
	sent = make([]int, len(helpers))
	for i := range helpers {
		out = append(out, s.Handle(proto.Command{Helper: &proto.Helper{Index: i}})...)
	}
	for _, c := range commands {
		events := s.Handle(c)
		for len(events) > 0 {
			var next []proto.Event
			for _, e := range events {
				switch {
				case e.Errand != nil:
					for _, g := range Run(helpers[e.Errand.Helper], proto.Command{Errand: wired(e.Errand), Blobs: e.Blobs}) {
						sent[e.Errand.Helper]++
						next = append(next, s.Handle(proto.Command{Gradient: wired(g.Gradient), Blobs: g.Blobs})...)
					}
				default:
					out = append(out, e)
				}
			}
			events = append(next, Drain(s)...)
		}
	}
	return out, sent
}

// wired sends x through JSON.
func wired[T any](x *T) *T {
	data, err := json.Marshal(x)
	if err != nil {
		panic(err)
	}
	y := new(T)
	if err := json.Unmarshal(data, y); err != nil {
		panic(err)
	}
	return y
}
