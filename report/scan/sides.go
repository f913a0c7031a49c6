package scan

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// Sides say what a comparison sets side by side: the spans of time that are shown, or
// with By the values of a field, a word of --by.
type Sides struct{ By string }

// sides counts what each side of a comparison has, by path and subject. Rows that the
// filter leaves out by code or verdict are counted too: they are the traffic that the
// others are weighed by.
//
// What numbers things is no part of a path, see AppendSidePath. When there are too many
// paths all the same, all are cut to so many segments that there are few enough. As a
// part of a log never holds more than the whole, what comes out is the same for any number
// of workers.
type sides struct {
	by      *groupField // nil where the sides are spans of time
	names   []string    // of sides, as they came
	index   map[string]int32
	depth   int // index into pathDepths
	paths   []sidePath
	pathOf  map[string]int32 // by the path in lower case
	bytes   int              // of paths
	cells   map[sideKey]*SideCell
	minutes *timeBuckets // under sideIndex
	moved   []Cell       // what is to be added to them
	over    bool         // too many even without paths: nothing is known
	key     []byte
	shape   []byte // of the path at hand
}

// sideKey is what a cell counts.
type sideKey struct{ side, subject, path int32 }

// sidePath is a path as the log spells it: the first spelling in the order of bytes.
type sidePath struct{ lower, shown string }

const (
	maxSideCells = 1 << 16
	maxSideBytes = 8 << 20
)

// pathDepths are how many segments of a path are told apart, the most first.
var pathDepths = []int{math.MaxInt, 4, 3, 2, 1, 0}

// newSides returns nil where nothing is compared.
func newSides(o *Options) *sides {
	if o.Sides == nil {
		return nil
	}
	s := &sides{index: map[string]int32{}, pathOf: map[string]int32{}, cells: map[sideKey]*SideCell{}, minutes: newTimeBuckets()}
	if o.Sides.By != "" {
		by := newGroupField(o.Sides.By)
		s.by = &by
		return s
	}
	for i := range o.Spans {
		s.side([]byte(strconv.Itoa(i)))
	}
	return s
}

// side returns the index of a side.
func (s *sides) side(name []byte) int32 {
	i, ok := s.index[string(name)]
	if !ok {
		i = int32(len(s.names))
		s.names = append(s.names, string(name))
		s.index[s.names[i]] = i
	}
	return i
}

// add counts a row.
func (s *sides) add(columns *columns, r *parser.Row, o *outcomeCount) {
	if s.over {
		return
	}
	side := s.sideOf(columns, r, o)
	c := s.cell(sideKey{side, int32(o.subject), s.path(r)})
	if c == nil {
		return
	}
	c.count(r)
	if r.Second != parser.NoTime {
		s.minutes.add(r.Second, sideIndex(side, o))
	}
}

// sideIndex is what minutes count a row under: two for each side, the second for rows
// that are shown and need attention.
func sideIndex(side int32, o *outcomeCount) int {
	at := 2 * int(side)
	if o.use == shown && o.verdict.Attention() {
		at++
	}
	return at
}

func (s *sides) sideOf(columns *columns, r *parser.Row, o *outcomeCount) int32 {
	if s.by == nil {
		return int32(o.span)
	}
	s.key = s.by.append(s.key[:0], columns, r, o)
	if len(s.key) == 0 {
		s.key = append(s.key, '-')
	}
	return s.side(s.key)
}

// path returns the index of the path of a row. What FTP names is no path of a site.
func (s *sides) path(r *parser.Row) int32 {
	path := Shorten(r.Path())
	if r.IsFTP() {
		path = nil
	}
	s.shape = AppendSidePath(s.shape[:0], path)
	s.key = s.key[:0]
	for _, c := range s.shape {
		s.key = append(s.key, lower(c))
	}
	return s.intern(s.key, s.shape)
}

// AppendSidePath appends a path as a SideCell has it unless it is cut, with '*' for what numbers things: /order/17 and /order/18
// are /order/*, /a/9.pdf is /a/*.pdf. A site with millions of orders has one such path.
func AppendSidePath(to, path []byte) []byte {
	first := true
	for segment := range bytes.SplitAfterSeq(path, []byte{'/'}) {
		stem := bytes.TrimSuffix(segment, []byte{'/'})
		if dot := bytes.IndexByte(stem, '.'); dot >= 0 {
			stem = stem[:dot]
		}
		if !first && isNumber(stem) {
			to, segment = append(to, '*'), segment[len(stem):]
		}
		to, first = append(to, segment...), false
	}
	return to
}

// isNumber reports whether a name is that of one thing of many: digits, or what a GUID
// and a hash look like.
func isNumber(name []byte) bool {
	const longest = 8 // letters and digits that may be a word
	digits, others := 0, 0
	for _, c := range name {
		switch c = lower(c); {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'f' || c == '-':
			others++
		default:
			return false
		}
	}
	return digits > 0 && (others == 0 || len(name) >= longest)
}

// intern returns the index of a path, cut to as many segments as are told apart.
func (s *sides) intern(lowered, shown []byte) int32 {
	lowered, shown = cutPath(lowered, pathDepths[s.depth]), cutPath(shown, pathDepths[s.depth])
	i, ok := s.pathOf[string(lowered)]
	if !ok {
		i = int32(len(s.paths))
		s.paths = append(s.paths, sidePath{string(lowered), string(shown)})
		s.pathOf[s.paths[i].lower] = i
		s.bytes += len(lowered)
	} else if bytes.Compare(shown, []byte(s.paths[i].shown)) < 0 {
		s.paths[i].shown = string(shown)
	}
	return i
}

