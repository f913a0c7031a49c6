package report

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
	"github.com/iiswhy/iiswhy/parser/input"
)

// Explaining takes lines that a report must refuse: whoever pastes a piece of a
// log loses its directives, takes half a row, or gets a blank into it. So the
// head of each source is looked through before it is read, and what can be told
// of such lines is put into order: each under a #Fields that names its values.
// What stays is a log that reads without a fault, in which neighbours count as
// in any other, and a map back to the lines as they were.

// headSize is how much of a source is looked through, in bytes. What stands
// behind is read as a report reads it.
const headSize = 4 << 20

// pasted is one source, put into order.
type pasted struct {
	source input.Source    // to be read
	lines  []int64         // by line of source, from 0: the line as it was, from 1; nil where nothing changed
	looked int64           // lines that were looked through
	as     map[int64]state // lines that needed help, by what it was
	others []line          // neither rows nor directives

	unended bool // the last line looked at lacks its end, and is the last
}

// line is a line and its number, from 1.
type line struct {
	number int64
	text   string
}

// state is what was wrong with a line that is a row all the same.
type state uint8

const (
	whole   state = iota
	guessed       // no #Fields came before
	blanked       // a blank stands inside a value
	tailed        // only the last values are there
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

// paste looks through the head of a source. What cannot be opened is left to
// reading, which says so.
func paste(b *codes.Book, s input.Source) *pasted {
	stream, err := s.Open()
	if err != nil {
		return &pasted{source: s}
	}
	head, err := io.ReadAll(io.LimitReader(stream, headSize))
	if err == nil && len(head) < headSize {
		err = io.EOF
	}
	behind := []byte(nil)
	if i := bytes.LastIndexByte(head, '\n') + 1; err == nil && i > 0 {
		head, behind = head[:i:i], head[i:]
	}
	o := newOrderer(b, head)
	o.unended = err != nil && len(head) > 0 && head[len(head)-1] != '\n'
	if !o.changed {
		o.out, o.lines = head, nil
	}
	o.source = input.From(s.Name, &rest{
		Reader: io.MultiReader(bytes.NewReader(o.out), bytes.NewReader(behind), ended{stream, err}), stream: stream,
	})
	if !o.changed && s.Repeatable() {
		_ = stream.Close()
		o.source = s // so that neighbours are looked for in other sources too
	}
	p := o.pasted // without the text that was put into order
	return &p
}

// rest is a source whose head was read, and closes it at its end.
type rest struct {
	io.Reader
	stream io.Closer
}

func (r *rest) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && r.stream != nil {
		_ = r.stream.Close()
		r.stream = nil
	}
	return n, err
}

// ended is a stream, or what it ended with when its head was read.
type ended struct {
	io.Reader
	err error
}

func (e ended) Read(p []byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	return e.Reader.Read(p)
}

// orderer goes through the lines of a text and writes them in order.
type orderer struct {
	pasted
	book    *codes.Book // knows the reasons
	out     []byte
	changed bool // some line needed more help than the parser gives

	given   []string // #Fields in force as it was, nil before the first
	written []string // in force in out
}

func newOrderer(b *codes.Book, text []byte) *orderer {
	o := &orderer{book: b, pasted: pasted{as: map[int64]state{}}}
	cutter := parser.NewCutter(bytes.NewReader(text))
	buf := make([]byte, 0, len(text)+1)
	for {
		chunk, err := cutter.Next(buf)
		if err != nil {
			break
		}
		o.chunk(chunk)
	}
	if o.given != nil && !slices.Equal(o.given, o.written) {
		o.fields(o.given)
	}
	return o
}

// chunk goes through the lines of a chunk: those that the parser takes for rows,
// and the others.
func (o *orderer) chunk(c parser.Chunk) {
	if c.Long != nil {
		o.looked++
		o.write("#")
	}
	rows := map[int64]*parser.Row{}
	var scanner parser.Scanner
	for scanner.Reset(c); scanner.Scan(); {
		rows[scanner.Row().Number] = scanner.Row().Clone()
	}
	number := int64(0)
	for text := range bytes.Lines(c.Text) {
		o.looked++
		if r := rows[number]; r != nil {
			o.row(r)
		} else {
			o.other(string(bytes.Trim(text, "\x00 \t\r\n")))
		}
		number++
	}
}

// row writes a row that the parser takes.
func (o *orderer) row(r *parser.Row) {
	if r.Layout.Guessed {
		o.as[o.looked] = guessed
	}
	o.put(r.Layout.Names, string(r.Line))
}

// other takes any other line.
func (o *orderer) other(text string) {
	switch {
	case text == "":
		o.write(text)
	case text[0] == '#':
		o.directive(text)
	default:
		o.help(text)
	}
}

// help writes a line that is a row all the same, and keeps the others.
func (o *orderer) help(text string) {
	names, mended, as := resolve(o.book, o.given, text)
	if names == nil {
		if len(o.others) >= maxQuestions {
			text = "" // it will not be asked
		}
		o.others = append(o.others, line{o.looked, text})
		return
	}
	o.changed = true
	o.as[o.looked] = as
	o.put(names, mended)
}

// directive passes a directive on, and sees whether it names fields.
func (o *orderer) directive(text string) {
	name, value, _ := strings.Cut(text[1:], ":")
	if names := strings.Fields(value); strings.EqualFold(strings.TrimSpace(name), "fields") && len(names) > 0 {
		o.given, o.written = names, names
	}
	o.write(text)
}

// put writes a row, behind the #Fields that it needs.
func (o *orderer) put(names []string, row string) {
	if !slices.Equal(names, o.written) {
		o.fields(names)
	}
	o.write(row)
}

func (o *orderer) fields(names []string) {
	o.write("#Fields: " + strings.Join(names, " "))
	o.written = names
}

// write writes a line that stands for the one that is looked at.
func (o *orderer) write(text string) {
	o.out = append(append(o.out, text...), '\n')
	o.lines = append(o.lines, o.looked)
}
