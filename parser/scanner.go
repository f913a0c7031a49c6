package parser

import (
	"bytes"
	"time"
)

// The scanner of rows. Structure of this file: Skim holds the fast path, which
// takes every line of a healthy log; slow and what it calls take the rest, in
// the order in which they are likely.
//
// Invariants: 0 ≤ pos ≤ len(text); text[:pos] is whole lines that were counted;
// header is the one in force at text[pos].
//
// The fast path takes the ends of lines and the number of their blanks (a column
// too many or too few must be refused, never guessed) from a survey of the next
// few KiB, and looks backwards through the last few values of each. Everything
// else is read when somebody asks.

// MaxLine is the longest line that is read, in bytes without its end. IIS
// writes 64 KiB at most, and as much again of custom fields.
const MaxLine = 1 << 20

// Scanner reads the rows of one chunk after another. The zero value is ready
// for Reset.
type Scanner struct {
	// Zone is the time zone of times that a log gives as local, see Layout.Local;
	// nil is UTC. It may be set before the first Scan.
	Zone *time.Location

	text   []byte
	pos    int
	offset int64 // of text in the source
	header Header
	last   bool // text ends its source
	plain  bool // text is known to hold neither tabs nor zero bytes

	survey   survey // of the text from surveyed on
	surveyed int
	lines    int    // that end in the survey
	taken    int    // how many of them were
	passed   uint32 // blanks before the next line in the survey
	odd      bool   // the survey holds tabs or zero bytes

	row       Row
	usual     []Usual // room for what Usual returns
	usualFrom int64   // number of the first of them
	known     known
	clock     clock
	tally     Tally

	shapes  shapeReader // of rows without #Fields
	objects objects     // of rows that are objects
}

// Reset starts on a chunk. The Tally begins anew.
func (s *Scanner) Reset(c Chunk) {
	s.text, s.pos, s.offset, s.header, s.last = c.Text, 0, c.Offset, c.Header, c.Last
	s.plain = !vectors && bytes.IndexByte(c.Text, '\t') < 0 && bytes.IndexByte(c.Text, 0) < 0
	s.lines, s.taken = 0, 0
	s.row.Chunk = c.Seq
	s.tally = Tally{}
	if c.Long != nil {
		s.tally.Lines, s.tally.Refused = 1, 1
		s.tally.note(LineTooLong, 0, c.Offset, c.Long)
	}
}

// Tally returns what was counted since Reset. Its Rows are those that Scan
// stopped at.
func (s *Scanner) Tally() *Tally { return &s.tally }

// Row returns the row that Scan stopped at. It is good until the next Scan.
func (s *Scanner) Row() *Row { return &s.row }

// Scan goes to the next row and reads its time and numbers. It reports false at
// the end of the chunk.
func (s *Scanner) Scan() bool {
	if !s.Skim() {
		return false
	}
	s.Read()
	return true
}

// Skim goes to the next row without reading its time and numbers, which Read
// does when they are wanted. It reports false at the end of the chunk.
func (s *Scanner) Skim() bool {
	for s.pos < len(s.text) {
		s.row.Offset = s.offset + int64(s.pos)
		line, blanks := s.line()
		number := s.tally.Lines
		s.tally.Lines++
		if !s.isPlainRow(line, blanks) && !s.slow(line, number) {
			continue
		}
		s.tally.Rows++
		s.row.Number = number
		return true
	}
	return false
}

// notCounted says that the blanks of a line were not counted.
const notCounted = -1

// line takes the next line, without its end. Where a survey has found it, it
// returns how many blanks the line holds; else, and where there are tabs or zero
// bytes, it is notCounted.
func (s *Scanner) line() (line []byte, blanks int) {
	if s.taken == s.lines && !s.look() {
		return s.lineAlone(), notCounted
	}
	end := s.survey.ends[s.taken]
	at := s.surveyed + int(end.at)
	line, blanks = s.text[s.pos:at], int(end.blanks-s.passed)
	s.row.from = s.pos - s.surveyed
	s.pos, s.passed = at+1, end.blanks
	s.taken++
	if s.odd {
		blanks = notCounted
	}
	return trimCR(line), blanks
}

