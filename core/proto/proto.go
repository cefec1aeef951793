// Package proto is everything that crosses between a page (or a tool) and the
// engine: a [Command] in, [Event]s out. Both are unions: exactly one pointer is
// set. Bytes travel beside the JSON, in Blobs, so that a transport can move them
// without copying.
//
// A request's ID is echoed by every event that answers it; events that answer
// nothing have ID 0. The engine keeps no clock: rates and times left are the
// page's to compute from counts.
package proto

import (
	"preflab/core/pref"
	"preflab/core/spec"
)

// Version is the protocol's: both ends refuse another.
const Version = 2

// A Command asks the engine for one thing.
type Command struct {
	ID    int      `json:"id"`
	Blobs [][]byte `json:"-"`

	Hello   *Hello      `json:"hello,omitempty"`
	Open    *Open       `json:"open,omitempty"`    // Blobs: config.json, tokenizer.json, weights .safetensors; a fourth, if present, is a saved run to resume
	Pairs   *Pairs      `json:"pairs,omitempty"`   // ask for fresh pairs to label
	Labels  *Labels     `json:"labels,omitempty"`  // replace all labels by these
	Label   *pref.Label `json:"label,omitempty"`   // add or replace one
	Unlabel *Unlabel    `json:"unlabel,omitempty"` // take one back
	Judge   *Judge      `json:"judge,omitempty"`   // have a taste judge pairs
	Set     *Set        `json:"set,omitempty"`     // change the run's settings
	Train   *Train      `json:"train,omitempty"`   // start or go on
	Pause   *Empty      `json:"pause,omitempty"`
	Reset   *Reset      `json:"reset,omitempty"` // back to the model as opened, step 0; labels stay
	Poll    *Empty      `json:"poll,omitempty"`  // answered by a Frame
	Compare *Compare    `json:"compare,omitempty"`
	WinRate *WinRate    `json:"win_rate,omitempty"`
	BestOf  *BestOf     `json:"best_of,omitempty"` // best-of-n: the anchor that needs no training
	Audit   *Audit      `json:"audit,omitempty"`   // what does the reward model like?
	Cancel  *Cancel     `json:"cancel,omitempty"`  // drop the queued work of one request
	Save    *Empty      `json:"save,omitempty"`    // answered by Saved: the whole run
	Export  *Empty      `json:"export,omitempty"`  // answered by Exported: the tuned model as a zip

	Helper   *Helper   `json:"helper,omitempty"`   // an engine that computes gradients for this one comes or goes
	Errand   *Errand   `json:"errand,omitempty"`   // to a helper; the Event of that name, sent on
	Gradient *Gradient `json:"gradient,omitempty"` // from a helper; the Event of that name, sent back
}

// An Event is one thing that the engine has to say.
type Event struct {
	ID    int      `json:"id"`
	Blobs [][]byte `json:"-"`

	Hello    *Welcome  `json:"hello,omitempty"`
	Ready    *Ready    `json:"ready,omitempty"`
	Pair     *NewPair  `json:"pair,omitempty"` // one for each pair asked for, as soon as it is sampled
	Judged   *Judged   `json:"judged,omitempty"`
	Frame    *Frame    `json:"frame,omitempty"`
	Compared *Compared `json:"compared,omitempty"` // one for each opening, as soon as it is done
	WinRate  *WinRated `json:"win_rate,omitempty"` // partial results, the last with Done
	BestOf   *BestOfN  `json:"best_of,omitempty"`  // partial results, the last with Done
	Audited  *Audited  `json:"audited,omitempty"`
	Saved    *Saved    `json:"saved,omitempty"`    // Blobs: the run
	Exported *Exported `json:"exported,omitempty"` // Blobs: the zip
	Done     *Empty    `json:"done,omitempty"`     // a command with no other answer was carried out
	Error    *Error    `json:"error,omitempty"`    // the command was refused; nothing changed
	Fault    *Fault    `json:"fault,omitempty"`    // the engine broke: restart it

	Errand   *Errand   `json:"errand,omitempty"`   // for a helper; Blobs: the weights of the policy and of the model of values, of those that are trained
	Gradient *Gradient `json:"gradient,omitempty"` // of one shard; Blobs: what it measured, and the gradients of the same models
}

