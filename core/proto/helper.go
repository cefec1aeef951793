package proto

import "encoding/json"

// Helper says that an engine which computes gradients has come, or is gone.
type Helper struct {
	Index int  `json:"index"` // from 0; errands for it carry it
	Gone  bool `json:"gone,omitempty"`
}

// Errand is what one helper computes of one step.
type Errand struct {
	Helper int       `json:"helper"`
	Step   int       `json:"step"`   // of the engine's life: a Gradient of another is late
	Method string    `json:"method"` // whose loss it is
	Values []float64 `json:"values"` // of the method's settings
	Shards []Shard   `json:"shards"`

	// The shapes of the models, nn.Config; absent: it is not trained.
	Policy json.RawMessage `json:"policy,omitempty"`
	Value  json.RawMessage `json:"value,omitempty"`
}

// Shard is a batch on its way.
type Shard struct {
	Index int             `json:"index"`          // among the step's
	Batch json.RawMessage `json:"batch"`          // seq.Batch without Drop
	Drop  []byte          `json:"drop,omitempty"` // 1 for true
}

// Gradient answers an Errand, once for each of its shards.
type Gradient struct {
	Helper int `json:"helper"`
	Step   int `json:"step"`
	Shard  int `json:"shard"`
}
