package bridge

import "sync"

// A Lock is how a renderer keeps state changes and renders apart; Vugu's
// EventEnv is one.
type Lock interface {
	Lock()
	UnlockOnly()
	UnlockRender()
}

// A Funnel runs functions one after another under a render lock: the only way
// from the browser's callbacks into the page's state. The zero value is ready,
// and queues until Run is called.
type Funnel struct {
	mu    sync.Mutex
	queue []func() (render bool)
	wake  chan struct{}
	asked bool // for a render that has not begun yet
}

// Do queues f; a render follows it.
func (q *Funnel) Do(f func()) {
	q.Try(func() bool { f(); return true })
}

// Try queues f; a render follows if it returns true.
func (q *Funnel) Try(f func() (render bool)) {
	q.mu.Lock()
	q.queue = append(q.queue, f)
	wake := q.ready()
	q.mu.Unlock()
	select {
	case wake <- struct{}{}:
	default: // Run has been told already
	}
}

// Run empties the queue for ever. What is queued together shares one render.
func (q *Funnel) Run(lock Lock) {
	q.mu.Lock()
	wake := q.ready()
	q.mu.Unlock()
	for range wake {
		q.drain(lock)
	}
}

func (q *Funnel) drain(lock Lock) {
	q.mu.Lock()
	batch := q.queue
	q.queue = nil
	q.mu.Unlock()

	render := false
	lock.Lock()
	for _, f := range batch {
		if f() {
			render = true
		}
	}
	if render && !q.asked {
		q.asked = true
		lock.UnlockRender()
		return
	}
	lock.UnlockOnly()
}

// Rendering says that a render begins: only what is done from now on asks for
// another. Vugu would render once for every time it was asked.
func (q *Funnel) Rendering() { q.asked = false }

// ready makes the channel at its first use; the caller holds mu.
func (q *Funnel) ready() chan struct{} {
	if q.wake == nil {
		q.wake = make(chan struct{}, 1)
	}
	return q.wake
}