// Empty carries nothing.
type Empty struct{}

// Hello opens the conversation.
type Hello struct {
	Version int `json:"version"`
}

// Welcome answers Hello: what this engine can do.
type Welcome struct {
	Version int         `json:"version"`
	Kernel  string      `json:"kernel"` // "wasm SIMD", "plain Go", ...
	Specs   []spec.Spec `json:"specs"`
	Worlds  []World     `json:"worlds"`
}

// World describes a world to the page.
type World struct {
	Name   string  `json:"name"`
	Title  string  `json:"title"`
	Tastes []Taste `json:"tastes"`
}

// Taste describes a taste to the page.
type Taste struct {
	Name  string `json:"name"`
	Label string `json:"label"`
}

// Open loads a model and begins a run of a method in a world.
type Open struct {
	World  string `json:"world"`
	Method string `json:"method"`
	Query  string `json:"query"` // settings that differ from the defaults, as in spec.Config.Query
	Seed   uint64 `json:"seed"`
	Taste  string `json:"taste,omitempty"` // what labels borrowed pairs and scores answers, where the settings ask for a taste
}

// Ready answers Open and Reset.
type Ready struct {
	Params    int    `json:"params"` // trainable numbers
	Vocab     int    `json:"vocab"`
	Context   int    `json:"context"`
	ModelHash string `json:"model_hash"` // SHA-256 of the weights as opened
	Step      int    `json:"step"`       // above 0 when a saved run was resumed
	Resumed   bool   `json:"resumed"`
	Notice    string `json:"notice,omitempty"` // why a saved run was not resumed, for people
}

// Pairs asks for N fresh pairs.
type Pairs struct {
	N int `json:"n"`
	// Prompt, when set, is the opening to use instead of drawn ones.
	Prompt string `json:"prompt,omitempty"`
	// Tuned has the model in training write them, for online DPO.
	Tuned bool `json:"tuned,omitempty"`
}

// NewPair is one fresh pair; ALeft is the side to show A on.
type NewPair struct {
	pref.Pair
	ALeft bool `json:"a_left"`
}

// Labels replaces the labels.
type Labels struct {
	Labels []pref.Label `json:"labels"`
}

// Unlabel takes the label with this id back.
type Unlabel struct {
	ID string `json:"id"`
}

// Judge asks what a taste prefers.
type Judge struct {
	Taste string      `json:"taste"`
	Pairs []pref.Pair `json:"pairs"`
}

// Judged answers Judge, in the order asked.
type Judged struct {
	Taste  string   `json:"taste"`
	Scores []Scored `json:"scores"`
}

// Scored is one pair's gold scores in [0,1], the verdict they give, and where in
// each answer the taste saw something, as [start, end) byte offsets.
type Scored struct {
	PairID  string       `json:"pair_id"`
	A       float64      `json:"a"`
	B       float64      `json:"b"`
	Verdict pref.Verdict `json:"verdict"`
	SpansA  [][2]int     `json:"spans_a"`
	SpansB  [][2]int     `json:"spans_b"`
}

// Set changes settings of the running method, by Spec name; they take effect at
// the next step. A seed takes effect at the next Reset.
type Set struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Train takes Steps more steps, or as many as the settings say when 0.
type Train struct {
	Steps int `json:"steps"`
}

// Reset starts the run again from the opened model with a seed.
type Reset struct {
	Seed uint64 `json:"seed"`
}

