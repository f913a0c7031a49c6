package redact

import (
	"bytes"
	"net/netip"
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// Known are the users and the clients that a log names, so that they can be hidden where
// they stand in the middle of something else, such as /users/jane/mail. It is filled from
// every row that is read, whether the report shows it or not.
type Known struct {
	kinds Kinds
	// users has the ways in which users are written, as keys, and for each the key of the
	// value that it comes from: itself, or of several the least.
	users   map[key]key
	longest int // of these, in letters
	clients map[netip.Addr]bool
	// manyUsers and manyClients say that there were more than can be kept. Then whatever
	// may hold one is hidden whole.
	manyUsers, manyClients bool

	layout *parser.Layout // of the row before, and the places of what it gives away
	secret []Secret
	last   map[int]string // the value of the row before at a place
}

// Secret is a place in rows of a layout where a user or a client stands.
type Secret struct {
	At   int    // among the values of the row
	Kind string // "user" or "client"
}

const (
	// maxUsers and maxClients bound what is kept: 100 and 60 bytes each at most. A user
	// is written in up to five ways.
	maxUsers   = 1 << 20
	maxClients = 1 << 20
	// maxName is how long a name is at most that is looked for, in letters.
	maxName = 512
)

// NewKnown returns an empty collection; nil where users and clients may be shown.
func NewKnown(k Kinds) *Known {
	if !k.User && !k.Client {
		return nil
	}
	return &Known{kinds: k, users: map[key]key{}, clients: map[netip.Addr]bool{}, last: map[int]string{}}
}

// Add notes who a row names. An FTP client names its user as the path of USER, before
// anybody is logged on.
func (k *Known) Add(r *parser.Row) {
	if r.Layout != k.layout {
		k.layout, k.secret = r.Layout, SecretsOf(r.Layout)
		clear(k.last)
	}
	for _, s := range k.secret {
		value := r.At(s.At)
		if len(value) == 0 || string(value) == "-" || k.last[s.At] == string(value) {
			continue
		}
		k.last[s.At] = string(value)
		k.Note(s.Kind, value)
	}
	if string(r.Field(parser.Method)) == NamesUser {
		k.Note("user", r.Path())
	}
}

// NamesUser is the method of the rows of FTP whose path is the name of a user.
const NamesUser = "USER"

// Wants reports whether more values of a kind change what is known.
func (k *Known) Wants(kind string) bool {
	switch {
	case k == nil:
		return false
	case kind == "user":
		return k.kinds.User && !k.manyUsers
	}
	return k.kinds.Client && !k.manyClients
}

// Forget drops what is remembered of the row before: what is left depends on the rows
// alone, not on who added them. It returns k.
func (k *Known) Forget() *Known {
	if k != nil {
		k.layout, k.secret, k.last = nil, nil, map[int]string{}
	}
	return k
}

// SecretsOf finds the places of users and clients in rows of a layout.
func SecretsOf(l *parser.Layout) (all []Secret) {
	for i, name := range l.Names {
		kind := secretOf(name)
		if column, known := parser.ColumnOf(name); known && column == parser.Cookie {
			continue // it names nobody
		}
		if kind == "user" || kind == "client" {
			all = append(all, Secret{i, kind})
		}
	}
	return all
}

// Note notes the value of a secret: in which order values come, and how often, changes
// nothing.
func (k *Known) Note(kind string, value []byte) {
	if kind == "user" {
		k.noteUser(string(value))
		return
	}
	for one := range bytes.SplitSeq(value, []byte{','}) {
		k.noteClient(strings.Trim(string(one), " +"))
	}
}

// noteUser takes a value apart that may have been noted before.
func (k *Known) noteUser(value string) {
	if !k.kinds.User || k.manyUsers || value == "" || value == "-" {
		return
	}
	full := keyOf(value)
	if k.users[full] == full {
		return
	}
	for _, name := range waysOf(value) {
		k.setUser(name, full)
	}
	if len(k.users) > maxUsers {
		k.users, k.manyUsers = map[key]key{}, true
	}
}

func (k *Known) setUser(name string, full key) {
	written, letters := keyAndLength(name)
	if letters == 0 || letters > maxName {
		return
	}
	k.longest = max(k.longest, letters)
	k.setKey(written, full)
}

func (k *Known) setKey(name, full key) {
	if before, ok := k.users[name]; !ok || name == full || before != name && full < before {
		k.users[name] = full
	}
}

// waysOf are the ways in which a user is written elsewhere: CORP\jane as that and jane,
// jane@corp.example as that and jane. That case, dots and the like do not matter is up to
// keys. The accounts of Windows itself are nobody, and their names are words.
func waysOf(value string) []string {
	ways := []string{value}
	name := value
	if domain, after, ok := strings.Cut(value, `\`); ok {
		if name = after; isOfWindows(domain) {
			return ways
		}
		ways = append(ways, name)
	}
	if before, _, ok := strings.Cut(name, "@"); ok {
		ways = append(ways, before)
	}
	return ways
}

func isOfWindows(domain string) bool {
	switch strings.ToUpper(strings.ReplaceAll(domain, "+", " ")) {
	case "NT AUTHORITY", "NT SERVICE", "IIS APPPOOL", "BUILTIN":
		return true
	}
	return false
}

func (k *Known) noteClient(value string) {
	if !k.kinds.Client || k.manyClients {
		return
	}
	address, ok := addressOf(value)
	if !ok {
		return
	}
	k.clients[address] = true
	if len(k.clients) > maxClients {
		k.clients, k.manyClients = map[netip.Addr]bool{}, true
	}
}

// addressOf reads an address, with or without a port, a zone or brackets.
func addressOf(value string) (netip.Addr, bool) {
	address, err := netip.ParseAddr(strings.Trim(value, "[]"))
	if err != nil {
		port, errPort := netip.ParseAddrPort(value)
		if errPort != nil {
			return netip.Addr{}, false
		}
		address = port.Addr()
	}
	return address.WithZone("").Unmap(), true
}

// Merge adds what o knows.
func (k *Known) Merge(o *Known) {
	if k == nil || o == nil {
		return
	}
	k.longest = max(k.longest, o.longest)
	if k.manyUsers = k.manyUsers || o.manyUsers; !k.manyUsers {
		for name, full := range o.users {
			k.setKey(name, full)
		}
		k.manyUsers = len(k.users) > maxUsers
	}
	if k.manyClients = k.manyClients || o.manyClients; !k.manyClients {
		for address := range o.clients {
			k.clients[address] = true
		}
		k.manyClients = len(k.clients) > maxClients
	}
}
