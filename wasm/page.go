//go:build js && wasm

package main

import (
	"syscall/js"
	"time"

	"github.com/vugu/vugu"
	"github.com/vugu/vugu/domrender"

	"preflab/core/proto"
	"preflab/ui"
	"preflab/wasm/bridge"
)

var _ ui.Host = (*bridge.Host)(nil)

// wakingPause is how long a render waits for the next one until the first pair is
// there: much arrives at once then, and the engine needs the processor.
const wakingPause = 150 * time.Millisecond

// page renders the user interface for ever.
func page() {
	var app *ui.App
	host := bridge.NewHost(
		func(e proto.Event) { app.Deliver(e) },
		func(reason string) { app.EngineDied(reason) },
	)
	host.OnLane(
		func(lane int, e proto.Event) bool { return app.DeliverLane(lane, e) },
		func(lane int, reason string) { app.LaneDied(lane, reason) },
	)
	app = ui.NewApp(host)

	renderer, err := domrender.New("#app")
	if err != nil {
		panic(err)
	}
	env := renderer.EventEnv()
	host.OnKey(env, func(event js.Value) bool { return app.Key(keyEvent(event)) })
	host.Funnel.Do(app.Start)
	go host.Funnel.Run(env)

	build, err := vugu.NewBuildEnv(env)
	if err != nil {
		panic(err)
	}
	waking, rendered := true, time.Now()
	for ok := true; ok; ok = renderer.EventWait() {
		waking = waking && app.Waking()
		for waking && time.Since(rendered) < wakingPause {
			time.Sleep(wakingPause / 10)
			waking = app.Waking()
		}
		rendered = time.Now()
		host.Funnel.Rendering()
		if err := renderer.Render(build.RunBuild(app)); err != nil {
			panic(err)
		}
		host.Rendered()
	}
}

// keyEvent is what the page wants to know about a key press.
func keyEvent(event js.Value) ui.KeyEvent {
	flag := func(name string) bool { return event.Get(name).Truthy() }
	focused := func(selector string) bool {
		target := event.Get("target")
		return target.Get("closest").Truthy() && target.Call("closest", selector).Truthy()
	}
	return ui.KeyEvent{
		Key: event.Get("key").String(), Code: event.Get("code").String(),
		Ctrl: flag("ctrlKey"), Meta: flag("metaKey"), Shift: flag("shiftKey"), Alt: flag("altKey"),
		Text:    focused("input, select, textarea, [contenteditable]"),
		Control: focused("button, a, summary"),
	}
}
