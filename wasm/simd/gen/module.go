package gen

import "encoding/binary"

// The types of values.
const (
	typeI byte = 0x7f
	typeF byte = 0x7d
	typeV byte = 0x7b
)

// A Module is functions, all exported, over the memory imported as env.memory.
type Module struct{ funcs []*Func }

// A Func is one exported function under construction.
type Func struct {
	name    string
	params  []byte
	results []byte
	locals  []byte
	code    []byte
}

// Func adds an exported function. Its parameters are declared next, in order,
// by [Func.ParamI] and [Func.ParamF].
func (m *Module) Func(name string) *Func {
	f := &Func{name: name}
	m.funcs = append(m.funcs, f)
	return f
}

// Encode returns the module's binary form.
func (m *Module) Encode() []byte {
	var types, indices, exports, bodies [][]byte
	for i, f := range m.funcs {
		types = append(types, cat([]byte{0x60}, sized(f.params), sized(f.results)))
		indices = append(indices, uleb(uint32(i)))
		exports = append(exports, cat(sized([]byte(f.name)), []byte{0}, uleb(uint32(i))))
		bodies = append(bodies, sized(cat(f.declarations(), f.code, []byte{0x0b})))
	}
	memory := cat(sized([]byte("env")), sized([]byte("memory")), []byte{2, 0, 0})
	return cat(header,
		section(1, types), section(2, [][]byte{memory}), section(3, indices),
		section(7, exports), section(10, bodies))
}

// Memory returns a module that owns pages of 64 KiB and exports them as memory:
// what stands in for Go's memory outside a browser.
func Memory(pages uint32) []byte {
	export := cat(sized([]byte("memory")), []byte{2, 0})
	return cat(header, section(5, [][]byte{cat([]byte{0}, uleb(pages))}), section(7, [][]byte{export}))
}

var header = []byte{0, 'a', 's', 'm', 1, 0, 0, 0}

// section returns section id holding a vector of items.
func section(id byte, items [][]byte) []byte {
	return cat([]byte{id}, sized(cat(uleb(uint32(len(items))), cat(items...))))
}

// declarations returns the vector of local declarations, runs of one type joined.
func (f *Func) declarations() []byte {
	var runs [][]byte
	for i := 0; i < len(f.locals); {
		j := i
		for j < len(f.locals) && f.locals[j] == f.locals[i] {
			j++
		}
		runs = append(runs, cat(uleb(uint32(j-i)), []byte{f.locals[i]}))
		i = j
	}
	return cat(uleb(uint32(len(runs))), cat(runs...))
}

// cat concatenates into fresh memory: expressions share no backing array.
func cat(parts ...[]byte) []byte {
	var out []byte
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// sized returns b after its length.
func sized(b []byte) []byte { return cat(uleb(uint32(len(b))), b) }

// uleb encodes an unsigned number in LEB128.
func uleb(n uint32) []byte { return binary.AppendUvarint(nil, uint64(n)) }

// sleb encodes a signed number in LEB128.
func sleb(n int32) []byte {
	var out []byte
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}
