package codes

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Pair is an entry of the pair table: what a code and a Win32 number mean
// together, where that is more than, or something else than, what each says
// alone. A 401.1 is a refused logon or half of a healthy one; the number decides.
type Pair struct {
	Code           // as in the status table; without a substatus where any will do
	Win32    int64 // as logged, unsigned; short even where logs have the HRESULT around it
	Meanings int   // how many matters are published for the pair, 1 or more
	Source   string
	Text
}

// pairKey is what a pair is found by.
type pairKey struct {
	code  Code
	win32 int64
}

// Pair returns what a code and a Win32 number mean together. The very substatus comes first, then the status with any substatus, then the class,
// and the fields of the answer say which it was. A number that only says
// a Win32 error in another form is looked up by that where it has no entry of its own. None, as substatus or number, is nothing to go by: the
// one fits only what any substatus fits, the other fits nothing.
//
// A substatus of FTP above 0 names the matter by itself, so a pair of its reply says nothing
// of it.
func (b *Book) Pair(c Code, win32 int64) (Pair, bool) {
	itself, class := firstCells(c.Status)
	if c.FTP {
		itself, class = ftpWord+itself, ftpWord+class
	}
	defer b.reading(pairTable, itself, class)()
	wider := [...]Code{c, {c.Status, None, c.FTP}, {c.Status / 100, None, c.FTP}}
	if c.FTP && c.Substatus > 0 {
		wider = [...]Code{c, c, c}
	}
	for _, code := range wider {
		for _, number := range [...]int64{win32, win32In(win32)} {
			if p, ok := b.pairs[pairKey{code, number}]; ok {
				return p, true
			}
		}
	}
	return Pair{}, false
}

// Pairs returns every pair, sorted by status, substatus and number, the classes
// first. What the file says of several numbers at once stands here once for each.
func (b *Book) Pairs() []Pair {
	defer b.readingAll(pairTable)()
	return slices.SortedFunc(maps.Values(b.pairs), func(x, y Pair) int {
		return cmp.Or(x.Compare(y.Code), cmp.Compare(x.Win32, y.Win32))
	})
}

// Outcome is one that the pair speaks of; for a class, that of its first status.
func (p Pair) Outcome() Outcome {
	o := Outcome{Status: p.Status, Substatus: p.Substatus, Win32: p.Win32}
	if p.FTP {
		o.Log = FTPLog
	}
	if p.Status < 10 {
		o.Status, o.Substatus = 100*p.Status, 0
	}
	return o
}

// ftpWord stands before a reply of FTP in the first cell of a pair.
const ftpWord = "ftp "

// putPair adds an entry under each of its numbers.
func (b *Book) putPair(e entry) (err error) {
	p := Pair{Source: e.cells[4], Text: e.text}
	e.cells[0], p.FTP = strings.CutPrefix(e.cells[0], ftpWord)
	if p.Status, err = e.statusOrClass(); err != nil {
		return err
	}
	if p.Substatus, err = e.number(1); err != nil {
		return err
	}
	if p.Meanings, err = e.meanings(3); err != nil {
		return err
	}
	for cell := range strings.SplitSeq(e.cells[2], ",") {
		number, err := strconv.ParseUint(cell, 10, 32)
		if err != nil {
			return e.errorf("expected numbers below 2^32 between commas, found %q", cell)
		}
		p.Win32 = int64(number)
		b.pairs[pairKey{p.Code, p.Win32}] = p
	}
	return nil
}
