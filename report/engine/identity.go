package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/scan"
)

// A file is known again by what it begins with, up to the end of its first row, by the
// machine that ships it, and by the folder of its site where its path has one: not by its
// name, which rotation changes, nor by its size or its bytes on disk, which compressing
// changes. What begins a file does not change while it grows.
//
// Two sites of a server may begin with the same row, a probe of a load balancer: they are
// told apart by their folders. A file that was moved out of such a folder is still known by
// its beginning alone.

// identity is what a file is known by.
type identity struct {
	file   uint64 // of machine, folder and head
	head   uint64 // of machine and head
	folder string // of the site, W3SVC1; "" where the path has none
	begins int64  // second of its first row; NoTime for none
}

// mostHead is where the first row has to end, in bytes.
const mostHead = 4 << 20

var errNoRow = errors.New("expected a first row that has ended, found none; it is shipped when there is one")

// identify reads the head of a source.
func identify(ctx context.Context, s input.Source, shipper string, zone *time.Location) (id identity, err error) {
	stream, err := s.OpenWithin(ctx, nil)
	if err != nil {
		return id, err
	}
	defer stream.Close()
	head, begins, err := headOf(stream, zone)
	if err != nil {
		return id, err
	}
	id = identity{head: nameOf(shipper, "", head), folder: scan.SiteFolder(s.Name), begins: begins}
	id.file = nameOf(shipper, strings.ToUpper(id.folder), head)
	return id, nil
}

// headOf returns the lines up to the first row, and the time of that.
func headOf(r io.Reader, zone *time.Location) (head []byte, begins int64, err error) {
	cutter := parser.NewCutter(io.LimitReader(r, mostHead))
	scanner := parser.Scanner{Zone: zone}
	for {
		chunk, err := cutter.Next(make([]byte, 0, 16<<10))
		scanner.Reset(chunk)
		for scanner.Scan() {
			row := scanner.Row()
			rest := chunk.Text[row.Offset-chunk.Offset:]
			end := bytes.IndexByte(rest, '\n')
			if end < 0 {
				return nil, 0, errNoRow
			}
			return append(head, chunk.Text[:len(chunk.Text)-len(rest)+end]...), row.Second, nil
		}
		head = append(head, chunk.Text...)
		if err == io.EOF || chunk.Last {
			return nil, 0, errNoRow
		}
		if err != nil {
			return nil, 0, err
		}
	}
}

// nameOf makes a name of what a file is known by.
func nameOf(shipper, folder string, head []byte) uint64 {
	all := sha256.New()
	fmt.Fprintf(all, "%d %s %d %s ", len(shipper), shipper, len(folder), folder)
	all.Write(bytes.TrimRight(head, "\r"))
	return binary.LittleEndian.Uint64(all.Sum(nil))
}
