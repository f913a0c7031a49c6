package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"

	"github.com/iiswhy/iiswhy/parser"
)

// layoutPlan says in which columns of the table the values of a layout go.
type layoutPlan struct {
	layout *parser.Layout
	id     uint64
	texts  [columnCount]int16 // of each column of text, the place of its value; -1 for none
	others []int              // places of the values that have no column
	checks []check            // what has to be as written for the line to be told by its columns
	uri    int                // place of path and query in one, -1 where they are told otherwise
	whole  bool               // the line has to be kept
	from   []origin           // of the value at each place
}

// origin is where the value at a place of a line is kept.
type origin struct {
	other    int           // place among the values without a column; -1 for none of these
	field    parser.Column // of date, time, and path and query in one; else Columns
	column   int           // of the table
	isNumber bool
}

// check compares a value with what a column of numbers tells of it.
type check struct {
	at     int // place of the value
	column parser.Column
}

// textFields are the fields that columns of text hold as they are written.
var textFields = map[parser.Column]int{
	parser.Method: colMethod, parser.Username: colUser, parser.ClientIP: colClient, parser.UserAgent: colAgent,
	parser.Referer: colReferer, parser.Cookie: colCookie, parser.Host: colHost, parser.Version: colVersion,
	parser.ServerIP: colIP, parser.ComputerName: colComputer, parser.SiteName: colSitename, parser.SiteID: colSiteid,
	parser.Queue: colQueue, parser.Session: colSession, parser.Reason: colReason,
}

// numberFields are those of which columns hold the number.
var numberFields = []parser.Column{
	parser.Date, parser.Time, parser.Status, parser.Substatus, parser.Win32, parser.Taken,
	parser.SentBytes, parser.ReceivedBytes, parser.ServerPort, parser.ClientPort,
}

// numberColumns are the columns of those that are one number.
var numberColumns = map[parser.Column]int{
	parser.Status: colStatus, parser.Substatus: colSubstatus, parser.Win32: colWin32, parser.Taken: colTaken,
	parser.SentBytes: colSent, parser.ReceivedBytes: colReceived, parser.ServerPort: colPort, parser.ClientPort: colClientPort,
}

// planFor returns the plan of a layout.
func planFor(l *parser.Layout) *layoutPlan {
	p := &layoutPlan{layout: l, id: layoutID(l), uri: -1, whole: l.Form != parser.W3C}
	for i := range p.texts {
		p.texts[i] = -1
	}
	told := make([]bool, len(l.Names))
	for field, column := range textFields {
		if at := l.Index(field); at >= 0 {
			p.texts[column], told[at] = int16(at), true
		}
	}
	for _, field := range numberFields {
		if at := l.Index(field); at >= 0 {
			p.checks, told[at] = append(p.checks, check{at, field}), true
		}
	}
	for _, field := range []parser.Column{parser.Stem, parser.Query} {
		if at := l.Index(field); at >= 0 {
			told[at] = true
		}
	}
	if at := l.Index(parser.URI); at >= 0 && !l.Has(parser.Stem) && !l.Has(parser.Query) {
		p.uri, told[at] = at, true
	}
	for at := range told {
		if !told[at] {
			p.others = append(p.others, at)
		}
	}
	p.findOrigins()
	return p
}

// findOrigins finds where the values of a line are.
func (p *layoutPlan) findOrigins() {
	p.from = make([]origin, len(p.layout.Names))
	for i, at := range p.others {
		p.from[at] = origin{other: i}
	}
	set := func(field parser.Column, o origin) {
		if at := p.layout.Index(field); at >= 0 {
			o.other = -1
			p.from[at] = o
		}
	}
	for field, column := range textFields {
		set(field, origin{field: parser.Columns, column: column})
	}
	for field, column := range numberColumns {
		set(field, origin{field: parser.Columns, column: column, isNumber: true})
	}
	set(parser.Stem, origin{field: parser.Columns, column: colPath})
	set(parser.Query, origin{field: parser.Columns, column: colQuery})
	set(parser.Date, origin{field: parser.Date})
	set(parser.Time, origin{field: parser.Time})
	if p.uri >= 0 {
		set(parser.URI, origin{field: parser.URI})
	}
}

// layoutID names a layout by what it is.
func layoutID(l *parser.Layout) uint64 {
	var all bytes.Buffer
	k := l.Key()
	all.WriteString(k.Form.String())
	all.Write([]byte{byte(flag(k.Guessed)), byte(flag(k.Local)), k.Delimiter})
	for _, name := range k.Names {
		all.WriteByte('\n')
		all.WriteString(name)
	}
	sum := sha256.Sum256(all.Bytes())
	return binary.LittleEndian.Uint64(sum[:])
}

// toldBack reports whether the columns give back the line: its values stand between single
// blanks, and those that are kept as numbers are written as numbers are.
func (p *layoutPlan) toldBack(r *parser.Row, n *numbers) bool {
	if p.whole || !r.IsSpaced() {
		return false
	}
	for _, c := range p.checks {
		if !n.tells(c.column, r.At(c.at), r) {
			return false
		}
	}
	if p.uri >= 0 {
		uri := r.At(p.uri)
		return len(uri) == 0 || uri[len(uri)-1] != '?' || bytes.IndexByte(uri, '?') < len(uri)-1
	}
	return !r.IsURLScan()
}
