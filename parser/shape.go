package parser

import (
	"bytes"
	"net/netip"
	"strings"
)

// A row without a #Fields before it is read by what it looks like: the layouts that
// HTTP.sys and the FTP service write, of which each has its number of values; what
// sites write, see web.go, and the FTP service before IIS 7, see oldftp.go; and the
// forms that need no names.

// shapes are the layouts of HTTP.sys and of FTP since IIS 7.
var shapes = layouts(
	// HTTPERR: the classic one, with the queue, with HTTP/2 streams, with HTTP/3.
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason",
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename",
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason s-queuename",
	"date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid streamid_ex sc-status s-siteid s-reason s-queuename transport",
	// FTP since IIS 7.
	"date time c-ip cs-username s-ip s-port cs-method cs-uri-stem sc-status sc-win32-status sc-substatus x-session x-fullpath",
)

func layouts(fields ...string) []*Layout {
	all := make([]*Layout, len(fields))
	for i, f := range fields {
		all[i] = NewLayout(strings.Fields(f))
		all[i].Guessed = true
	}
	return all
}

// shapeReader finds the layouts of rows by their shapes.
type shapeReader struct {
	values  [][]byte
	ends    []uint32           // of all but the last
	fields  []Column           // what each of the first values is
	key     []byte             // the same as bytes
	layouts map[string]*Layout // by key, of those that are no constants
}

// guess reads a row that no #Fields came before, by its shape.
func (s *Scanner) guess(line []byte) *Fault {
	line = withoutQuotes(bytes.TrimRight(line, " "))
	if len(line) == 0 {
		return &noFields
	}
	if c := line[0]; c == '{' || c == '[' || c == ',' {
		return s.guessObject(line)
	}
	return s.guessRow(line)
}

// guessObject reads a row that is JSON, or is a text in it.
func (s *Scanner) guessObject(line []byte) *Fault {
	if s.other(anyObject, line) == nil {
		return nil
	}
	if text := s.objects.text; text != nil {
		return s.guessRow(bytes.TrimRight(text, " \r\n"))
	}
	return &noFields
}

// anyObject says that a row is JSON; which fields it has, the row says.
var anyObject = fixedLayout(JSON, "")

// guessRow reads a row that is no JSON.
func (s *Scanner) guessRow(line []byte) *Fault {
	if l := s.shapes.find(line); l != nil {
		r := &s.row
		r.begin(l, line)
		r.survey, r.ends, r.split = nil, append(r.ends[:0], s.shapes.ends...), true
		return nil
	}
	if s.other(iisLayout, line) == nil || s.other(ncsaLayout, line) == nil {
		return nil
	}
	return &noFields
}

// withoutQuotes returns a row that somebody pasted as a text of JSON or of a
// program without what stands around it.
func withoutQuotes(line []byte) []byte {
	if len(line) == 0 || line[0] != '"' {
		return line
	}
	inner := bytes.TrimSuffix(line[1:], []byte{','})
	if len(inner) == 0 || inner[len(inner)-1] != '"' {
		return line
	}
	return bytes.TrimRight(inner[:len(inner)-1], " ")
}

// find returns the layout of a row of W3C by its shape, nil for none.
func (g *shapeReader) find(line []byte) *Layout {
	g.values, g.ends = g.values[:0], appendPlaces(g.ends[:0], line, ' ')
	from := 0
	for _, end := range g.ends {
		g.values = append(g.values, line[from:end])
		from = int(end) + 1
	}
	g.values = append(g.values, line[from:])
	for _, l := range shapes {
		if len(l.Names) == len(g.values) && looksLike(l, g.values) {
			return l
		}
	}
	if g.web() || g.oldFTP() {
		return g.layout()
	}
	return nil
}

// layout returns the layout of the fields that were found.
func (g *shapeReader) layout() *Layout {
	g.key = g.key[:0]
	for _, c := range g.fields {
		g.key = append(g.key, byte(c))
	}
	if l := g.layouts[string(g.key)]; l != nil {
		return l
	}
	names := make([]string, len(g.fields))
	for i, c := range g.fields {
		names[i] = guessedName(c)
	}
	l := NewLayout(names)
	l.Guessed = true
	if g.layouts == nil || len(g.layouts) == maxLayouts {
		g.layouts = map[string]*Layout{}
	}
	g.layouts[string(g.key)] = l
	return l
}

// What a value may be besides a known field.
const (
	forwardedFor Column = Columns + iota // the clients before a proxy
	unnamed                              // nobody can tell
)

