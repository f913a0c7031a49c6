package report

import (
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// known are the names of users that a log holds, so that they can be hidden where
// they stand in the middle of something else, such as /users/jane/mail. It is
// filled from every row that is read, whether the report shows it or not.
type known struct {
	// users are the names in small letters, with and without their domain, and
	// for each the value of cs-username that it comes from: of several, the first
	// by name.
	users map[string]string
	// over says that there were too many to know them all.
	over bool
}

const (
	maxKnown     = 1 << 16 // names, of which most users have two
	maxKnownName = 128     // bytes
)

func newKnown(r Redact) *known {
	if !r.User {
		return nil
	}
	return &known{users: map[string]string{}}
}

// add notes the user of a row. An FTP client names its user as the path of USER,
// before anybody is logged on.
func (k *known) add(r *parser.Row) {
	if user := r.Field(parser.Username); len(user) > 1 {
		k.note(user)
	}
	if string(r.Field(parser.Method)) == "USER" {
		k.note(stem(r))
	}
}

// note takes a value apart that may have been noted before.
func (k *known) note(user []byte) {
	if k.over || len(user) == 0 || len(user) > maxKnownName || k.users[string(user)] == string(user) {
		return
	}
	full := string(user)
	k.set(full, full)
	for _, name := range namesOf(full) {
		k.set(name, full)
	}
}

func (k *known) set(name, full string) {
	if k.over {
		return
	}
	if before, ok := k.users[name]; !ok || full < before {
		k.users[name] = full
	}
	if len(k.users) > maxKnown {
		*k = known{over: true}
	}
}

// namesOf are the ways in which a user is written elsewhere, in small letters:
// CORP\jane as corp\jane, corp_jane and jane, jane@corp.example as that and jane.
func namesOf(full string) []string {
	low := strings.ToLower(full)
	names := []string{low}
	if domain, name, ok := strings.Cut(low, `\`); ok {
		names = append(names, domain+"_"+name, name)
		low = name
	}
	if name, _, ok := strings.Cut(low, "@"); ok {
		names = append(names, name)
	}
	return names
}

// merge adds what o knows.
func (k *known) merge(o *known) {
	if k == nil || k.over || o == nil {
		return
	}
	if o.over {
		*k = known{over: true}
		return
	}
	for name, full := range o.users {
		if k.set(name, full); k.over {
			return
		}
	}
}