// cutPath returns a path of at most so many segments; '*' stands for more.
func cutPath(path []byte, depth int) []byte {
	if depth == 0 {
		return nil
	}
	slashes := 0
	for i, c := range path {
		if c != '/' {
			continue
		}
		if slashes++; slashes > depth {
			return append(path[:i+1:i+1], '*')
		}
	}
	return path
}

// cell returns the cell of a key, nil when there are too many.
func (s *sides) cell(key sideKey) *SideCell {
	c, ok := s.cells[key]
	if ok {
		return c
	}
	c = &SideCell{First: noTime.first, Last: noTime.last}
	s.cells[key] = c
	if len(s.cells) <= maxSideCells && s.bytes <= maxSideBytes {
		return c
	}
	path := s.paths[key.path]
	for len(s.cells) > maxSideCells || s.bytes > maxSideBytes {
		if s.depth++; s.depth == len(pathDepths) {
			s.giveUp()
			return nil
		}
		s.cut()
	}
	key.path = s.intern([]byte(path.lower), []byte(path.shown))
	return s.cells[key]
}

func (s *sides) giveUp() {
	s.over, s.cells, s.paths, s.pathOf, s.names, s.index, s.bytes = true, nil, nil, nil, nil, nil, 0
	s.depth, s.minutes = len(pathDepths)-1, newTimeBuckets()
}

// isAnyDeeper reports whether some path has more segments than are told apart.
func (s *sides) isAnyDeeper() bool {
	depth := pathDepths[s.depth]
	return depth == 0 || slices.ContainsFunc(s.paths, func(p sidePath) bool { return strings.Count(p.lower, "/") > depth })
}

// cut counts all that was counted under shorter paths.
func (s *sides) cut() {
	if !s.isAnyDeeper() {
		return
	}
	old, paths := s.cells, s.paths
	s.cells, s.paths, s.pathOf, s.bytes = map[sideKey]*SideCell{}, nil, map[string]int32{}, 0
	for key, c := range old {
		p := paths[key.path]
		key.path = s.intern([]byte(p.lower), []byte(p.shown))
		if to := s.cells[key]; to != nil {
			to.add(c)
		} else {
			s.cells[key] = c
		}
	}
}

// SideCell counts the rows of one side, path and subject.
type SideCell struct {
	Side    int    // index into Result.Sides
	Subject int    // index into Result.Subjects
	Path    string // with '*' for numbers, and for the end where it is cut; "" for none
	Rows    int64
	// First and Last are seconds since 1970; First > Last where no row had a time, or it
	// is not known.
	First, Last int64
	Durations   Durations // of rows that hold a time-taken and are no 101

	moved bool // rows were taken away: when they came is not known
}

func (c *SideCell) count(r *parser.Row) {
	c.Rows++
	if r.Second != parser.NoTime {
		c.First, c.Last = min(c.First, r.Second), max(c.Last, r.Second)
	}
	if r.Taken >= 0 && r.Status != 101 {
		c.Durations.add(r.Taken, 1)
	}
}

// takeBack counts a row less.
func (c *SideCell) takeBack(r *parser.Row) {
	c.Rows--
	c.moved = true
	if r.Taken >= 0 && r.Status != 101 {
		c.Durations.add(r.Taken, -1)
	}
}

func (c *SideCell) add(o *SideCell) {
	c.Rows += o.Rows
	c.First, c.Last = min(c.First, o.First), max(c.Last, o.Last)
	c.Durations.Add(&o.Durations)
	c.moved = c.moved || o.moved
}

// merge adds what o counted, whose subjects are renamed. It leaves o unusable.
func (s *sides) merge(o *sides, subject []int) {
	if s == nil || o == nil {
		return
	}
	if s.over || o.over {
		s.giveUp()
		return
	}
	rename := make([]int, 2*len(o.names))
	for i, name := range o.names {
		at := int(s.side([]byte(name)))
		rename[2*i], rename[2*i+1] = 2*at, 2*at+1
	}
	for s.depth < o.depth {
		s.depth++
		s.cut()
	}
	s.minutes.merge(o.minutes, rename)
	for key, c := range o.cells {
		p := o.paths[key.path]
		to := s.cell(sideKey{int32(rename[2*key.side] / 2), int32(subject[key.subject]), s.intern([]byte(p.lower), []byte(p.shown))})
		if to == nil {
			return
		}
		to.add(c)
	}
}

// move counts a row as one of another outcome.
func (s *sides) move(columns *columns, r *parser.Row, from, to *outcomeCount) {
	if s == nil || s.over {
		return
	}
	side, path := s.sideOf(columns, r, from), s.path(r)
	was := s.cell(sideKey{side, int32(from.subject), path})
	if was == nil {
		return
	}
	was.takeBack(r)
	is := s.cell(sideKey{side, int32(to.subject), s.path(r)})
	if is == nil {
		return
	}
	is.count(r)
	if r.Second == parser.NoTime {
		return
	}
	bucket := floorDiv(r.Second, s.minutes.step)
	s.moved = append(s.moved, Cell{bucket, int32(sideIndex(side, from)), -1}, Cell{bucket, int32(sideIndex(side, to)), 1})
}
