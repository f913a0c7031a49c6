package explain

import (
	"bytes"
	"io"
	"slices"
	"strings"

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

// pasted is one source, repaired.
type pasted struct {
	source  input.Source     // to be read
	lines   []int64          // by line of source, from 0: the line as it was, from 1; nil where nothing changed
	looked  int64            // lines that were looked through
	repairs map[int64]repair // repaired lines, by what was wrong
	others  []line           // neither rows nor directives

	unended bool // the last line looked at lacks its end, and is the last
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
	if read <= int64(len(p.lines)) {
		return p.lines[read-1]
	}
	return read - int64(len(p.lines)) + p.looked
}

// repairSource looks through the head of a source. What cannot be opened is left to
// reading, which says so.
func repairSource(b *codes.Book, s input.Source) *pasted {
	stream, err := s.Open()
	if err != nil {
		return &pasted{source: s}
	}
	head, err := io.ReadAll(io.LimitReader(stream, headSize))
	if err == nil && len(head) < headSize {
		err = io.EOF
	}
	after := []byte(nil)
	if i := bytes.LastIndexByte(head, '\n') + 1; err == nil && i > 0 {
		head, after = head[:i:i], head[i:]
	}
	r := newRepairer(b, head)
	r.unended = err != nil && len(head) > 0 && head[len(head)-1] != '\n'
	if !r.changed {
		r.out, r.lines = head, nil
	}
	r.source = input.From(s.Name, &continued{
		Reader: io.MultiReader(bytes.NewReader(r.out), bytes.NewReader(after), endedStream{stream, err}), stream: stream,
	})
	if !r.changed && s.Repeatable() {
		_ = stream.Close()
		r.source = s // so that neighbours are looked for in other sources too
	}
	p := r.pasted // without the repaired text
	return &p
}

// continued is a source whose head was read, and closes it at its end.
type continued struct {
	io.Reader
	stream io.Closer
}

func (r *continued) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && r.stream != nil {
		_ = r.stream.Close()
		r.stream = nil
	}
	return n, err
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
	book    *codes.Book // knows the reasons
	out     []byte
	changed bool // some line needed more help than the parser gives

	given   []string // #Fields in force as it was, nil before the first
	written []string // in force in out
}

func newRepairer(b *codes.Book, text []byte) *repairer {
	r := &repairer{book: b, pasted: pasted{repairs: map[int64]repair{}}}
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
	var scanner parser.Scanner
	for scanner.Reset(c); scanner.Scan(); {
		rows[scanner.Row().Number] = scanner.Row().Clone()
	}
	number := int64(0)
	for text := range bytes.Lines(c.Text) {
		r.looked++
		if row := rows[number]; row != nil {
			r.row(row)
		} else {
			r.otherLine(string(bytes.Trim(text, "\x00 \t\r\n")))
		}
		number++
	}
}

// row writes a row that the parser takes.
func (r *repairer) row(row *parser.Row) {
	if row.Layout.Guessed {
		r.repairs[r.looked] = guessedFields
	}
	r.writeRow(row.Layout.Names, string(row.Line))
}

// otherLine takes any other line.
func (r *repairer) otherLine(text string) {
	switch {
	case text == "":
		r.write(text)
	case text[0] == '#':
		r.directive(text)
	default:
		r.tryRepair(text)
	}
}

// tryRepair writes a line that is a row all the same, and keeps the others.
func (r *repairer) tryRepair(text string) {
	names, row, what := repairLine(r.book, r.given, text)
	if names == nil {
		if len(r.others) >= maxQuestions {
			text = "" // it will not be asked
		}
		r.others = append(r.others, line{r.looked, text})
		return
	}
	r.changed = true
	r.repairs[r.looked] = what
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
	r.lines = append(r.lines, r.looked)
}
