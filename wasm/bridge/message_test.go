package bridge

import (
	"reflect"
	"testing"

	"preflab/core/pref"
	"preflab/core/proto"
)

func TestCommandSurvivesTheCrossing(t *testing.T) {
	for name, c := range map[string]proto.Command{
		"hello": {ID: 1, Hello: &proto.Hello{Version: proto.Version}},
		"open":  {ID: 2, Open: &proto.Open{World: "tales", Seed: 1<<64 - 1}, Blobs: [][]byte{{1, 2}, {}, {3}}},
		"label": {ID: 3, Label: &pref.Label{}},
		"pause": {Pause: &proto.Empty{}},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := EncodeCommand(c)
			if err != nil {
				t.Fatal(err)
			}
			got, err := DecodeCommand(m)
			if err != nil || !reflect.DeepEqual(got, c) {
				t.Errorf("got %+v, %v; want %+v", got, err, c)
			}
		})
	}
}

func TestEventSurvivesTheCrossing(t *testing.T) {
	loss := 0.6931471805599453
	e := proto.Event{
		ID:    7,
		Frame: &proto.Frame{State: "training", Step: 3, Rows: []proto.Row{{Step: 3, Values: []*float64{&loss, nil}}}},
		Blobs: [][]byte{{9}},
	}
	m, err := EncodeEvent(e)
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeEvent(m)
	if err != nil || !reflect.DeepEqual(got, e) {
		t.Errorf("got %+v, %v; want %+v", got, err, e)
	}
}
