package scan

import (
	"cmp"
	"math"
	"slices"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// Keep asks for the rows themselves: Result.Kept gives those that are shown, in
// order. Nothing but their outcomes is counted then. The zero value asks for all rows
// in the order of time.
type Keep struct {
	Slowest bool   // those of the greatest time-taken come first, not the earliest
	Limit   int    // only the first so many; 0 for all
	Sample  int    // only so many, a fair choice of all; 0 for all
	Memory  int    // bytes of rows that are held; 0 for 16 MiB. See kept_slices.go for the others
	Dir     string // of that file; "" for that of the system
}

const defaultMemory = 16 << 20

// keptRows are the rows that one worker, or the pairing of one source, keeps. Those
// that do not fit into memory go to a file that all share, a sorted run at a time, or
// are given up, to be read again later. So any number of rows takes the same memory,
// and the order in which workers come upon them does not matter.
type keptRows struct {
	keep   Keep
	memory int
	file   *keptFile
	text   keptText // records of the rows
	rows   []keptAt // where they stand in text
	last   *keptAt  // rows behind it are not wanted; nil while all are
	runs   []keptRun

	layout *parser.Layout // of the row before, and its index
	index  int
}

// keptAt is what orders a row, and where its record is.
type keptAt struct {
	rank   int64 // what comes before the time; 0 in the order of time
	second int64
	source int32
	layout int32
	offset int64
	at     keptPlace // in text
}

// keptRun is a sorted run of rows: in memory, or from a place of the file on.
type keptRun struct {
	text       *keptText // nil of one in the file
	rows       []keptAt
	from, size int64
	first      []*keptAt // the row of each layout that stands first in the input
}

func newKeptRows(o *Options) *keptRows {
	if o.Keep == nil || o.keptFile == nil {
		return nil
	}
	k := &keptRows{keep: *o.Keep, file: o.keptFile, memory: cmp.Or(o.Keep.Memory, defaultMemory) / o.judges()}
	return k
}

// compare orders rows: by their rank, then by time, source and place.
func (a *keptAt) compare(b *keptAt) int {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.second, b.second),
		cmp.Compare(a.source, b.source), cmp.Compare(a.offset, b.offset))
}

// add keeps a row. user is that of its session, nil where the row itself holds it.
func (k *keptRows) add(r *parser.Row, source int, v codes.Verdict, family int, user []byte) {
	at := keptAt{rank: k.rank(r), second: r.Second, source: int32(source), offset: r.Offset}
	if k.file.gaveUp.Load() {
		k.text, k.rows = keptText{}, nil
		return
	}
	if k.last != nil && at.compare(k.last) > 0 {
		return
	}
	if r.Layout != k.layout {
		k.layout, k.index = r.Layout, k.file.layout(r.Layout)
	}
	at.layout = int32(k.index)
	at.at = k.text.add(keptHead+len(user)+len(r.Line), func(to []byte) []byte { return appendRecord(to, &at, r, v, family, user) })
	k.rows = append(k.rows, at)
	if most := k.most(); most > 0 && len(k.rows) >= 2*most+1024 {
		k.choose(most)
	}
	if k.text.size+len(k.rows)*keptSize > k.memory {
		k.spill()
	}
}

const keptSize = 48 // bytes of a keptAt

// rank is what orders a row before its time.
func (k *keptRows) rank(r *parser.Row) int64 {
	switch {
	case k.keep.Sample > 0:
		return int64(hashOffset(r.Offset) >> 1)
	case k.keep.Slowest && r.Taken >= 0:
		return -r.Taken
	case k.keep.Slowest:
		return math.MaxInt64
	}
	return 0
}

// most is how many rows are wanted, 0 for all.
func (k *keptRows) most() int { return k.keep.most() }

// inTime reports whether all rows are wanted in the order of time.
func (k *Keep) inTime() bool { return k.most() == 0 && !k.Slowest }

func (k *Keep) most() int {
	if k.Sample > 0 {
		return k.Sample
	}
	return k.Limit
}

func (k *keptRows) sort() {
	slices.SortFunc(k.rows, func(a, b keptAt) int { return a.compare(&b) })
}

// choose keeps the first rows in order, and knows from then on which come too late.
func (k *keptRows) choose(most int) {
	k.sort()
	if len(k.rows) <= most {
		return
	}
	k.rows = k.rows[:most]
	last := k.rows[most-1]
	k.last = &last
	var text keptText
	for i := range k.rows {
		record := k.text.record(k.rows[i].at)
		k.rows[i].at = text.add(len(record), func(to []byte) []byte { return append(to, record...) })
	}
	k.text = text
}

// spill writes the rows to the file. With a limit only those that can be wanted.
func (k *keptRows) spill() {
	if most := k.most(); most > 0 {
		k.choose(most)
		if k.text.size+len(k.rows)*keptSize < k.memory/2 {
			return
		}
	}
	if k.file.mayGiveUp {
		k.file.gaveUp.Store(true)
		return
	}
	k.sort()
	run := k.file.write(&k.text, k.rows)
	run.first = firstRows(k.rows)
	k.runs = append(k.runs, run)
	k.text.empty()
	k.rows = k.rows[:0]
}

// merge takes the rows that o keeps. It leaves o unusable.
func (k *keptRows) merge(o *keptRows) {
	if k == nil {
		return
	}
	k.runs = append(k.runs, o.finished()...)
}

// finished returns all rows as sorted runs.
func (k *keptRows) finished() []keptRun {
	if len(k.rows) > 0 {
		k.sort()
		text := k.text
		k.runs = append(k.runs, keptRun{text: &text, rows: k.rows, first: firstRows(k.rows)})
		k.text, k.rows = keptText{}, nil
	}
	return k.runs
}

// firstRows finds the row of each layout that stands first in the input.
func firstRows(rows []keptAt) (first []*keptAt) {
	for i := range rows {
		at := &rows[i]
		for int(at.layout) >= len(first) {
			first = append(first, nil)
		}
		if was := first[at.layout]; was == nil || at.standsBefore(was) {
			first[at.layout] = at
		}
	}
	for l, at := range first {
		if at != nil {
			one := *at
			first[l] = &one
		}
	}
	return first
}
