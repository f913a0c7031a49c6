package explain

import (
	"bytes"
	"cmp"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// Explaining takes lines that a report must refuse. Whoever pastes a piece of a
// log loses its directives, takes half a row, or gets a blank into it. So the
// head of each source is looked through before it is read. Each such line that is
// a row all the same is written under a #Fields that names its values. The result
// is a log that the parser reads without a fault, with its neighbours, and a map
// back to the lines as they were.

// headSize is how much of a source is looked through, in bytes. What comes
// after it is read as a report reads it.
const headSize = 4 << 20

// pasted is one source, repaired. But for source it is filled when that is opened: the
// heads of many sources do not fit into memory.
type pasted struct {
	source  input.Source // to be read
	lines   []stretch    // of source; nil where nothing changed
	passed  int64        // lines of source that were looked through
	looked  int64        // lines as they were
	repairs []repaired   // in order
	others  []line       // neither rows nor directives: as many as can be asked
	more    int64        // of them
	mail    []int64      // lines of the SMTP or NNTP service

	unended bool // the last line looked at lacks its end, and is the last
}

// stretch is a run of lines of the repaired source that stand as they stood: line from of
// it, counted from 0, is the line was of the source as it was, counted from 1.
type stretch struct{ from, was int64 }

// repaired are lines as they were, from first to last, that had the same repair.
type repaired struct {
	first, last int64
	what        repair
}

// line is a line and its number, from 1.
type line struct {
	number int64
	text   string
}

// repair is what was wrong with a line that is a row all the same.
type repair uint8

const (
	unrepaired    repair = iota
	guessedFields        // no #Fields came before
	joinedBlanks         // a blank was inside a value
	lastValues           // only the last values are there
)

// number returns the line as it was of a line of the source that was read.
func (p *pasted) number(read int64) int64 {
	if p.lines == nil {
		return read
	}
	if read > p.passed {
		return read - p.passed + p.looked
	}
	at, _ := slices.BinarySearchFunc(p.lines, read, func(s stretch, read int64) int { return cmp.Compare(s.from, read) })
	s := p.lines[at-1]
	return s.was + read - 1 - s.from
}

// repair returns what was wrong with a line as it was.
func (p *pasted) repair(line int64) repair {
	at, ok := slices.BinarySearchFunc(p.repairs, line, func(r repaired, line int64) int {
		switch {
		case r.last < line:
			return -1
		case r.first > line:
			return 1
		}
		return 0
	})
	if !ok {
		return unrepaired
	}
	return p.repairs[at].what
}

// repairSource returns a source that looks through its head when it is opened.
func repairSource(b *codes.Book, zone *time.Location, s input.Source) *pasted {
	p := &pasted{}
	p.source = s.Through(func(stream io.Reader) (io.Reader, error) { return p.read(b, zone, stream), nil })
	return p
}

// read looks through the head of a stream, and returns all of it, repaired.
func (p *pasted) read(b *codes.Book, zone *time.Location, stream io.Reader) io.Reader {
	head, err := io.ReadAll(io.LimitReader(stream, headSize))
	if err == nil && len(head) < headSize {
		err = io.EOF
	}
	after := []byte(nil)
	if i := bytes.LastIndexByte(head, '\n') + 1; err == nil && i > 0 {
		head, after = head[:i:i], head[i:]
	}
	r := newRepairer(b, zone, head)
	r.unended = err != nil && len(head) > 0 && head[len(head)-1] != '\n'
	if !r.changed {
		r.out, r.lines = head, nil
	}
	r.source = p.source
	*p = r.pasted // without the repaired text
	return io.MultiReader(bytes.NewReader(r.out), bytes.NewReader(after), endedStream{stream, err})
}

// endedStream is a stream, or what it ended with when its head was read.
type endedStream struct {
	io.Reader
	err error
}

func (e endedStream) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	return e.Reader.Read(p)
}

// repairer goes through the lines of a text and writes them, repaired.
type repairer struct {
	pasted
	book    *codes.Book    // knows the reasons
	zone    *time.Location // of local times; nil is UTC
	out     []byte
	changed bool // some line needed more help than the parser gives

	given   []string // #Fields in force as it was, nil before the first
	written []string // in force in out
}

