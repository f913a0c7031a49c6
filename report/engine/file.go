package engine

import (
	"fmt"
	"sync"

	"github.com/iiswhy/iiswhy/parser/input"
	"github.com/iiswhy/iiswhy/report/scan"
)

// blockSize is how long a block is, in bytes of text. What a growing file has of its last
// block is sent again when it has more: so blocks are short. They are sent many at a time.
const blockSize = 256 << 10

// file is a file while it is read.
type file struct {
	source input.Source
	id     identity
	known  map[uint32]knownBlock // what the engine has of it
	start  *scan.Start           // where it is read from; nil for its start
	from   uint32                // the first block that is read whole

	mu      sync.Mutex
	before  []int64 // lines before each chunk
	blocks  map[uint32]*block
	next    uint32 // block that is passed next
	waiting int64  // rows that wait for an answer
	open    int64  // legs that the end of the file decided
	there   int64  // rows that were shipped before
	err     error  // why it is not shipped, or no more
	// undecided is the first block that may be sent again, when the file was read.
	undecided uint32
	isDecided bool // none is, so far
	// hasSessions says that rows of FTP are in it, of which one names the user of many.
	hasSessions bool
}

// block is what was read of a block.
type block struct {
	file   *file
	number uint32
	sums   sums
	bytes  uint32
	pieces []*piece
}

// take takes some rows of a block, nil for rows that need not be sent.
func (f *file) take(number uint32, s sums, rows *piece) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.hasSessions = f.hasSessions || s.ftp
	if number < f.from { // of which a part was read: all of it is there
		f.there += int64(s.rows)
		return
	}
	b := f.at(number)
	b.sums.merge(s)
	if rows != nil {
		b.pieces = append(b.pieces, rows)
	}
}

func (f *file) at(number uint32) *block {
	b := f.blocks[number]
	if b == nil {
		b = &block{file: f, number: number, sums: noSums}
		f.blocks[number] = b
	}
	return b
}

// starts notes how many lines are before a chunk.
func (f *file) starts(chunk int, before int64) {
	for len(f.before) <= chunk {
		f.before = append(f.before, 0)
	}
	f.before[chunk] = before
}

// passed returns the blocks of which all rows were given and that have to be sent. At its
// end the file has so many bytes of lines that have an end, and maybe a row behind them.
func (f *file) passed(upto int64, end bool) (ready []*block) {
	for ; f.err == nil; f.next++ {
		from := int64(f.next) * blockSize
		size := min(upto-from, blockSize)
		if last := f.blocks[f.next]; size < blockSize && !end || size <= 0 && (last == nil || last.sums.end.offset < from) {
			break
		}
		b := f.at(f.next)
		delete(f.blocks, f.next)
		b.bytes = uint32(max(0, size))
		if end {
			b.sums.leaveOut(upto)
		}
		f.waiting, f.open = f.waiting+int64(b.sums.waiting), f.open+int64(b.sums.open-b.sums.waiting)
		if f.isDecided && (b.bytes < blockSize || b.sums.waiting+b.sums.open > 0) {
			f.undecided, f.isDecided = f.next, false
		}
		var wanted bool
		if wanted, f.err = f.wants(b); wanted {
			b.find(f.before)
			ready = append(ready, b)
		} else {
			f.there += int64(b.sums.rows)
		}
	}
	return ready
}

// find finds the lines of the rows.
func (b *block) find(before []int64) {
	for _, p := range b.pieces {
		p.number(before)
	}
}

// complete reports whether a block is at its full length, and decided.
func (k *knownBlock) complete() bool { return k.bytes == blockSize && k.waiting == 0 && k.open == 0 }

// wants reports whether a block has to be sent: more of it is there than was sent, or more
// of it is decided. What was sent must be what the file holds.
func (f *file) wants(b *block) (bool, error) {
	known, sent := f.known[b.number]
	switch {
	case !sent:
		return true, nil
	case known.bytes > b.bytes:
		return false, nil // a copy made earlier
	case known.complete():
		if known.content != b.sums.content {
			return false, f.differs(b, known)
		}
		return false, nil
	case known.bytes < b.bytes && known.content != b.sums.prefix, known.bytes == b.bytes && known.content != b.sums.content:
		return false, f.differs(b, known)
	case known.bytes < b.bytes, b.sums.rows > known.rows:
		return true, nil
	}
	changes := known.open > 0 || b.sums.cut
	return changes && b.sums.rows == known.rows && b.sums.judged != known.judged, nil
}

// differs is the error of a file that begins as another one that was shipped.
func (f *file) differs(b *block, known knownBlock) error {
	return fmt.Errorf("%s: expected the rows that were shipped of a file with the same beginning, found others in the %d bytes from byte %d on; no more of it was shipped; if the file was written anew, ship the folder into another database",
		f.source.Name, known.bytes, int64(b.number)*blockSize)
}
