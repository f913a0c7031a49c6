package scan

import (
	"bytes"

	"github.com/iiswhy/iiswhy/parser"
)

// columns finds the values that reports count in rows of any layout.
type columns struct {
	forwardedFor string // name of the field that holds the real client; "" for none

	layout *parser.Layout // of the row before
	at     int            // place of forwardedFor in it

	ftpName []byte // of the session of the row at hand, where it is known
	source  string // name of that of the rows
	folders folders
	farm    farm // servers that are told by their folders alone

	numbered []byte // W3SVC1 for the number of a site, of the row before that has one alone
}

// isForeign reports whether a page is of another host than the one that the
// request named, where the log has it.
func isForeign(page, host []byte) bool {
	from, _ := SplitReferer(page)
	return len(host) > 1 && !bytes.EqualFold(withoutWWW(from), withoutWWW(host))
}

// withoutWWW is a host without www. before it: both are one site.
func withoutWWW(host []byte) []byte {
	if len(host) > 4 && bytes.EqualFold(host[:4], []byte("www.")) {
		return host[4:]
	}
	return host
}

// SplitReferer returns host and path of a referer, nil where it holds none.
func SplitReferer(referer []byte) (host, path []byte) {
	_, rest, ok := bytes.Cut(referer, []byte("://"))
	if !ok {
		return nil, nil
	}
	end := bytes.IndexAny(rest, "/?#")
	if end < 0 {
		return rest, nil
	}
	return rest[:end], rest[end:]
}

// Shorten cuts values that no server needs so long: they are counted by what
// they begin with.
func Shorten(v []byte) []byte { return v[:min(len(v), maxLength)] }

// client returns the address of the client: the first of those that a proxy
// forwarded, where the log has that field and the row a value, else c-ip.
func (c *columns) client(r *parser.Row) []byte {
	if c.forwardedFor != "" {
		if c.layout != r.Layout {
			c.layout, c.at = r.Layout, r.Layout.Lookup(c.forwardedFor)
		}
		if c.at >= 0 {
			if v := FirstAddress(r.At(c.at)); len(v) > 0 {
				return v
			}
		}
	}
	return r.Field(parser.ClientIP)
}

// glance is client for a row of which little else is asked.
func (c *columns) glance(r *parser.Row) []byte {
	if c.forwardedFor != "" {
		return c.client(r)
	}
	return r.Glance(parser.ClientIP)
}

// Client returns what finds the client of a row: behind a proxy the real one, where
// the result was told in which field that is. It is good for one goroutine.
func (r *Result) Client() func(*parser.Row) []byte {
	c := &columns{forwardedFor: r.ForwardedFor}
	return c.client
}

// FirstAddress returns the first address of a list as X-Forwarded-For holds it:
// between commas, with '+' for blanks, some with a port.
func FirstAddress(list []byte) []byte {
	first, _, _ := bytes.Cut(list, []byte{','})
	first = bytes.Trim(first, "+ \"")
	if len(first) == 0 || len(first) == 1 && first[0] == '-' {
		return nil
	}
	if first[0] == '[' {
		if end := bytes.IndexByte(first, ']'); end > 0 {
			return first[1:end]
		}
	}
	if i := bytes.IndexByte(first, ':'); i > 0 && bytes.IndexByte(first[i+1:], ':') < 0 {
		return first[:i]
	}
	return first
}