// look surveys the text from the next line on. It reports false where no line ends
// in what a survey can hold, or there is no vector code.
func (s *Scanner) look() bool {
	if !vectors {
		return false
	}
	rest := s.text[s.pos:]
	rest = rest[:min(len(rest), surveySize)&^(blockSize-1)]
	s.surveyed, s.taken, s.passed = s.pos, 0, 0
	s.lines, s.odd = take(&s.survey, rest)
	return s.lines > 0
}

// lineAlone takes the next line without a survey.
func (s *Scanner) lineAlone() []byte {
	line := s.text[s.pos:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
		s.pos++
	}
	s.pos += len(line)
	return trimCR(line)
}

// isPlainRow is the fast path: values between single blanks, as many as there
// are fields. It starts with no blank, zero byte, '#', '"' or byte order mark, and
// ends with no blank, so none of the other readings comes first.
func (s *Scanner) isPlainRow(line []byte, blanks int) bool {
	l := s.header.Layout
	if !s.plain && blanks == notCounted || l == nil || len(line) == 0 || len(line) > MaxLine {
		return false
	}
	if line[0]-('#'+1) >= 0xEF-('#'+1) || line[len(line)-1] == ' ' {
		return false
	}
	s.row.survey = &s.survey
	if blanks == notCounted {
		s.row.survey, blanks = nil, bytes.Count(line, blank)
	}
	if blanks != l.blanks {
		return l.mail && blanks == len(l.Names)-1 && s.isPlainWeb(line)
	}
	s.row.begin(l, line)
	return true
}

// isPlainWeb takes rows of a layout that other services write as well.
func (s *Scanner) isPlainWeb(line []byte) bool {
	if s.header.Layout.Form != W3C {
		return false
	}
	s.row.begin(s.header.Layout, line)
	mail := s.row.isMail()
	s.row.split, s.row.looked = false, false
	return !mail
}

var blank, tab = []byte{' '}, []byte{'\t'}

// Read reads time and numbers of the row that Skim stopped at.
func (s *Scanner) Read() {
	if !s.row.readNumbers(&s.known) {
		s.tally.note(UnreadableNumber, s.row.Number, s.row.Offset, s.row.Line)
	}
	if s.row.Layout.stamped && s.row.sep != 0 {
		if sec, ok := s.clock.at(s.row.Line, s.row.sep); ok {
			s.row.Second, s.row.clear = sec, s.row.Line[stampSize-1] == s.row.sep
			return
		}
	}
	if s.row.Layout.timed && s.row.sep != 0 && s.header.Day != NoTime {
		if sec, ok := s.clock.ofDay(s.row.Line, s.row.sep); ok {
			s.row.Second = s.header.Day + sec
			return
		}
	}
	s.row.Second = s.slowTime()
}

// slowTime reads date and time wherever they stand. A row without a date has
// that of the #Date in force, a row without a time the start of its day.
func (s *Scanner) slowTime() int64 {
	second, local, ok := s.readTime()
	if !ok {
		s.tally.note(UnreadableTime, s.row.Number, s.row.Offset, s.row.Line)
		return NoTime
	}
	if local && second != NoTime {
		return inZone(second, s.Zone)
	}
	return second
}

// readTime returns the time of the row, NoTime where it gives none. It is local
// when no zone stands with it and the layout says so.
func (s *Scanner) readTime() (second int64, local, ok bool) {
	l, r := s.row.Layout, &s.row
	if l.Has(Time) && !l.Has(Date) && len(r.Field(Time)) >= shortestMoment {
		if at, _, ok := parseMoment(r.Field(Time)); ok {
			return at, false, true
		}
	}
	readDay, readClock := parseDay, parseClock
	if l.Form != W3C {
		readDay, readClock = parseAnyDay, parseAnyClock
	}
	day, sec, ok := s.header.Day, int64(0), true
	if l.Has(Date) {
		day, ok = readDay(r.Field(Date))
	}
	if l.Has(Time) && ok {
		sec, ok = readClock(r.Field(Time))
	}
	if !ok || day == NoTime || !l.Has(Date) && !l.Has(Time) {
		return NoTime, false, ok
	}
	return day + sec, l.Local, true
}

