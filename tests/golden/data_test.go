// Package golden holds Preflab to numbers that others' programs computed: see
// ../shared/data/README.md for who and how.
package golden

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"preflab/core/ckpt"
	"preflab/core/nn"
	"preflab/core/token"
)

// shared is where the data lies, outside the repository.
const shared = "../../../shared/data"

// read returns a file of the shared data, or skips the test.
func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("needs ../shared/data/%s beside the project", name)
	}
	return data
}

// stories reads the weights of stories260K.
func stories(t *testing.T) *nn.Params {
	t.Helper()
	p, err := ckpt.ReadLlama2C(read(t, "checkpoints/stories260K/stories260K.bin"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// tok512 reads the tokenizer of stories260K.
func tok512(t *testing.T) *token.Tokenizer {
	t.Helper()
	tok, err := token.ReadLlama2C(read(t, "checkpoints/stories260K/tok512.bin"))
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// An oracle is what llama2.c, PyTorch and the authors of DPO say of stories260K.
type oracle struct {
	Greedy []struct {
		Prompt string
		Steps  int
		Prefix []int32 `json:"prompt_ids"`
		IDs    []int32
		Logits string `json:"logits_file"`
		Shape  [2]int `json:"logits_shape"`
	}
	SFT struct {
		IDs     []int32
		Loss    float64
		Norm    float64 `json:"grad_norm"`
		Tensors []struct {
			Name  string
			Shape []int
		}
	}
	AdamW struct {
		Losses []float64
		Norms  []float64 `json:"preclip_grad_norms"`
	}
	DPO []struct {
		Beta      float64
		Smoothing float64 `json:"label_smoothing"`
		IPO       bool
		Losses    []float64
		Chosen    []float64 `json:"chosen_rewards"`
		Rejected  []float64 `json:"rejected_rewards"`
		Norm      float64   `json:"grad_norm_of_mean_loss"`
	}
	Pairs []oraclePair `json:"dpo_pairs"`
}

type oraclePair struct {
	ChosenIDs      []int32 `json:"chosen_ids"`
	ChosenStart    int     `json:"chosen_response_starts_at"`
	ChosenPolicy   float64 `json:"chosen_logp_policy"`
	ChosenRef      float64 `json:"chosen_logp_ref"`
	RejectedIDs    []int32 `json:"rejected_ids"`
	RejectedStart  int     `json:"rejected_response_starts_at"`
	RejectedPolicy float64 `json:"rejected_logp_policy"`
	RejectedRef    float64 `json:"rejected_logp_ref"`
}

// storiesOracle reads the oracle's numbers.
func storiesOracle(t *testing.T) (o oracle) {
	t.Helper()
	readJSON(t, "expected/stories260K.oracle.json", &o)
	return o
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	if err := json.Unmarshal(read(t, name), into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// float32s decodes little-endian numbers.
func float32s(data []byte) []float32 {
	x := make([]float32, len(data)/4)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
	}
	return x
}

// near fails when got is further from want than abs and than rel of want.
func near(t *testing.T, what string, got, want, abs, rel float64) {
	t.Helper()
	if off := math.Abs(got - want); !(off <= max(abs, rel*math.Abs(want))) {
		t.Errorf("%s: got %v, want %v: %.2g off", what, got, want, off)
	}
}

// worst returns the largest distance between two columns.
func worst[F float32 | float64](got, want []F) float64 {
	w := 0.0
	for i := range want {
		w = max(w, math.Abs(float64(got[i])-float64(want[i])))
	}
	return w
}