// Frame answers Poll: where the run is, and the log rows since the last Frame.
type Frame struct {
	State    string  `json:"state"` // "idle", "training", "paused", "finished", "diverged", "starved" (no label to train on)
	Step     int     `json:"step"`
	Target   int     `json:"target"`             // the step at which the run will finish
	Tokens   int64   `json:"tokens"`             // trained on so far
	Labels   int     `json:"labels"`             // that train
	Queue    int     `json:"queue"`              // pieces of other work waiting
	Rows     []Row   `json:"rows"`               // in the order of the Spec's Metrics
	Why      string  `json:"why,omitempty"`      // the run stopped by itself: which metric left its bounds, and at which step
	Doing    string  `json:"doing,omitempty"`    // what comes before the next step, in a few words: "writing 32 stories"
	Borrowed int     `json:"borrowed,omitempty"` // pairs labelled by a taste that train beside the labels
	Reward   *Reward `json:"reward,omitempty"`   // the reward model at hand
	Trained  int     `json:"trained,omitempty"`  // numbers that the method trains
	Hands    int     `json:"hands"`              // engines that compute a step, this one and its helpers
}

// Reward is a reward model and how often it ranks held-out pairs as their labels do.
type Reward struct {
	Step     int     `json:"step"`
	Labels   int     `json:"labels"` // it was trained on
	Accuracy float64 `json:"accuracy"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
	N        int     `json:"n"` // held-out pairs; 0: not measured
}

// Row is one step's metrics, in the order of Spec.Metrics; a NaN (not measured
// at this step) is null in JSON. The engine counts tokens and labels; Took is
// for a caller with a clock to fill in. Rows of old runs have none of the three.
type Row struct {
	Step   int        `json:"step"`
	Values []*float64 `json:"values"`
	Tokens int64      `json:"tokens,omitempty"` // trained on up to here; 0: not known
	Labels int        `json:"labels,omitempty"` // that trained when the step was drawn
	Took   float64    `json:"took,omitempty"`   // seconds of training since the row before; 0: not known
}

// Compare asks for the same openings continued before and after, from one seed.
type Compare struct {
	Prompts     []string `json:"prompts"` // none: the world's fixed eight
	Seed        uint64   `json:"seed"`
	Temperature float64  `json:"temperature"` // 0 is greedy
	// Marker is what the tuned model is asked for, one of its Spec's Markers; "" asks for nothing.
	Marker string `json:"marker,omitempty"`
}

// Compared is one opening's two continuations.
type Compared struct {
	Index  int     `json:"index"` // which of the prompts
	Of     int     `json:"of"`
	Step   int     `json:"step"` // of the tuned model
	Prompt string  `json:"prompt"`
	Before []Token `json:"before"`
	After  []Token `json:"after"`
	KL     float64 `json:"kl"` // of the tuned model from the opened one along After, exact, summed, in nats
}

// Token is a piece of text; Delta is how much more likely (in nats) the tuned
// model finds it than the opened one.
type Token struct {
	Text  string  `json:"text"`
	Delta float64 `json:"delta"`
}

// WinRate asks how often the tuned model beats the opened one by a taste.
type WinRate struct {
	Taste   string `json:"taste"`
	Prompts int    `json:"prompts"` // held-out openings
	Seed    uint64 `json:"seed"`
	Marker  string `json:"marker,omitempty"` // as in Compare
}

// WinRated is a win rate so far: ties count one half, Low and High bound it with
// 95 % confidence.
type WinRated struct {
	Taste      string  `json:"taste"`
	Step       int     `json:"step"` // of the tuned model
	N          int     `json:"n"`    // openings so far
	Of         int     `json:"of"`
	WinRate    float64 `json:"win_rate"`
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	WellFormed float64 `json:"well_formed"` // share of the tuned model's answers
	ScoreOld   float64 `json:"score_old"`   // mean gold score of the opened model
	ScoreNew   float64 `json:"score_new"`   // and of the tuned one
	KL         float64 `json:"kl"`          // mean over answers, exact, summed, in nats
	Length     float64 `json:"length"`      // mean tokens of the tuned model's answers
	K1         float64 `json:"k1"`          // two estimates of KL from the sampled tokens alone (Schulman 2020)
	K3         float64 `json:"k3"`
	Entropy    float64 `json:"entropy"`            // of the tuned model, nats a token
	Distinct2  float64 `json:"distinct2"`          // share of its pairs of words that occur once only
	Balanced   float64 `json:"balanced"`           // the win rate if both wrote equally long
	BootLow    float64 `json:"boot_low,omitempty"` // the win rate's interval by the bootstrap, once Done
	BootHigh   float64 `json:"boot_high,omitempty"`
	Moved      *Moved  `json:"moved,omitempty"`     // once Done, if there are labels
	ProxyOld   float64 `json:"proxy_old,omitempty"` // mean scores by the reward model at hand, if there is one
	ProxyNew   float64 `json:"proxy_new,omitempty"`
	Done       bool    `json:"done"`
}

// Moved is what training did to the answers of the labels, in nats of summed
// log-probability: a margin can grow while both answers fall (likelihood displacement).
type Moved struct {
	Chosen    float64 `json:"chosen"`
	Rejected  float64 `json:"rejected"`
	Displaced float64 `json:"displaced"` // share of pairs whose chosen answer became less likely
	N         int     `json:"n"`         // pairs
}

// BestOf asks what picking the best of n answers of the opened model would give.
type BestOf struct {
	By      string `json:"by"`      // "taste" or "reward": what picks
	Taste   string `json:"taste"`   // what judges
	Prompts int    `json:"prompts"` // held-out openings
	N       int    `json:"n"`       // the most answers to one opening; smaller n come with it
	Seed    uint64 `json:"seed"`
}

// BestOfN are the results so far.
type BestOfN struct {
	By    string      `json:"by"`
	Taste string      `json:"taste"`
	Done  int         `json:"done"` // openings
	Of    int         `json:"of"`
	Rows  []BestOfRow `json:"rows"`
}

// BestOfRow is one n.
type BestOfRow struct {
	N       int     `json:"n"`
	KL      float64 `json:"kl"` // ln n - (n-1)/n, nats
	WinRate float64 `json:"win_rate"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Gold    float64 `json:"gold"`  // mean score by the taste
	Proxy   float64 `json:"proxy"` // mean score by what picked
}