// slow takes any line, and reports whether it is a row.
func (s *Scanner) slow(line []byte, number int64) bool {
	if len(line) > MaxLine {
		whole := len(line)
		line = readable(line)
		s.row.Offset += int64(whole - len(line))
	}
	if len(line) > MaxLine {
		return s.refuse(LineTooLong, line, number)
	}
	if d := directiveIn(line); d != nil {
		s.tally.Directives++
		if bytes.IndexByte(line, 0) >= 0 {
			s.tally.note(ZeroBytes, number, s.row.Offset, line)
		}
		if !s.header.apply(d) {
			s.tally.note(EmptyFields, number, s.row.Offset, line)
		}
		return false
	}
	line, zeros := s.trimZeros(line, number)
	line = withoutMarks(line)
	if isBlank(line) {
		s.tally.Blank++
		return false
	}
	if s.header.mayExport() && s.header.applyExport(line) {
		s.tally.Directives++
		return false
	}
	fault := s.attempt(line, zeros)
	if fault == nil && s.row.Layout.mail && s.row.isMail() {
		return s.refuse(OtherService, line, number)
	}
	if fault == nil {
		if s.row.Layout.Guessed {
			s.tally.note(FieldsGuessed, number, s.row.Offset, line)
		}
		return true
	}
	if s.last && s.pos == len(s.text) && s.text[len(s.text)-1] != '\n' && *fault == TooFewValues {
		return s.refuse(CutShort, line, number)
	}
	return s.refuse(*fault, line, number)
}

func (s *Scanner) refuse(f Fault, line []byte, number int64) bool {
	s.tally.Refused++
	s.tally.note(f, number, s.row.Offset, line)
	return false
}

// trimZeros drops zero bytes at both ends of a line, and reports whether others
// are left inside.
func (s *Scanner) trimZeros(line []byte, number int64) (trimmed []byte, inside bool) {
	if s.plain {
		return line, false
	}
	trimmed = bytes.Trim(line, "\x00")
	inside = bytes.IndexByte(trimmed, 0) >= 0
	if inside || len(trimmed) < len(line) {
		s.tally.note(ZeroBytes, number, s.row.Offset, line)
	}
	return trimmed, inside
}

// isBlank reports whether a line holds nothing but blanks and zero bytes.
func isBlank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != 0 {
			return false
		}
	}
	return true
}

// attempt tries to read a line as a row. It returns nil when the line is one.
//
// Where zero bytes are left inside, what stands behind them was written after
// the crash and is tried first: before them is what is left of another row.
func (s *Scanner) attempt(line []byte, zeros bool) *Fault {
	if zeros {
		behind := line[bytes.LastIndexByte(line, 0)+1:]
		if !isBlank(behind) && s.attempt(behind, false) == nil {
			return nil
		}
	}
	if s.header.Layout == nil {
		return s.guess(line)
	}
	if s.header.Layout.Form != W3C {
		return s.other(s.header.Layout, line)
	}
	return s.split(s.header.Layout, line)
}

var tooFew, tooMany, noFields = TooFewValues, TooManyValues, NoFields

// split tries to read a line as a row of the layout, in the order that split.go
// gives. It returns nil when the line is one.
func (s *Scanner) split(l *Layout, line []byte) *Fault {
	r, n := &s.row, len(l.Names)
	r.begin(l, line)
	r.survey = nil
	if bytes.Count(line, tab) == n-1 {
		r.sep = '\t'
		return nil
	}
	if trimmed := bytes.TrimRight(line, " "); bytes.Count(trimmed, blank) == n-1 {
		r.Line, r.sep = trimmed, ' '
		return nil
	}
	r.sep = 0
	for _, doubled := range [...]bool{true, false} {
		var ok bool
		if r.values, ok = splitQuoted(r.values[:0], line, doubled); ok && len(r.values) > n {
			r.values = l.joinMoments(r.values)
		}
		if ok && len(r.values) == n {
			return nil
		}
	}
	r.values = splitRuns(r.values[:0], line)
	switch {
	case len(r.values) == n:
		return nil
	case len(r.values) < n:
		return &tooFew
	}
	return &tooMany
}
