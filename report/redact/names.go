package redact

import (
	"fmt"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// Kinds says what must not be given away. The zero value hides nothing.
type Kinds struct {
	Client, User, Query bool
}

// Parse reads a list as --redact takes it: client, user, query, in any case.
func Parse(parts []string) (Kinds, error) {
	var k Kinds
	for _, p := range parts {
		switch strings.ToLower(strings.TrimSpace(p)) {
		case "client":
			k.Client = true
		case "user":
			k.User = true
		case "query":
			k.Query = true
		default:
			return k, fmt.Errorf("expected client, user or query, found %q", p)
		}
	}
	return k, nil
}

// Any reports whether anything is hidden.
func (k Kinds) Any() bool { return k != Kinds{} }

// Names replaces values by pseudonyms: client-1, user-7. A value has the same one
// throughout. They are numbered in the order in which they are asked for, so who
// asks in a fixed order gets the same names again.
type Names struct {
	kinds  Kinds
	names  map[string]string
	counts map[string]int
	given  map[string]bool // all pseudonyms
	known  *Known          // nil where users and clients may be shown
}

// NewNames returns Names that hide those kinds of values. known are the users and clients
// that the log names, to be hidden inside of other values; nil for none.
func NewNames(k Kinds, known *Known) *Names {
	return &Names{kinds: k, names: map[string]string{}, counts: map[string]int{}, given: map[string]bool{}, known: known}
}

// Knows makes known whom the log names.
func (n *Names) Knows(known *Known) { n.known = known }

// Value returns what is shown for the value of a field.
func (n *Names) Value(field, value string) string {
	if value == "" || value == "-" || n.given[value] {
		return value
	}
	switch kind := n.kind(field); kind {
	case "":
		return n.hide(value, placeOf(field))
	case "user":
		return n.nameOfUser(value)
	default:
		return n.name(kind, value)
	}
}

// Text returns what is shown of a text that may hold anything, such as the name of a file
// or a message.
func (n *Names) Text(text string) string { return n.hide(text, anywhere) }

// placeOf says what the values of a field are. x-fullpath of FTP is another path; what
// software of its own writes can be one.
func placeOf(field string) place {
	c, known := parser.ColumnOf(field)
	if c == parser.Stem || c == parser.URI || c == parser.Referer || !known && field != "" {
		return inPath
	}
	return anywhere
}

// name returns the pseudonym of a value of a kind: client-1, user-7.
func (n *Names) name(kind, value string) string {
	id := kind + "\x00" + value
	if n.names[id] == "" {
		n.counts[kind]++
		n.names[id] = fmt.Sprintf("%s-%d", kind, n.counts[kind])
		n.given[n.names[id]] = true
	}
	return n.names[id]
}

// Shows reports whether a value of a field is shown as it is.
func (n *Names) Shows(field, value string) bool {
	return n.kind(field) == "" && n.hide(value, placeOf(field)) == value
}

// kind says what a field gives away, "" for nothing that must be hidden.
func (n *Names) kind(field string) string {
	kind := secretOf(field)
	if kind == "client" && n.kinds.Client || kind == "user" && n.kinds.User || kind == "query" && n.kinds.Query {
		return kind
	}
	return ""
}

// secretOf says what a field of any spelling can give away. Headers that proxies
// add hold clients; a referer holds queries; a cookie is a user.
func secretOf(field string) string {
	if c, ok := parser.ColumnOf(field); ok {
		switch c {
		case parser.ClientIP:
			return "client"
		case parser.Username, parser.Cookie:
			return "user"
		case parser.Query, parser.URI, parser.Referer:
			return "query"
		}
		return ""
	}
	f := strings.NewReplacer("-", "", "_", "", ")", "").Replace(strings.ToLower(field))
	switch {
	case strings.Contains(f, "forwarded"), strings.Contains(f, "client"), strings.HasSuffix(f, "ip"), f == "cdns":
		return "client"
	case strings.Contains(f, "cookie"), strings.Contains(f, "authorization"), strings.Contains(f, "user") && !strings.Contains(f, "agent"),
		strings.Contains(f, "login"), strings.Contains(f, "logon"), strings.Contains(f, "email"):
		return "user"
	}
	return ""
}

// Line returns what is shown of a line of the log: nothing, when anything must be
// hidden, since a line that could not be read may hold it anywhere.
func (n *Names) Line(text string) string {
	if n.kinds.Any() {
		return ""
	}
	return text
}
