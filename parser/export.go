package parser

import (
	"bytes"
	"strings"
)

// Exports are tables with the names of their columns in the first line: Log Parser
// writes them with -o:CSV and -o:TSV, Log Analytics when somebody exports the
// answer to a query. Some give the names of W3C, some spell them otherwise.

// exported are the names that exports give to known fields, besides those of W3C
// in any spelling that ColumnOf knows.
var exported = map[string]Column{
	"useragent": UserAgent, "csuseragent": UserAgent, "cookie": Cookie, "cscookie": Cookie,
	"referer": Referer, "referrer": Referer, "csreferer": Referer, "csreferrer": Referer,
	"protocol": Version, "protocolversion": Version, "computername": ComputerName, "computer": ComputerName,
}

// parsed are the names that Log Parser gives to the fields of logs in the forms of
// IIS, of NCSA and of central binary logging. Any program may call its columns so:
// they count where the place of a row in a log stands with them.
var parsed = map[string]Column{
	"userip": ClientIP, "clientipaddress": ClientIP, "remotehostname": ClientIP, "username": Username,
	"serviceinstance": SiteName, "hostname": ComputerName, "serverip": ServerIP, "serveripaddress": ServerIP, "serverport": ServerPort,
	"requesttype": Method, "method": Method, "target": Stem, "uristem": Stem, "parameters": Query, "uriquery": Query,
	"statuscode": Status, "protocolstatus": Status, "substatus": Substatus, "win32statuscode": Win32, "win32status": Win32,
	"datetime": Time,
}

// exportColumn returns the known field that an export calls so.
func exportColumn(name string) (Column, bool) {
	if c, ok := ColumnOf(name); ok {
		return c, true
	}
	c, ok := exported[plain(name)]
	return c, ok
}

// mayExport reports whether the first line of an export may come: as long as no
// #Fields named the columns.
func (h *Header) mayExport() bool { return h.Layout == nil || h.Layout.Form == CSV }

// applyExport takes in the first line of an export, and reports whether the line
// is one.
func (h *Header) applyExport(line []byte) bool {
	line = bytes.Trim(line, "\x00 ")
	line = withoutMarks(line)
	if h.fields != nil && bytes.Equal(h.fields, line) {
		return true
	}
	l := exportLayout(line)
	if l == nil {
		return false
	}
	h.Layout, h.fields = l, bytes.Clone(line)
	return true
}

// exportLayout returns the layout that the first line of an export gives, nil for
// all other lines: it names a status, what was asked for and some time. Names
// between blanks are what is left of a #Fields, and rows of W3C follow.
func exportLayout(line []byte) *Layout {
	if !mayName(line) {
		return nil
	}
	for _, delimiter := range [...]byte{',', '\t', ';', ' '} {
		values, ok := splitExport(nil, line, delimiter)
		if !ok || len(values) < 4 {
			continue
		}
		names, local := exportNames(values)
		l := newLayout(CSV, names)
		if delimiter == ' ' {
			l = NewLayout(lostFields(names))
		}
		l.delimiter, l.Local = delimiter, l.Local || local
		if l.Has(Status) && (l.Has(Stem) || l.Has(URI)) && l.Has(Time) {
			return l
		}
	}
	return nil
}

// lostFields returns the names of a #Fields that lost its sign, or all of it; none
// for a sentence that speaks of fields.
func lostFields(names []string) []string {
	if strings.EqualFold(names[0], "Fields:") {
		names = names[1:]
	}
	known := 0
	for _, name := range names {
		if _, ok := ColumnOf(name); ok {
			known++
		}
	}
	if 2*known < len(names) {
		return nil
	}
	return names
}

// mayName reports whether a line may hold names, one of them of a status. It is
// asked of every line of an export.
func mayName(line []byte) bool {
	if len(line) == 0 || line[0] != '"' && (line[0]|0x20 < 'a' || line[0]|0x20 > 'z') {
		return false
	}
	return bytes.Contains(line, []byte("tatus")) || bytes.Contains(line, []byte("TATUS"))
}

// exportNames returns the names of columns as W3C has them, where they mean known
// fields. They are local when the times of the log were: in the form of IIS.
func exportNames(values [][]byte) (names []string, local bool) {
	placed := false
	for _, value := range values {
		name := strings.TrimSpace(string(value))
		placed = placed || plain(name) == "logrow" || plain(name) == "logfilename"
		names = append(names, name)
	}
	for i, name := range names {
		c, known := exportColumn(name)
		if !known && placed {
			c, known = parsed[plain(name)]
			local = local || plain(name) == "userip"
		}
		if known {
			names[i] = c.String()
		}
	}
	return names, local
}

// splitExport appends the values of a line of an export, "-" for those that are
// empty or NULL. It reports false for a quotation that does not end.
func splitExport(values [][]byte, line []byte, delimiter byte) ([][]byte, bool) {
	for {
		value, rest, more, ok := cutExport(line, delimiter)
		if !ok {
			return values, false
		}
		if len(value) == 0 || string(value) == "NULL" {
			value = none
		}
		values, line = append(values, value), rest
		if !more {
			return values, true
		}
	}
}

// cutExport cuts off the first value: all up to the next delimiter, or a
// quotation in which two '"' stand for one.
func cutExport(line []byte, delimiter byte) (value, rest []byte, more, ok bool) {
	if len(line) == 0 || line[0] != '"' {
		value, rest, more = bytes.Cut(line, []byte{delimiter})
		return value, rest, more, true
	}
	doubled := false
	for i := 1; i < len(line); i++ {
		if line[i] != '"' {
			continue
		}
		if i+1 < len(line) && line[i+1] == '"' {
			doubled = true
			i++
			continue
		}
		value, rest = line[1:i], line[i+1:]
		if doubled {
			value = bytes.ReplaceAll(value, twoQuotes, twoQuotes[:1])
		}
		if len(rest) == 0 {
			return value, nil, false, true
		}
		return value, rest[1:], true, rest[0] == delimiter
	}
	return nil, nil, false, false
}
