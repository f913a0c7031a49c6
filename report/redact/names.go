package redact

import (
	"fmt"
	"strconv"
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
// asks in a fixed order gets the same names again. Where nothing is hidden several may ask
// at once.
type Names struct {
	kinds  Kinds
	names  map[named]int32 // numbers of pseudonyms
	users  map[key]int32   // and those of users
	counts map[string]int32
	known  *Known            // nil where users and clients may be shown
	fields map[string]nature // that were asked for
	hidden map[placed]string // what was shown of some texts; never more than mostHidden
	units  []unit            // room
}

// placed is a text that is something.
type placed struct {
	text  string
	place place
}

const (
	// mostHidden is how many texts are remembered, of at most longestHidden bytes each: in
	// millions of rows most texts come again soon, such as a method or the name of a server.
	mostHidden, longestHidden = 1 << 12, 256
)

// named is a value of a kind.
type named struct{ kind, value string }

// nature is what the values of a field are.
type nature struct {
	kind  string // that must be hidden, "" for none
	place place
}

// NewNames returns Names that hide those kinds of values. known are the users and clients
// that the log names, to be hidden inside of other values; nil for none.
func NewNames(k Kinds, known *Known) *Names {
	return &Names{kinds: k, names: map[named]int32{}, users: map[key]int32{}, counts: map[string]int32{}, known: known, fields: map[string]nature{}, hidden: map[placed]string{}}
}

// Knows makes known whom the log names.
func (n *Names) Knows(known *Known) {
	n.known = known
	clear(n.hidden)
}

// Value returns what is shown for the value of a field.
func (n *Names) Value(field, value string) string {
	if !n.kinds.Any() || value == "" || value == "-" || n.isGiven(value) {
		return value
	}
	switch of := n.nature(field); of.kind {
	case "":
		return n.hide(value, of.place)
	case "user":
		return n.nameOfUser(value)
	default:
		return n.name(of.kind, value)
	}
}

// nature finds out once what a field is: there may be millions of values.
func (n *Names) nature(field string) nature {
	of, ok := n.fields[field]
	if !ok {
		of = nature{n.kind(field), placeOf(field)}
		n.fields[field] = of
	}
	return of
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
	number, ok := n.names[named{kind, value}]
	if !ok {
		number = n.next(kind)
		n.names[named{kind, value}] = number
	}
	return pseudonym(kind, number)
}

// next is the number of the next pseudonym of a kind.
func (n *Names) next(kind string) int32 {
	n.counts[kind]++
	return n.counts[kind]
}

func pseudonym(kind string, number int32) string { return kind + "-" + strconv.Itoa(int(number)) }

// isGiven reports whether a text is a pseudonym that was given.
func (n *Names) isGiven(text string) bool {
	if text == "" || text[len(text)-1] < '0' || text[len(text)-1] > '9' {
		return false
	}
	kind, digits, ok := strings.Cut(text, "-")
	if !ok || len(digits) > len("2147483647") || n.counts[kind] == 0 {
		return false
	}
	number, err := strconv.Atoi(digits)
	return err == nil && number >= 1 && number <= int(n.counts[kind]) && digits == strconv.Itoa(number)
}

// Shows reports whether a value of a field is shown as it is.
func (n *Names) Shows(field, value string) bool {
	if !n.kinds.Any() {
		return true
	}
	of := n.nature(field)
	return of.kind == "" && n.hide(value, of.place) == value
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
	if field == "SERVER-ROUTED" { // stands in the query
		return "query"
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
