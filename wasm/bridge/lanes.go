//go:build js && wasm

package bridge

import "preflab/core/proto"

// OnLane has told hear every event of a race's engines, and died why one ended
// by itself; both run in the funnel.
func (h *Host) OnLane(told func(lane int, e proto.Event) (render bool), died func(lane int, reason string)) {
	h.laneTold, h.laneDied = told, died
}

// StartLane implements ui.Host. A lane's engine is made once and then started
// afresh: its watch is never taken down.
func (h *Host) StartLane(lane int) {
	if e := h.lanes[lane]; e != nil {
		e.Start()
		return
	}
	h.lanes[lane] = NewEngine(
		func(e proto.Event) { h.Funnel.Try(func() bool { return h.laneTold(lane, e) }) },
		func(reason string) { h.Funnel.Do(func() { h.laneDied(lane, reason) }) },
	)
}

// SendLane implements ui.Host.
func (h *Host) SendLane(lane int, c proto.Command) {
	if e := h.lanes[lane]; e != nil {
		e.Send(c)
	}
}

// StopLane implements ui.Host: the Worker ends, and its memory is free.
func (h *Host) StopLane(lane int) {
	if e := h.lanes[lane]; e != nil {
		e.Stop()
	}
}

// Cores implements ui.Host.
func (h *Host) Cores() int {
	if n := global("navigator").Get("hardwareConcurrency"); n.Truthy() {
		return n.Int()
	}
	return 1
}

// Phone implements ui.Host: a coarse pointer and no hovering.
func (h *Host) Phone() bool {
	return global("matchMedia").Invoke("(hover: none) and (pointer: coarse)").Get("matches").Bool()
}
