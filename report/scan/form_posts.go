package scan

import (
	"bytes"
	"hash/maphash"

	"github.com/iiswhy/iiswhy/parser"
)

// formPosts counts who posts to the forms in which people log on: the log has 200
// whatever was typed, so only how often tells. One row in four is asked, which is enough
// to know where to look: asking all took 5 % of the time of a report. Whether a path is
// one of a form is remembered by its hash.
type formPosts struct {
	known [1 << formBits]knownPath
	posts valueTable // client and path, of rows that were not redirected
	let   valueTable // the same of those that were: let in, or sent back
	buf   []byte
}

type knownPath struct {
	hash  uint64
	form  bool
	token bool // of which only what was refused counts
}

const formBits = 10

// add counts a row, where it posts to a form.
func (f *formPosts) add(seed maphash.Seed, r *parser.Row, columns *columns) {
	path := Shorten(r.Path())
	h := maphash.Bytes(seed, path)
	k := &f.known[h>>(64-formBits)]
	if k.hash != h {
		*k = knownPath{h, isForm(path) || IsToken(path), IsToken(path)}
	}
	if !k.form || k.token && r.Status < 400 {
		return
	}
	table := &f.posts
	if r.Status >= 300 && r.Status < 400 {
		table = &f.let
	}
	f.buf = append(append(append(f.buf[:0], Shorten(columns.client(r))...), 0), path...)
	table.widenTo(table.add(seed, f.buf, 1), r.Second)
}

// formNames are what the last part of the path of such a form holds.
var formNames = [][]byte{
	[]byte("login"), []byte("logon"), []byte("signin"), []byte("sign-in"), []byte("log-in"), []byte("authenticate"), []byte("auth.owa"),
	[]byte("adfs/ls"), []byte("password"), []byte("passwd"), []byte("xmlrpc.php"),
}

// IsToken reports whether a path is that of an interface that gives tokens to programs: for a name and
// a password, or for an older token.
func IsToken(path []byte) bool {
	last := bytes.ToLower(path[bytes.LastIndexByte(path, '/')+1:])
	return bytes.HasSuffix(last, []byte("token")) || bytes.HasSuffix(last, []byte("tokens"))
}

// isForm reports whether a path is that of a form in which people log on. Programs that
// renew what they were given ask for other names.
func isForm(path []byte) bool {
	path = bytes.ToLower(path)
	for _, name := range formNames {
		if bytes.Contains(path, name) {
			return true
		}
	}
	return bytes.HasSuffix(path, []byte("/account")) || bytes.HasSuffix(path, []byte("/auth")) || bytes.HasSuffix(path, []byte("/session"))
}

func (f *formPosts) merge(o *formPosts) {
	f.posts.merge(&o.posts)
	f.let.merge(&o.let)
}
