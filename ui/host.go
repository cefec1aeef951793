// Package ui is the page: Vugu components over one state. The state changes in
// one place only, view.State.Apply; components get values and callbacks as
// fields and decide nothing.
package ui

import "preflab/core/proto"

// Host is what the page needs from the browser. wasm/bridge implements it; tests
// use a recording one. Callbacks run on the page's one funnel, under the render
// lock, never from inside the call that asked for them; a render follows each
// one but EveryFrame's, which says itself whether there is anything to draw.
type Host interface {
	// Send posts a command to the engine. Its answers arrive at App.Deliver.
	Send(c proto.Command)
	// Restart ends the engine's Worker and starts a fresh one.
	Restart()
	// Hire has so many Workers help the engine train; those that are there count.
	Hire(helpers int)

	// StartLane starts an engine of its own for a lane of a race, afresh if there
	// is one; SendLane posts to it, StopLane ends it. Its answers arrive at
	// App.DeliverLane, its death at App.LaneDied.
	StartLane(lane int)
	SendLane(lane int, c proto.Command)
	StopLane(lane int)
	// Cores is how many threads this machine runs at once; Phone says that it is
	// held in a hand.
	Cores() int
	Phone() bool

	// Put, Get, Delete and All work on one table of the browser's storage:
	// "labels" (one record a label), "kv" (settings, the saved run), "runs" (one
	// record a run), "weights" (one saved run each). done and
	// found may be nil; err is a sentence for people: no storage, or full.
	Put(table, key string, value []byte, done func(err error))
	Get(table, key string, found func(value []byte, err error))
	Delete(table, key string, done func(err error))
	All(table string, found func(values [][]byte, err error))

	// Fetch gets a file of the site with progress in bytes (total 0 if unknown).
	Fetch(url string, progress func(got, total int), done func(data []byte, err error))
	// Download offers bytes as a file to save.
	Download(name, mime string, data []byte)
	// PickFile lets the visitor choose one file with this accept list.
	PickFile(accept string, picked func(name string, data []byte))

	// Link returns the part of the address behind '#'; SetLink replaces it
	// without a history entry. URL is the whole address, for copying.
	Link() string
	SetLink(hash string)
	URL() string
	// Copy puts text on the clipboard.
	Copy(text string, done func(err error))

	// Now is a monotonic clock in milliseconds; Unix is the wall clock, RFC 3339.
	Now() float64
	Unix() string
	// Random returns 64 unpredictable bits, for ids and first seeds.
	Random() uint64
	// After calls f once, ms later; EveryFrame calls f at most 10 times a second
	// while the tab is visible, until the end, and renders where f returns true.
	After(ms int, f func())
	EveryFrame(f func() bool)

	// Focus moves the keyboard focus to the element with this id, after the next
	// render, and scrolls it into view.
	Focus(id string)
	// Announce has screen readers say a sentence: it sets the text of #status,
	// which index.html keeps outside the mounted page, because a live region
	// that Vugu renders anew ten times a second would be read out ten times.
	Announce(text string)
	// Theme sets <html data-theme>: "light", "dark", or "" to follow the system.
	Theme(name string)
	// Features says what this browser lacks, as sentences for people; empty when all is there.
	Features() []string
}
