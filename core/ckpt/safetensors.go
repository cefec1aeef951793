package ckpt

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// The format (https://huggingface.co/docs/safetensors): an uint64 N, N bytes of
// JSON that give each tensor's dtype, shape and place, then the numbers. The
// tensors fill what follows the header without gaps or overlaps.

// A File is a safetensors file: its tensors in the order of their data.
type File struct {
	Tensors  []Tensor
	Metadata map[string]string
	byName   map[string]int
}

// maxHeader is the limit of the format's own reader.
const maxHeader = 100_000_000

const metadataKey = "__metadata__"

// Find returns the tensor of that name, or nil.
func (f *File) Find(name string) *Tensor {
	if i, ok := f.byName[name]; ok {
		return &f.Tensors[i]
	}
	return nil
}

// Read parses a safetensors file and checks all of it: the header's size, every
// tensor's dtype, shape and place. The tensors' data are pieces of data.
func Read(data []byte) (*File, error) {
	f, err := read(data)
	if err != nil {
		return nil, fmt.Errorf("safetensors: %w", err)
	}
	return f, nil
}

func read(data []byte) (*File, error) {
	if len(data) < 8 {
		return nil, fmt.Errorf("the file has %d bytes; even its header's size takes 8", len(data))
	}
	n := binary.LittleEndian.Uint64(data)
	if n > maxHeader || n > uint64(len(data)-8) {
		return nil, fmt.Errorf("the header should have %d bytes, the file has %d after its size; it is cut short or not a safetensors file", n, len(data)-8)
	}
	f := &File{byName: map[string]int{}}
	places, err := f.readHeader(data[8 : 8+n])
	if err != nil {
		return nil, err
	}
	return f, f.place(places, data[8+n:])
}

// A place is where a tensor's data is, from the end of the header on.
type place struct {
	tensor     Tensor
	start, end int
}

// readHeader reads the header key by key: a JSON map would hide repeated names.
func (f *File) readHeader(header []byte) ([]place, error) {
	d := json.NewDecoder(bytes.NewReader(header))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("the header is not a JSON object")
	}
	var places []place
	seen := map[string]bool{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("the header's JSON: %w", err)
		}
		name := key.(string) // in an object the decoder accepts nothing else
		if seen[name] {
			return nil, fmt.Errorf("the tensor %q is there twice", name)
		}
		seen[name] = true
		if name == metadataKey {
			if err := d.Decode(&f.Metadata); err != nil {
				return nil, fmt.Errorf("%s must map names to texts: %w", metadataKey, err)
			}
			continue
		}
		p, err := readPlace(d, name)
		if err != nil {
			return nil, fmt.Errorf("the tensor %q: %w", name, err)
		}
		places = append(places, p)
	}
	if _, err := d.Token(); err != nil {
		return nil, errors.New("the header's JSON ends early")
	}
	if rest := bytes.TrimLeft(header[d.InputOffset():], " "); len(rest) > 0 {
		return nil, fmt.Errorf("the header has %d bytes after its JSON", len(rest))
	}
	return places, nil
}

func readPlace(d *json.Decoder, name string) (place, error) {
	var e struct {
		DType   string `json:"dtype"`
		Shape   []int  `json:"shape"`
		Offsets []int  `json:"data_offsets"`
	}
	if err := d.Decode(&e); err != nil {
		return place{}, err
	}
	width, ok := widths[e.DType]
	switch {
	case !ok:
		return place{}, fmt.Errorf("the dtype %q is not known", e.DType)
	case len(e.Offsets) != 2:
		return place{}, fmt.Errorf("data_offsets has %d numbers; it must have 2", len(e.Offsets))
	case e.Offsets[0] < 0 || e.Offsets[1] < e.Offsets[0]:
		return place{}, fmt.Errorf("data_offsets %v must not be negative, nor end before they begin", e.Offsets)
	}
	want, err := sizeOf(e.Shape, width)
	if err != nil {
		return place{}, err
	}
	if got := e.Offsets[1] - e.Offsets[0]; got != want {
		return place{}, fmt.Errorf("shape %v of %s takes %d bytes, data_offsets give %d", e.Shape, e.DType, want, got)
	}
	return place{Tensor{Name: name, DType: e.DType, Shape: e.Shape}, e.Offsets[0], e.Offsets[1]}, nil
}