func newRepairer(b *codes.Book, zone *time.Location, text []byte) *repairer {
	r := &repairer{book: b, zone: zone}
	cutter := parser.NewCutter(bytes.NewReader(text))
	buf := make([]byte, 0, len(text)+1)
	for {
		chunk, err := cutter.Next(buf)
		if err != nil {
			break
		}
		r.chunk(chunk)
	}
	if r.given != nil && !slices.Equal(r.given, r.written) {
		r.writeFields(r.given)
	}
	return r
}

// chunk goes through the lines of a chunk: those that the parser takes for rows,
// and the others.
func (r *repairer) chunk(c parser.Chunk) {
	if c.Long != nil {
		r.looked++
		r.write("#")
	}
	rows := map[int64]*parser.Row{}
	scanner := scanners.Get().(*parser.Scanner)
	scanner.Zone = r.zone
	defer func() { scanner.Zone = nil; scanners.Put(scanner) }()
	for scanner.Reset(c); scanner.Scan(); {
		rows[scanner.Row().Number] = scanner.Row().Clone()
	}
	mail := scanner.Tally().Counts[parser.OtherService] > 0
	number := int64(0)
	for text := range bytes.Lines(c.Text) {
		r.looked++
		if row := rows[number]; row != nil {
			r.row(row)
		} else if mail && r.isMail(text) {
			r.mail = append(r.mail, r.looked)
			r.write("")
		} else {
			r.otherLine(string(bytes.Trim(text, "\x00 \t\r\n")))
		}
		number++
	}
}

// isMail reports whether a line is a row of the SMTP or NNTP service under the #Fields
// in force.
func (r *repairer) isMail(text []byte) bool {
	if r.given == nil || text[0] == '#' {
		return false
	}
	s := scannerOf("#Fields: " + strings.Join(r.given, " ") + "\n" + string(text))
	defer scanners.Put(s)
	s.Scan()
	return s.Tally().Counts[parser.OtherService] > 0
}

// row writes a row that the parser takes; one of another form as W3C, so that it can
// stand beside those that are repaired.
func (r *repairer) row(row *parser.Row) {
	if row.Layout.Guessed {
		r.note(guessedFields)
	}
	names, text := row.AsW3C()
	r.writeRow(names, string(text))
}

// otherLine takes any other line.
func (r *repairer) otherLine(text string) {
	switch {
	case text == "":
		r.write(text)
	case text[0] == '#':
		r.directive(text)
	case r.given == nil && namesColumns(text):
		r.write("")
	default:
		r.tryRepair(text)
	}
}

// namesColumns reports whether a line is the first one of an export, which names the
// columns of its rows.
func namesColumns(text string) bool {
	s := scannerOf(text + "\n")
	defer scanners.Put(s)
	s.Scan()
	return s.Tally().Directives > 0
}

// tryRepair writes a line that is a row all the same, and keeps the others.
func (r *repairer) tryRepair(text string) {
	names, row, what := repairLine(r.book, r.given, text)
	if names == nil {
		if len(r.others) > maxQuestions {
			r.more++
		} else {
			r.others = append(r.others, line{r.looked, text})
		}
		return
	}
	r.changed = true
	r.note(what)
	r.writeRow(names, row)
}

// directive passes a directive on, and sees whether it names fields.
func (r *repairer) directive(text string) {
	name, value, _ := strings.Cut(text[1:], ":")
	if names := strings.Fields(value); strings.EqualFold(strings.TrimSpace(name), "fields") && len(names) > 0 {
		r.given, r.written = names, names
	}
	r.write(text)
}

// writeRow writes a row after the #Fields that it needs.
func (r *repairer) writeRow(names []string, row string) {
	if !slices.Equal(names, r.written) {
		r.writeFields(names)
	}
	r.write(row)
}

func (r *repairer) writeFields(names []string) {
	r.write("#Fields: " + strings.Join(names, " "))
	r.written = names
}

// write writes a line in place of the one that is looked at.
func (r *repairer) write(text string) {
	r.out = append(append(r.out, text...), '\n')
	if n := len(r.lines); n == 0 || r.lines[n-1].was+r.passed-r.lines[n-1].from != r.looked {
		r.lines = append(r.lines, stretch{r.passed, r.looked})
	}
	r.passed++
}

// note notes what was wrong with the line that is looked at.
func (r *repairer) note(what repair) {
	if n := len(r.repairs); n > 0 && r.repairs[n-1].what == what && r.repairs[n-1].last == r.looked-1 {
		r.repairs[n-1].last = r.looked
		return
	}
	r.repairs = append(r.repairs, repaired{r.looked, r.looked, what})
}
