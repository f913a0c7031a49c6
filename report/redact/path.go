package redact

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// A path can give away what its row hides elsewhere: the home of a user, a mail
// address, an address of a client, a session behind a semicolon. Only that part
// of it is replaced, so that the report still says where.

// within returns a value of a field that is no secret itself without what it
// gives away.
func (n *Names) within(field, value string) string {
	c, ok := parser.ColumnOf(field)
	switch {
	case c == parser.Stem, !ok && field != "": // x-fullpath of FTP is another path
		return n.path(value)
	case c == parser.UserAgent:
		return n.usersIn(value)
	}
	return value
}

// path returns a path without what it gives away, also where that is written with
// %XX. A path is hidden as a whole when there are more users than can be known.
func (n *Names) path(value string) string {
	if n.kinds.User && n.users != nil && n.users.tooMany && strings.Trim(value, "/*") != "" {
		return n.name("path", value)
	}
	if plain, err := url.PathUnescape(value); err == nil && plain != value {
		if hidden := n.pathAsWritten(plain); hidden != plain {
			return hidden
		}
	}
	return n.pathAsWritten(value)
}

func (n *Names) pathAsWritten(value string) string {
	if at := strings.IndexAny(value, ";?"); at >= 0 && n.kinds.Query {
		value = n.pathAsWritten(value[:at]) + value[at:at+1] + n.name("query", value[at+1:])
		return value
	}
	if n.kinds.Client {
		value = addressLike.ReplaceAllStringFunc(value, n.address)
	}
	return n.usersIn(value)
}

var (
	addressLike = regexp.MustCompile(`[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*[0-9A-Fa-f]`)
	mailLike    = regexp.MustCompile(`[^\s/\\@;?*()<>,]+@[^\s/\\@;?*()<>,]+`)
	homeLike    = regexp.MustCompile(`(^|/)~[^/*]+`)
)

// address hides what is an address and not just looks like one.
func (n *Names) address(text string) string {
	if _, err := netip.ParseAddr(text); err != nil {
		return text
	}
	return n.name("client", text)
}

// usersIn hides users: known ones, mail addresses, homes such as /~jane.
func (n *Names) usersIn(value string) string {
	if !n.kinds.User {
		return value
	}
	value = n.knownIn(value)
	value = mailLike.ReplaceAllStringFunc(value, func(mail string) string { return n.name("user", mail) })
	return homeLike.ReplaceAllStringFunc(value, func(home string) string {
		before, name, _ := strings.Cut(home, "~")
		if pseudonym.MatchString(name) {
			return home
		}
		return before + "~" + n.name("user", name)
	})
}

var pseudonym = regexp.MustCompile(`^user-[0-9]+$`)

// knownIn hides the users that the log names wherever they stand as words; of two
// that begin alike, the longer one.
func (n *Names) knownIn(value string) string {
	if n.users == nil || len(n.users.full) == 0 {
		return value
	}
	var out strings.Builder
	low := strings.ToLower(value)
	if len(low) != len(value) {
		low = value // a letter of another length: its case counts
	}
	for at := 0; at < len(value); {
		if full, size := n.knownAt(low, at); size > 0 {
			out.WriteString(n.name("user", full))
			at += size
			continue
		}
		out.WriteByte(value[at])
		at++
	}
	return out.String()
}

// knownAt returns the longest name that begins there as a word, and its length.
func (n *Names) knownAt(low string, at int) (full string, size int) {
	if !edge(low, at) {
		return "", 0
	}
	for end := min(len(low), at+maxName); end > at; end-- {
		if !edge(low, end) || end-at < shortName && !alone(low, at, end) {
			continue
		}
		if full, ok := n.users.full[low[at:end]]; ok {
			return full, end - at
		}
	}
	return "", 0
}

// shortName is how long a name must be to be looked for inside of a segment: the
// user "a" hides /a/ and leaves /plan-a/.
const shortName = 3

// edge reports whether a word can begin or end before a byte.
func edge(s string, at int) bool {
	return at == 0 || at == len(s) || !isWord(s[at-1]) || !isWord(s[at])
}

func isWord(c byte) bool {
	return c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// alone reports whether a part of a path is a whole segment.
func alone(s string, from, until int) bool {
	return (from == 0 || s[from-1] == '/') && (until == len(s) || s[until] == '/')
}
