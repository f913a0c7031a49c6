package parser

import "math/bits"

// Usual is a row as IIS writes nearly all of them, with what tells whether somebody wants
// to know more of it: most rows are healthy, and of those nobody does. A Row has ten times
// as much to set.
type Usual struct {
	Offset int64  // of the line in the source, in bytes
	Second int64  // time in seconds since 1970 UTC
	Taken  int64  // ms; None where rows do not hold it
	Codes  uint64 // as Row.Codes, never 0
	Asked  []byte // as Row.Asked
	Size   int    // of the line without its end, in bytes

	from  int // its place in the survey
	known *knownCodes
}

// mostUsual is how many rows Usual returns at most: with their text they fit the nearest
// cache.
const mostUsual = 64

// Usual goes past the rows that come next, as long as they are usual ones, and returns them:
// a few dozen at most, none where the next line is anything else, which Scan takes. They are
// good until the next call of Usual or Scan.
//
// It is one loop: each row costs a third of what it does by way of Scan.
func (s *Scanner) Usual() []Usual {
	l := s.header.Layout
	if l == nil || !l.brief || l.timed && s.header.Day == NoTime || s.taken == s.lines && !s.look() || s.odd {
		return nil
	}
	if s.usual == nil {
		s.usual = make([]Usual, mostUsual)
	}
	v, rows, ends := &s.survey, s.usual, s.survey.ends[s.taken:s.lines]
	rows = rows[:min(len(ends), len(rows))]
	pos, passed, n := s.pos, s.passed, 0
	for n < len(rows) {
		end := ends[n]
		at := s.surveyed + int(end.at)
		line := trimCR(s.text[pos:at])
		if int(end.blanks-passed) != l.blanks || len(line) < stampSize {
			break
		}
		second, ok := s.clock.again(line)
		if !ok || l.timed {
			second, ok = s.timeOfUsual(l, line)
		}
		from := pos - s.surveyed
		ms, text := int64(None), len(line)
		if l.behind > 0 {
			ok = ok && line[len(line)-1] != ' '
			text = v.blankBefore(from, text, l.behind)
		}
		if l.takes && ok {
			ms, text, ok = lastNumber(line[:text], ' ')
			if text--; ok && l.between > 0 {
				text = v.blankBefore(from, text, l.between)
			}
		}
		if !ok || text < 8 {
			break
		}
		codes := le.Uint64(line[text-8:]) >> (l.codesShift & 63)
		known := s.known.of(codes)
		if known.text != codes {
			long, at := s.known.ofLong(l, v, line, from, text)
			if at == nil || !at.is(&long) {
				break
			}
			known = at
		}
		u := &rows[n]
		u.Offset, u.Second, u.Taken, u.Codes, u.Size, u.from, u.known = s.offset+int64(pos), second, ms, known.text, len(line), from, known
		if u.Asked = nil; l.asked > 0 {
			a, b := v.stretch(from+l.lead, l.asked-1, l.askedValues)
			u.Asked = line[l.lead+a : l.lead+b+1]
		}
		pos, passed = at+1, end.blanks
		n++
	}
	s.usualFrom = s.tally.Lines
	s.pos, s.passed, s.taken = pos, passed, s.taken+n
	s.tally.Lines += int64(n)
	s.tally.Rows += int64(n)
	return rows[:n]
}

// timeOfUsual returns the time of a row that is another one than that of the row before.
func (s *Scanner) timeOfUsual(l *Layout, line []byte) (second int64, ok bool) {
	if l.timed {
		second, ok = s.clock.ofDay(line, ' ')
		return second + s.header.Day, ok
	}
	second, ok = s.clock.at(line, ' ')
	return second, ok && line[stampSize-1] == ' '
}

// UsualRow is the row of an index into what Usual returned. It is good until the next row.
func (s *Scanner) UsualRow(i int) *Row {
	u, r := &s.usual[i], &s.row
	at := int(u.Offset - s.offset)
	r.begin(s.header.Layout, s.text[at:at+u.Size])
	r.survey, r.from, r.clear = &s.survey, u.from, r.Layout.stamped
	r.Number, r.Offset, r.Second = s.usualFrom+int64(i), u.Offset, u.Second
	r.take(u.known, u.Taken)
	return r
}

// IsUserless reports whether the usual row of an index holds "-" for its user, without a
// Row of it: false where it has no such field, and where that cannot be seen easily.
func (s *Scanner) IsUserless(i int) bool {
	c := int(s.header.Layout.index[Username])
	if c <= 0 || c >= len(s.header.Layout.Names)-1 {
		return false
	}
	u := &s.usual[i]
	at := int(u.Offset-s.offset) + s.survey.place(u.from, c-1)
	return s.text[at+1] == '-' && s.text[at+2] == ' '
}

// CallerUsual returns the client's address and the path of the usual row of an index, as
// Row.Field and Row.Path do, without a Row of it; false where they cannot be seen easily.
func (s *Scanner) CallerUsual(i int) (client, path []byte, ok bool) {
	l, u := s.header.Layout, &s.usual[i]
	if l.caller == 0 || l.asked == 0 {
		return nil, nil, false
	}
	word := without(s.survey.window(u.from+l.lead), l.asked-1)
	next := word & (word - 1)
	before, end := bits.TrailingZeros64(word), bits.TrailingZeros64(next)
	behind := l.lead + before + len(u.Asked) - 1
	caller := without(s.survey.window(u.from+behind), l.caller-1)
	last := caller & (caller - 1)
	if next == 0 || last == 0 {
		return nil, nil, false
	}
	at := int(u.Offset-s.offset) + behind
	client, path = s.text[at+bits.TrailingZeros64(caller)+1:at+bits.TrailingZeros64(last)], u.Asked[1:end-before]
	return client, path, !isURLScan(path)
}

// PostsUsual is Row.Posts of the usual row of an index, but true where that cannot be seen
// easily.
func (s *Scanner) PostsUsual(i int) bool {
	c := int(s.header.Layout.index[Method])
	if c <= 0 || c >= len(s.header.Layout.Names)-1 {
		return true
	}
	u := &s.usual[i]
	at := int(u.Offset-s.offset) + s.survey.place(u.from, c-1)
	return string(s.text[at+1:at+6]) == "POST "
}

// Layout is that of the rows that come next, nil where no directive names their fields.
func (s *Scanner) Layout() *Layout { return s.header.Layout }
