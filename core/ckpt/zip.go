package ckpt

import (
	"encoding/binary"
	"hash/crc32"
)

// An Entry is one file of an archive.
type Entry struct {
	Name string
	Data []byte
}

// Zip returns an archive of the files in a folder of that name. Nothing is
// compressed, since weights hardly shrink and package archive/zip would bring
// compress/flate into the page; every time is 1 January 1980. The same files
// give the same bytes.
//
// Limits of the plain format: 65,535 files, 4 GiB.
func Zip(folder string, files ...Entry) []byte {
	var out, directory []byte
	for _, f := range files {
		head := zipHead(folder+"/"+f.Name, f.Data)
		at := uint32(len(out))
		out = append(out, "PK\x03\x04"...)
		out = append(out, head...)
		out = append(out, folder+"/"+f.Name...)
		out = append(out, f.Data...)

		directory = append(directory, "PK\x01\x02\x14\x00"...) // made by version 2.0, MS-DOS attributes
		directory = append(directory, head...)
		directory = append(directory, make([]byte, 10)...) // comment, disk, attributes
		directory = binary.LittleEndian.AppendUint32(directory, at)
		directory = append(directory, folder+"/"+f.Name...)
	}
	at := uint32(len(out))
	out = append(out, directory...)
	out = append(out, "PK\x05\x06\x00\x00\x00\x00"...)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(files)))
	out = binary.LittleEndian.AppendUint16(out, uint16(len(files)))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(directory)))
	out = binary.LittleEndian.AppendUint32(out, at)
	return append(out, 0, 0) // no comment
}

// zipHead is what a file's own header and its directory entry share.
func zipHead(name string, data []byte) []byte {
	const utf8Names, stored, midnight, day1 = 1 << 11, 0, 0, 1<<5 | 1
	var b []byte
	for _, v := range []uint16{20, utf8Names, stored, midnight, day1} {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(data))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(name)))
	return binary.LittleEndian.AppendUint16(b, 0) // no extra field
}