// maxSize keeps products of sizes far from overflow: 2⁴⁷ bytes.
const maxSize = 1 << 47

func sizeOf(shape []int, width int) (int, error) {
	size := width
	for _, d := range shape {
		if d < 0 || d > 0 && size > maxSize/d {
			return 0, fmt.Errorf("the shape %v has no sensible size", shape)
		}
		size *= d
	}
	return size, nil
}

// place gives the tensors their data and checks that they fill body.
func (f *File) place(places []place, body []byte) error {
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	at := 0
	for _, p := range places {
		switch {
		case p.end > len(body):
			return fmt.Errorf("the tensor %q ends at byte %d of %d; the file is cut short", p.tensor.Name, p.end, len(body))
		case p.start < at:
			return fmt.Errorf("the tensor %q overlaps the one before it: it begins at byte %d, not %d", p.tensor.Name, p.start, at)
		case p.start > at:
			return fmt.Errorf("there is a gap before the tensor %q: it begins at byte %d, not %d", p.tensor.Name, p.start, at)
		}
		p.tensor.Data = body[p.start:p.end:p.end]
		f.byName[p.tensor.Name] = len(f.Tensors)
		f.Tensors = append(f.Tensors, p.tensor)
		at = p.end
	}
	if at != len(body) {
		return fmt.Errorf("the tensors fill %d bytes, the file has %d", at, len(body))
	}
	return nil
}

// Write returns a safetensors file. As the format's own writer does, it puts
// wide numbers first, tensors of one width by name, and pads the header with
// spaces to a multiple of 8 bytes. Metadata may be nil.
func Write(tensors []Tensor, metadata map[string]string) []byte {
	ts := slices.Clone(tensors)
	slices.SortStableFunc(ts, func(a, b Tensor) int {
		return cmp.Or(cmp.Compare(widths[b.DType], widths[a.DType]), cmp.Compare(a.Name, b.Name))
	})
	out := append(make([]byte, 8), '{')
	if len(metadata) > 0 {
		out = appendMetadata(out, metadata)
	}
	at := 0
	for i, t := range ts {
		if i > 0 || len(metadata) > 0 {
			out = append(out, ',')
		}
		out = appendEntry(out, t, at)
		at += len(t.Data)
	}
	out = append(out, '}')
	for len(out)%8 != 0 {
		out = append(out, ' ')
	}
	binary.LittleEndian.PutUint64(out, uint64(len(out)-8))
	out = slices.Grow(out, at)
	for _, t := range ts {
		out = append(out, t.Data...)
	}
	return out
}

func appendMetadata(out []byte, metadata map[string]string) []byte {
	out = append(appendString(out, metadataKey), ":{"...)
	for i, k := range slices.Sorted(maps.Keys(metadata)) {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, k), ':')
		out = appendString(out, metadata[k])
	}
	return append(out, '}')
}

func appendEntry(out []byte, t Tensor, at int) []byte {
	out = append(appendString(out, t.Name), `:{"dtype":`...)
	out = append(appendString(out, t.DType), `,"shape":[`...)
	for i, d := range t.Shape {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, int64(d), 10)
	}
	out = strconv.AppendInt(append(out, `],"data_offsets":[`...), int64(at), 10)
	out = strconv.AppendInt(append(out, ','), int64(at+len(t.Data)), 10)
	return append(out, "]}"...)
}

// appendString appends s as a JSON string.
func appendString(out []byte, s string) []byte {
	quoted, _ := json.Marshal(s) // a string always marshals
	return append(out, quoted...)
}
