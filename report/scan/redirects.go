package scan

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// redirects counts whom the site sends elsewhere again and again: a client that is sent in a
// circle comes back to the same path many times in a minute. One row in four is asked, which
// is enough to know where to look. Where too many different ones were redirected nobody knows.
type redirects struct {
	counts valueTable // client, path and number of the stretch of time, between zero bytes
	buf    []byte
}

// RedirectedEach is for how many seconds redirects of a client are counted together.
const RedirectedEach = 64

// leastRedirected is how many of the rows that are asked make a client worth a look.
const leastRedirected = 3

// IsRedirect reports whether a status sends a client to another place.
func IsRedirect(status int32) bool { return status >= 301 && status <= 308 && status != 304 }

// isRedirectAsked reports whether a row is one of those in four that are asked.
func isRedirectAsked(r *parser.Row) bool {
	return r.Offset&3 == 0 && r.Second != parser.NoTime && IsRedirect(r.Status)
}

// add counts a row that was redirected.
func (d *redirects) add(seed maphash.Seed, r *parser.Row, columns *columns) {
	if r.Second == parser.NoTime {
		return
	}
	d.addSome(seed, &LightRedirected{columns.client(r), r.Path(), floorDiv(r.Second, RedirectedEach), 1})
}

// LightRedirected is how many rows that are shown redirected a client at a path, in a stretch
// of RedirectedEach seconds: of those of which one in four is asked.
type LightRedirected struct {
	Client, Path []byte
	Stretch      int64 // its number since 1970
	Rows         int64
}

// addSome counts some rows.
func (d *redirects) addSome(seed maphash.Seed, some *LightRedirected) {
	d.buf = append(append(d.buf[:0], Shorten(some.Client)...), 0)
	d.buf = append(append(d.buf, Shorten(some.Path)...), 0)
	d.buf = binary.BigEndian.AppendUint64(d.buf, uint64(some.Stretch))
	d.counts.add(seed, d.buf, some.Rows)
}

func (d *redirects) merge(o *redirects) { d.counts.merge(&o.counts) }

// Redirected is a client that was redirected at a path so often, in a stretch of 64 seconds.
type Redirected struct {
	Client, Path string
	Second       int64 // at which the stretch begins
	Rows         int64 // one in four of them
}

// often are those who were redirected often, most rows first.
func (d *redirects) often() (all []Redirected) {
	for _, v := range d.counts.values() {
		if v.Count < leastRedirected {
			continue
		}
		text, number := v.Text[:len(v.Text)-9], v.Text[len(v.Text)-8:]
		client, path, _ := strings.Cut(text, "\x00")
		second := int64(binary.BigEndian.Uint64([]byte(number))) * RedirectedEach
		all = append(all, Redirected{client, path, second, v.Count})
	}
	slices.SortFunc(all, func(x, y Redirected) int {
		return cmp.Or(cmp.Compare(y.Rows, x.Rows), cmp.Compare(x.Second, y.Second), cmp.Compare(x.Client, y.Client), cmp.Compare(x.Path, y.Path))
	})
	return all
}
