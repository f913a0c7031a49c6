package main

import (
	"bytes"
	"encoding/binary"
)

// forwardingLibrary makes a DLL for 64 bits that holds no code: the one function that it
// has is one of another library.
func forwardingLibrary(name, function, other string) []byte {
	const (
		start     = 0x1000 // of the section, in memory
		inFile    = 0x200
		directory = 40
		tables    = 4 + 4 + 2 // the address of the function, that of its name, its number
	)
	texts := []string{name, function, other}
	var addresses []uint32
	at := uint32(start + directory + tables)
	for _, text := range texts {
		addresses = append(addresses, at)
		at += uint32(len(text)) + 1
	}
	var section bytes.Buffer
	put(&section, uint32(0), uint32(0), uint32(0), addresses[0], uint32(1), uint32(1), uint32(1),
		uint32(start+directory), uint32(start+directory+4), uint32(start+directory+8),
		addresses[2], addresses[1], uint16(0))
	for _, text := range texts {
		section.WriteString(text + "\x00")
	}
	size := uint32(section.Len())

	var file bytes.Buffer
	file.WriteString("MZ" + string(make([]byte, 58)))
	put(&file, uint32(64))
	file.WriteString("PE\x00\x00")
	put(&file, uint16(0x8664), uint16(1), uint32(0), uint32(0), uint32(0), uint16(240), uint16(0x2022)) // x64, one section, a DLL
	put(&file, uint16(0x20b), uint16(14), uint32(inFile), uint32(0), uint32(0), uint32(0), uint32(start))
	put(&file, uint64(0x180000000), uint32(0x1000), uint32(inFile), uint16(6), uint16(0), uint32(0), uint16(6), uint16(0), uint32(0))
	put(&file, uint32(0x2000), uint32(inFile), uint32(0), uint16(3), uint16(0x160))
	put(&file, uint64(0x100000), uint64(0x1000), uint64(0x100000), uint64(0x1000), uint32(0), uint32(16))
	put(&file, uint32(start), size, make([]byte, 15*8)) // the table of exports, and no other
	file.WriteString(".edata\x00\x00")
	put(&file, size, uint32(start), uint32(inFile), uint32(inFile), uint32(0), uint32(0), uint32(0), uint32(0x40000040))
	file.Write(make([]byte, inFile-file.Len()))
	file.Write(section.Bytes())
	file.Write(make([]byte, inFile-int(size)))
	return file.Bytes()
}

func put(to *bytes.Buffer, values ...any) {
	for _, v := range values {
		_ = binary.Write(to, binary.LittleEndian, v) // a buffer takes all
	}
}
