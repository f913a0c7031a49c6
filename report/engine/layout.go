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
	return p
}

// layoutID names a layout by what it is.
func layoutID(l *parser.Layout) uint64 {
	var all bytes.Buffer
	all.WriteString(l.Form.String())
	all.WriteByte(byte(flag(l.Guessed)))
	for _, name := range l.Names {
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