func guessedName(c Column) string {
	switch c {
	case forwardedFor:
		return "X-Forwarded-For"
	case unnamed:
		return "unnamed"
	}
	return c.String()
}

// looksLike reports whether the values of a row are what a layout says they are.
// FTP writes as stem the argument of the command, and HTTPERR as method and URI
// whatever the client sent.
func looksLike(l *Layout, values [][]byte) bool {
	for c, i := range l.index {
		if i < 0 || checks[c] == nil || Column(c) == Stem && l.Has(Session) || Column(c) == Method && l.Has(Reason) {
			continue
		}
		if !checks[c](values[i]) {
			return false
		}
	}
	return true
}

// Fits reports whether the values of a row look as their columns say, where those can be
// told from others: a row of as many values that other columns have mostly does not.
func (r *Row) Fits() bool {
	for c, i := range r.Layout.index {
		if i < 0 || Column(c) == Date || Column(c) == Time {
			continue
		}
		check := checks[c]
		switch Column(c) {
		case UserAgent:
			check = isAgent
		case Cookie:
			check = isNoneOrCookie
		case Referer:
			check = isReferer
		}
		if check != nil && !check(r.At(int(i))) {
			return false
		}
	}
	return true
}

var (
	isAgent        = orNone(func(b []byte) bool { return !isNumber(b) && !bytes.Contains(b[:min(len(b), 8)], []byte("://")) })
	isNoneOrCookie = orNone(func(b []byte) bool { return isCookie(b) || string(b) == "..." })
)

// checks tell the values of a field from those of others, where they can be
// told.
var checks = [Columns]func([]byte) bool{
	Date:          func(b []byte) bool { _, ok := parseDay(b); return ok },
	Time:          func(b []byte) bool { _, ok := parseClock(b); return ok },
	ServerIP:      orNone(isAddress),
	ClientIP:      orNone(isAddress),
	ServerPort:    orNone(isNumber),
	ClientPort:    orNone(isNumber),
	Method:        orNone(isMethod),
	Stem:          orNone(isPath),
	Version:       orNone(func(b []byte) bool { return bytes.HasPrefix(b, []byte("HTTP/")) }),
	Status:        orNone(isStatus),
	Substatus:     orNone(isNumber),
	Win32:         orNone(isNumber),
	SentBytes:     orNone(isNumber),
	ReceivedBytes: orNone(isNumber),
	Taken:         orNone(isNumber),
	Reason:        isReason,
	Session:       orNone(func(b []byte) bool { return len(b) == 36 && b[8] == '-' }),
}

func orNone(check func([]byte) bool) func([]byte) bool {
	return func(b []byte) bool { return len(b) == 1 && b[0] == '-' || check(b) }
}

func isNumber(b []byte) bool { n, ok := number(b); return ok && n >= 0 }

func isStatus(b []byte) bool { return len(b) == 3 && isNumber(b) }

// isAddress takes what IIS writes: IPv6 comes without brackets, often with a
// zone, and sometimes with an IPv4 address at its end.
func isAddress(b []byte) bool {
	if bytes.IndexByte(b, ':') < 0 {
		return isIPv4(b)
	}
	_, err := netip.ParseAddr(string(b))
	return err == nil
}

// isIPv4 is netip.ParseAddr without its error, which takes ten times as long.
func isIPv4(b []byte) bool {
	parts, digits, n := 1, 0, 0
	for _, c := range b {
		switch {
		case c == '.' && digits > 0:
			parts, digits, n = parts+1, 0, 0
			continue
		case c < '0' || c > '9' || digits > 0 && n == 0:
			return false // a part begins with 0 only when it is 0
		}
		digits, n = digits+1, n*10+int(c-'0')
		if n > 255 {
			return false
		}
	}
	return parts == 4 && digits > 0
}

func isPath(b []byte) bool {
	return len(b) > 0 && (b[0] == '/' || b[0] == '*' || bytes.Contains(b, []byte("://")))
}

// isMethod takes letters, as methods and the commands of FTP are.
func isMethod(b []byte) bool {
	for _, c := range b {
		if (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && c != '-' {
			return false
		}
	}
	return len(b) > 0
}

// isReason takes the words of HTTP.sys: Timer_ConnectionIdle, Version_N/S.
func isReason(b []byte) bool {
	for _, c := range b {
		if (c|0x20 < 'a' || c|0x20 > 'z') && c != '_' && c != '/' {
			return false
		}
	}
	return len(b) > 1
}
