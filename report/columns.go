package report

import (
	"bytes"

	"github.com/iiswhy/iiswhy/codes"
	"github.com/iiswhy/iiswhy/parser"
)

// columns finds the values that reports count in rows of any layout.
type columns struct {
	forwardedFor string // name of the field that holds the real client; "" for none

	layout *parser.Layout // of the row before
	client int            // place of forwardedFor in it

	buf []byte // holds the crossed value
}

// values sets the counted values of a row: nil where its layout has none, and
// where the server wrote "-" for none.
func (c *columns) values(r *parser.Row, verdict codes.Verdict, v *[keyFields][]byte) {
	v[topStem] = shorten(stem(r))
	v[topClient] = shorten(c.clientOf(r))
	v[topUser] = shorten(r.Field(parser.Username))
	v[topAgent] = shorten(r.Field(parser.UserAgent))
	for f, value := range v {
		if len(value) == 1 && value[0] == '-' {
			v[f] = nil
		}
	}
	v[crossed] = c.crossed(r, verdict, v)
}

// crossed returns the two values that are counted together, between them a zero
// byte, nil where there are none.
func (c *columns) crossed(r *parser.Row, verdict codes.Verdict, v *[keyFields][]byte) []byte {
	switch verdict {
	case codes.LogonFailure:
		return c.cross(v[topClient], v[topUser])
	case codes.NotFound:
		if page := r.Field(parser.Referer); len(page) > 1 && !isForeign(page, r.Field(parser.Host)) {
			return c.cross(shorten(page), v[topStem])
		}
	}
	return nil
}

// isForeign reports whether a page is of another host than the one that the
// request named, where the log has it.
func isForeign(page, host []byte) bool {
	from, _ := splitReferer(page)
	return len(host) > 1 && !bytes.EqualFold(from, host)
}

func (c *columns) cross(a, b []byte) []byte {
	c.buf = append(append(append(c.buf[:0], a...), 0), b...)
	return c.buf
}

// splitReferer returns host and path of a referer, nil where it holds none.
func splitReferer(referer []byte) (host, path []byte) {
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

// shorten cuts values that no server needs so long: they are counted by what
// they begin with.
func shorten(v []byte) []byte { return v[:min(len(v), maxKey)] }

// stem returns the path of a row. HTTP.sys writes path and query in one.
func stem(r *parser.Row) []byte {
	if v := r.Field(parser.Stem); v != nil {
		return v
	}
	path, _, _ := bytes.Cut(r.Field(parser.URI), []byte{'?'})
	return path
}

// query returns the query of a row without its '?'.
func query(r *parser.Row) []byte {
	if v := r.Field(parser.Query); v != nil {
		return v
	}
	_, q, _ := bytes.Cut(r.Field(parser.URI), []byte{'?'})
	return q
}

// clientOf returns the address of the client: the first of those that a proxy
// forwarded, where the log has that field and the row a value, else c-ip.
func (c *columns) clientOf(r *parser.Row) []byte {
	if c.forwardedFor != "" {
		if c.layout != r.Layout {
			c.layout, c.client = r.Layout, r.Layout.Lookup(c.forwardedFor)
		}
		if c.client >= 0 {
			if v := firstAddress(r.At(c.client)); len(v) > 0 {
				return v
			}
		}
	}
	return r.Field(parser.ClientIP)
}

// firstAddress returns the first address of a list as X-Forwarded-For holds it:
// between commas, with '+' for blanks, some with a port.
func firstAddress(list []byte) []byte {
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
