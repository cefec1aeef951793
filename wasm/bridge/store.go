//go:build js && wasm

package bridge

import (
	"errors"
	"strings"
	"syscall/js"
)

// A version is the tables that there are; an upgrade adds what is missing and
// leaves what is there. 2 brought "runs" and "weights".
const (
	dbName    = "preflab"
	dbVersion = 2
)

// A sentence is an error that is shown to people as it stands.
type sentence string

func (s sentence) Error() string { return string(s) }

const (
	errNoStorage   sentence = "This browser offers no storage here (a private window does that), so your labels last until you close the page. Export them to keep them."
	errNewerPage   sentence = "A newer version of this page is open in another tab and has taken the storage over: reload this one."
	errFullStorage sentence = "This browser's storage is full, so what is new lasts until you close the page. Export your labels to keep them, or free some space."
)

// A Store is a database of tables, each from keys to bytes. It opens itself at
// the first use. Every callback comes later, once, and from JavaScript: it must
// not block.
type Store struct {
	tables  []string
	db      js.Value // undefined until opened
	failed  error    // why it never will be
	waiting []func()
	opening bool
}

// NewStore names the tables; nothing is opened yet.
func NewStore(tables ...string) *Store { return &Store{tables: tables} }

// Put stores value under key; done hears when it is safe on disk, or why not.
func (s *Store) Put(table, key string, value []byte, done func(error)) {
	s.do(table, "readwrite", func(t js.Value) js.Value {
		return t.Call("put", toJS(value), key)
	}, func(_ js.Value, err error) { done(err) })
}

// Delete forgets a key; one that is not there is no error.
func (s *Store) Delete(table, key string, done func(error)) {
	s.do(table, "readwrite", func(t js.Value) js.Value {
		return t.Call("delete", key)
	}, func(_ js.Value, err error) { done(err) })
}

// Get finds the value under key: nil if there is none.
func (s *Store) Get(table, key string, found func([]byte, error)) {
	s.do(table, "readonly", func(t js.Value) js.Value {
		return t.Call("get", key)
	}, func(result js.Value, err error) {
		if err != nil || result.IsUndefined() {
			found(nil, err)
			return
		}
		found(toGo(result), nil)
	})
}

// All finds every value of a table, in the order of the keys.
func (s *Store) All(table string, found func([][]byte, error)) {
	s.do(table, "readonly", func(t js.Value) js.Value {
		return t.Call("getAll")
	}, func(result js.Value, err error) {
		if err != nil {
			found(nil, err)
			return
		}
		values := make([][]byte, result.Length())
		for i := range values {
			values[i] = toGo(result.Index(i))
		}
		found(values, nil)
	})
}

// do makes one request in a transaction of its own. done hears when the
// transaction has committed, which is when a write survives a crash of the tab.
func (s *Store) do(table, mode string, request func(table js.Value) js.Value, done func(js.Value, error)) {
	s.open(func() {
		if s.failed != nil {
			done(js.Undefined(), s.failed)
			return
		}
		err := try(func() {
			tx := s.db.Call("transaction", table, mode)
			req := request(tx.Call("objectStore", table))
			s.finish(tx, req, done)
		})
		if err != nil {
			done(js.Undefined(), storageError(err))
		}
	})
}

func (s *Store) finish(tx, req js.Value, done func(js.Value, error)) {
	var committed, aborted js.Func
	release := func() { committed.Release(); aborted.Release() }
	committed = js.FuncOf(func(js.Value, []js.Value) any {
		release()
		done(req.Get("result"), nil)
		return nil
	})
	aborted = js.FuncOf(func(js.Value, []js.Value) any {
		release()
		done(js.Undefined(), storageError(thrown(tx)))
		return nil
	})
	tx.Set("oncomplete", committed)
	tx.Set("onabort", aborted) // an error aborts its transaction
}

// open calls then at once if the database is open or cannot be, else later.
func (s *Store) open(then func()) {
	if s.db.Truthy() || s.failed != nil {
		then()
		return
	}
	s.waiting = append(s.waiting, then)
	if s.opening {
		return
	}
	s.opening = true
	if err := try(s.request); err != nil { // Firefox throws in private windows
		s.opened(js.Undefined(), errNoStorage)
	}
}

func (s *Store) request() {
	factory := global("indexedDB")
	if !factory.Truthy() {
		s.opened(js.Undefined(), errNoStorage)
		return
	}
	req := factory.Call("open", dbName, dbVersion)
	req.Set("onupgradeneeded", forever(func([]js.Value) {
		db := req.Get("result")
		for _, t := range s.tables {
			if !db.Get("objectStoreNames").Call("contains", t).Bool() {
				db.Call("createObjectStore", t)
			}
		}
	}))
	req.Set("onsuccess", once(func([]js.Value) { s.opened(req.Get("result"), nil) }))
	req.Set("onerror", once(func([]js.Value) { s.opened(js.Undefined(), errNoStorage) }))
}

func (s *Store) opened(db js.Value, err error) {
	s.db, s.failed, s.opening = db, err, false
	if db.Truthy() { // a newer page in another tab must not wait for this one
		db.Set("onversionchange", forever(func([]js.Value) {
			db.Call("close")
			s.db, s.failed = js.Undefined(), errNewerPage
		}))
	}
	waiting := s.waiting
	s.waiting = nil
	for _, f := range waiting {
		f()
	}
}

// thrown is the error of a request or transaction, by name and message.
func thrown(v js.Value) error {
	e := v.Get("error")
	if !e.Truthy() {
		return errors.New("the browser gave no reason")
	}
	return errors.New(e.Get("name").String() + ": " + e.Get("message").String())
}

// storageError turns the browser's words into a sentence for people.
func storageError(err error) error {
	if strings.Contains(strings.ToLower(err.Error()), "quota") {
		return errFullStorage
	}
	return sentence("The browser could not store or read this (" + err.Error() + "). Export your labels to be safe.")
}
