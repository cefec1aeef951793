package ckpt

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// file puts a header before body, padded as given.
func file(header, body string) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), body...)
}

// TestFilesOfOthers reads what burn and candle wrote.
func TestFilesOfOthers(t *testing.T) {
	for _, c := range []struct{ name, want string }{
		{"candle_jfk-codes", "codes I64 [1 2 828]"},
		{"multi_layer", "norm1.num_batches_tracked I64 [], conv1.bias F32 [4], conv1.weight F32 [4 3 3 3], fc1.bias F32 [16], fc1.weight F32 [16 256], " +
			"norm1.bias F32 [4], norm1.running_mean F32 [4], norm1.running_var F32 [4], norm1.weight F32 [4]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := Read(sharedFile(t, "checkpoints/"+c.name+".safetensors"))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range f.Tensors {
				got = append(got, fmt.Sprint(x.Name, " ", x.DType, " ", x.Shape))
				if n, err := x.Floats(nil); x.DType == F32 && err != nil || x.DType != F32 && err == nil {
					t.Errorf("%s: %d floats, %v", x.Name, len(n), err)
				}
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("got %s\nwant %s", s, c.want)
			}
			again, err := Read(Write(f.Tensors, f.Metadata))
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range f.Tensors {
				if y := again.Find(x.Name); y == nil || !reflect.DeepEqual(*y, x) {
					t.Errorf("%s is not what was written", x.Name)
				}
			}
		})
	}
}

// TestWrite is the format, byte by byte.
func TestWrite(t *testing.T) {
	got := string(Write([]Tensor{
		Pack("b", F16, []int{2}, []float32{1, -2}),
		Pack("c", F32, []int{1, 1}, []float32{1}),
		Pack("a", BF16, []int{0, 3}, nil),
	}, map[string]string{"format": "pt"}))
	header := `{"__metadata__":{"format":"pt"},"c":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},` +
		`"a":{"dtype":"BF16","shape":[0,3],"data_offsets":[4,4]},"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]}}`
	for len(header)%8 != 0 {
		header += " "
	}
	want := string(file(header, "\x00\x00\x80\x3F\x00\x3C\x00\xC0"))
	if got != want {
		t.Errorf("got %q\nwant %q", got, want)
	}
	f, err := Read([]byte(got))
	if err != nil || f.Metadata["format"] != "pt" || len(f.Tensors) != 3 {
		t.Errorf("reading it: %+v, %v", f, err)
	}
}

// TestReadRefuses names the tensor and what is wrong with it.
func TestReadRefuses(t *testing.T) {
	entry := func(name, rest string) string { return `"` + name + `":{"dtype":"F32",` + rest + `}` }
	a := entry("a", `"shape":[1],"data_offsets":[0,4]`)
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "the file has 0 bytes; even its header's size takes 8"},
		{"huge header", []byte("\xff\xff\xff\xff\xff\xff\xff\xff"), "the header should have 18446744073709551615 bytes, the file has 0"},
		{"long header", []byte("\x03\x00\x00\x00\x00\x00\x00\x00{}"), "the header should have 3 bytes, the file has 2"},
		{"no object", file("[]", ""), "the header is not a JSON object"},
		{"early end", file("{"+a, "1234"), "the header's JSON ends early"},
		{"rubbish behind", file("{"+a+"} x", "1234"), "the header has 1 bytes after its JSON"},
		{"twice", file("{"+a+","+a+"}", "1234"), `the tensor "a" is there twice`},
		{"metadata", file(`{"__metadata__":{"a":1}}`, ""), "__metadata__ must map names to texts"},
		{"not an entry", file(`{"a":3}`, ""), `the tensor "a": json: cannot unmarshal`},
		{"dtype", file(`{"a":{"dtype":"F4","shape":[],"data_offsets":[0,4]}}`, "1234"), `the tensor "a": the dtype "F4" is not known`},
		{"one offset", file("{"+entry("a", `"shape":[1],"data_offsets":[0]`)+"}", "1234"), `data_offsets has 1 numbers`},
		{"backwards", file("{"+entry("a", `"shape":[1],"data_offsets":[4,0]`)+"}", "1234"), `the tensor "a": data_offsets [4 0] must not`},
		{"size", file("{"+entry("a", `"shape":[2],"data_offsets":[0,4]`)+"}", "1234"), `the tensor "a": shape [2] of F32 takes 8 bytes, data_offsets give 4`},
		{"negative", file("{"+entry("a", `"shape":[-1,-1],"data_offsets":[0,4]`)+"}", "1234"), `the shape [-1 -1] has no sensible size`},
		{"overflow", file("{"+entry("a", `"shape":[4294967296,4294967297],"data_offsets":[0,4]`)+"}", "1234"), `has no sensible size`},
		{"cut", file("{"+a+"}", "123"), `the tensor "a" ends at byte 4 of 3; the file is cut short`},
		{"longer", file("{"+a+"}", "12345"), "the tensors fill 4 bytes, the file has 5"},
		{"gap", file("{"+a+","+entry("b", `"shape":[1],"data_offsets":[5,9]`)+"}", "123456789"), `there is a gap before the tensor "b": it begins at byte 5, not 4`},
		{"overlap", file("{"+a+","+entry("b", `"shape":[1],"data_offsets":[3,7]`)+"}", "1234567"), `the tensor "b" overlaps the one before it: it begins at byte 3, not 4`},
	} {
		_, err := Read(c.data)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want ...%s...", c.name, err, c.want)
		}
	}
}
