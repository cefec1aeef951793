package bridge

import (
	"reflect"
	"testing"
)

// A recorder is a Lock that writes down what is done to it.
type recorder struct {
	log  []string
	done chan struct{}
}

func (r *recorder) Lock()         { r.log = append(r.log, "lock") }
func (r *recorder) UnlockOnly()   { r.log = append(r.log, "unlock"); r.done <- struct{}{} }
func (r *recorder) UnlockRender() { r.log = append(r.log, "render"); r.done <- struct{}{} }

func TestFunnelRunsInOrderUnderOneLock(t *testing.T) {
	var q Funnel
	r := &recorder{done: make(chan struct{})}
	q.Do(func() { r.log = append(r.log, "a") })
	q.Try(func() bool { r.log = append(r.log, "b"); return false })
	go q.Run(r)
	<-r.done
	if want := []string{"lock", "a", "b", "render"}; !reflect.DeepEqual(r.log, want) {
		t.Errorf("got %v, want %v", r.log, want)
	}
}

func TestFunnelRendersOnlyWhenAsked(t *testing.T) {
	var q Funnel
	r := &recorder{done: make(chan struct{})}
	q.Try(func() bool { return false })
	go q.Run(r)
	<-r.done
	if want := []string{"lock", "unlock"}; !reflect.DeepEqual(r.log, want) {
		t.Errorf("got %v, want %v", r.log, want)
	}
}

func TestFunnelAsksForOneRenderAtATime(t *testing.T) {
	var q Funnel
	r := &recorder{done: make(chan struct{})}
	go q.Run(r)
	for range 2 {
		q.Do(func() {})
		<-r.done
	}
	q.Rendering()
	q.Do(func() {})
	<-r.done
	if want := []string{"lock", "render", "lock", "unlock", "lock", "render"}; !reflect.DeepEqual(r.log, want) {
		t.Errorf("got %v, want %v", r.log, want)
	}
}
