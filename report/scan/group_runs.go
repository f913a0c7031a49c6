package scan

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
)

// Groups that do not fit into memory go to a temporary file, in runs that are each in the
// order of their keys. In the end all runs are merged, so that any number of groups takes the
// same memory, and each is counted to the last row.

// groupRuns are the runs of a file.
type groupRuns struct {
	file *tempFile
	size int64
	ends []int64 // of the runs
}

// write appends a run.
func (f *groupRuns) write(counts map[string]*Group) (err error) {
	if len(counts) == 0 {
		return nil
	}
	if f.file == nil {
		if f.file, err = createTemp("", "iiswhy-groups-*"); err != nil {
			return err
		}
	}
	out := bufio.NewWriterSize(f.file, 1<<18)
	var record []byte
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		record = counts[key].appendRecord(record[:0], key)
		f.size += int64(len(record))
		_, _ = out.Write(record) // the error stays until Flush
	}
	f.ends = append(f.ends, f.size)
	return out.Flush()
}

func (f *groupRuns) any() bool { return f.file != nil }

// close removes the file.
func (f *groupRuns) close() error {
	file := f.file
	f.file = nil
	return file.remove()
}

// appendRecord appends a group as it stands in the file.
func (c *Group) appendRecord(to []byte, key string) []byte {
	to = append(binary.AppendUvarint(to, uint64(len(key))), key...)
	for _, n := range []int64{c.Rows, c.Errors, c.Attention, c.Bytes, c.times.rows, c.times.slowest, int64(len(c.times.counts))} {
		to = binary.AppendVarint(to, n)
	}
	before := -1
	for i, n := range c.times.counts { // most are 0
		if n > 0 {
			to = binary.AppendUvarint(binary.AppendUvarint(to, uint64(i-before)), uint64(n))
			before = i
		}
	}
	return binary.AppendUvarint(to, 0)
}

// runReader reads the groups of a run one by one.
type runReader struct {
	in    *bufio.Reader
	key   []byte
	group Group
}

// next reads the next one; io.EOF where there is none.
func (r *runReader) next() error {
	size, err := binary.ReadUvarint(r.in)
	if err != nil {
		return err
	}
	if err = r.read(int(size)); err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// read reads a group whose key is so long.
func (r *runReader) read(size int) error {
	r.key = slices.Grow(r.key[:0], size)[:size]
	if _, err := io.ReadFull(r.in, r.key); err != nil {
		return err
	}
	var n [7]int64
	for i := range n {
		var err error
		if n[i], err = binary.ReadVarint(r.in); err != nil {
			return err
		}
	}
	r.group = Group{Rows: n[0], Errors: n[1], Attention: n[2], Bytes: n[3], times: Durations{rows: n[4], slowest: n[5], counts: make([]uint32, n[6])}}
	for i := -1; ; {
		more, err := binary.ReadUvarint(r.in)
		if err != nil || more == 0 {
			return err
		}
		count, err := binary.ReadUvarint(r.in)
		if err != nil {
			return err
		}
		i += int(more)
		r.group.times.counts[i] = uint32(count)
	}
}

// runHeap has the runs that are left, the one with the least key first.
type runHeap []*runReader

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return bytes.Compare(h[i].key, h[j].key) < 0 }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(r any)        { *h = append(*h, r.(*runReader)) }

func (h *runHeap) Pop() any {
	last := len(*h) - 1
	r := (*h)[last]
	*h = (*h)[:last]
	return r
}

// eachOfRuns shows the groups of all runs of some files, each once.
func eachOfRuns(files []*groupRuns, see func(key string, g *Group)) error {
	var runs runHeap
	for _, f := range files {
		from := int64(0)
		for _, end := range f.ends {
			r := &runReader{in: bufio.NewReaderSize(io.NewSectionReader(f.file, from, end-from), 16<<10)}
			if err := r.next(); err != nil {
				return unreadable(err)
			}
			runs, from = append(runs, r), end
		}
	}
	heap.Init(&runs)
	for len(runs) > 0 {
		key, g := string(runs[0].key), Group{}
		for len(runs) > 0 && string(runs[0].key) == key {
			g.count(&runs[0].group)
			if err := runs.next(); err != nil {
				return unreadable(err)
			}
		}
		see(key, &g)
	}
	return nil
}

func unreadable(err error) error {
	return fmt.Errorf("--by: expected groups in a temporary file: %w", err)
}

// next reads the next group of the first run, which leaves where there is none.
func (h *runHeap) next() error {
	err := (*h)[0].next()
	switch {
	case err == nil:
		heap.Fix(h, 0)
	case err == io.EOF:
		heap.Pop(h)
		return nil
	}
	return err
}