// Audit asks what the reward model likes, in a hundred fresh samples of the opened model.
type Audit struct {
	Taste string `json:"taste"` // what it is compared with
	Seed  uint64 `json:"seed"`
}

// Audited is the answer.
type Audited struct {
	Reward
	Bins  []Bin   `json:"bins"`  // calibration on pairs labelled by the taste
	ECE   float64 `json:"ece"`   // expected calibration error
	Rank  float64 `json:"rank"`  // Spearman's correlation with the taste over the samples
	Best  []Rated `json:"best"`  // the highest scores first
	Worst []Rated `json:"worst"` // the lowest first
}

// Bin is one bar of a calibration curve.
type Bin struct {
	Said float64 `json:"said"`
	Was  float64 `json:"was"`
	N    int     `json:"n"`
}

// Rated is a story with what the reward model and the taste say of it; a token's
// Delta is how much the reward rises by it.
type Rated struct {
	Prompt string  `json:"prompt"`
	Tokens []Token `json:"tokens"`
	Score  float64 `json:"score"`
	Gold   float64 `json:"gold"`
}

// Cancel drops what is queued for a request.
type Cancel struct {
	ID int `json:"id"`
}

// Saved carries a run that Open can resume.
type Saved struct {
	Step int `json:"step"`
}

// Exported carries the tuned model.
type Exported struct {
	Name string `json:"name"` // a file name
	Hash string `json:"hash"` // SHA-256 of the weights
}

// Error says why a command was refused: what is wrong, where, what to do.
type Error struct {
	Message string `json:"message"`
}

// Fault is a broken engine's last word.
type Fault struct {
	Message string `json:"message"`
	Stack   string `json:"stack"`
}
