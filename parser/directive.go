package parser

import "bytes"

// Header is what the directives said so far: it decides how rows are read.
type Header struct {
	Layout *Layout // nil before the first #Fields
	Day    int64   // of the last #Date, in seconds since 1970; NoTime before

	fields []byte // text of the #Fields in force, to know it again
}

// NewHeader returns the header at the start of a source.
func NewHeader() Header { return Header{Day: NoTime} }

// apply takes in one directive, which starts with '#'. It reports false for a
// #Fields that names no field; the layout before it stays in force.
//
// Services write the same header again at each start: a layout is made only
// when the text differs.
func (h *Header) apply(directive []byte) bool {
	name, value, _ := bytes.Cut(directive[1:], []byte(":"))
	switch {
	case equalFold(name, "fields"):
		if h.fields != nil && bytes.Equal(h.fields, value) {
			return true
		}
		l := namedLayouts.of(value)
		if l.Layout == nil {
			return false
		}
		h.Layout, h.fields = l.Layout, l.text
	case equalFold(name, "date"), equalFold(name, "start-date"):
		day := bytes.TrimLeft(value, " \t")
		if len(day) >= 10 {
			if sec, ok := parseDay(day[:10]); ok {
				h.Day = sec
			}
		}
	}
	return true
}

// equalFold reports whether a directive's name is the lower-case word, without
// regard to case and to blanks around it.
func equalFold(name []byte, word string) bool {
	name = bytes.Trim(name, " \t")
	return len(name) == len(word) && bytes.EqualFold(name, []byte(word))
}

// directiveIn returns the directive that a line holds, starting with '#', or
// nil. Its '#' is the first byte that is no blank. A crash leaves blocks of zero
// bytes, and what the service writes next stands right behind them on the same
// line: there the first byte after the zeros counts. Zeros behind the directive
// are no part of it, nor is the byte order mark that begins a file which somebody
// appended to another one.
func directiveIn(line []byte) []byte {
	if bytes.IndexByte(line, '#') < 0 {
		return nil
	}
	line = bytes.TrimRight(line, "\x00 \t")
	if i := bytes.LastIndexByte(line, 0); i >= 0 {
		line = line[i+1:]
	}
	line = bytes.TrimLeft(withoutMarks(line), " \t")
	if len(line) > 0 && line[0] == '#' {
		return line
	}
	return nil
}

// applyAll takes in every directive of a text of whole lines.
//
// It is on the path of every byte: looking for '#' costs a tenth of looking at
// lines, since logs hold few. Only the last #Fields and the last #Date matter,
// but they are too few to care.
func (h *Header) applyAll(text []byte) {
	for len(text) > 0 && h.mayExport() {
		line, rest, _ := bytes.Cut(text, lineFeed)
		h.applyLine(readable(trimCR(line)))
		text = rest
	}
	for from := 0; ; {
		i := bytes.IndexByte(text[from:], '#')
		if i < 0 {
			return
		}
		at := from + i
		from = at + 1
		if !startsLine(text, at) {
			continue
		}
		end := bytes.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text) - at
		}
		start := bytes.LastIndexByte(text[:at], '\n') + 1
		if line := readable(trimCR(text[start : at+end])); len(line) <= MaxLine {
			if d := directiveIn(line); d != nil {
				h.apply(d)
			}
		}
		from = at + end
	}
}

// applyLine takes in a line before the first #Fields, where names may come
// without one.
func (h *Header) applyLine(line []byte) {
	if len(line) > MaxLine {
		return
	}
	if d := directiveIn(line); d != nil {
		h.apply(d)
	} else {
		h.applyExport(line)
	}
}

// byteOrderMark begins some files of UTF-8.
var byteOrderMark = []byte("\xef\xbb\xbf")

// withoutMarks is a line without the marks that it begins with: each program that writes a file
// anew may add one.
func withoutMarks(line []byte) []byte {
	for bytes.HasPrefix(line, byteOrderMark) {
		line = line[len(byteOrderMark):]
	}
	return line
}

// startsLine reports whether only blanks or zero bytes stand between the byte
// at i and the line feed or zero byte before it. A byte order mark may begin them:
// its last byte is for directiveIn to look at.
func startsLine(text []byte, i int) bool {
	for i--; i >= 0; i-- {
		switch text[i] {
		case '\n', 0, byteOrderMark[2]:
			return true
		case ' ', '\t':
		default:
			return false
		}
	}
	return true
}

// readable returns what is to be read of a line. Of one that is longer than
// MaxLine that is what its last zero byte stands before: a crash leaves blocks of
// zero bytes of any length, and the service goes on behind them. The zero byte is
// kept, so that the block is told.
func readable(line []byte) []byte {
	if len(line) > MaxLine {
		if zero := bytes.LastIndexByte(line, 0); zero > 0 {
			return line[zero:]
		}
	}
	return line
}

func trimCR(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}
