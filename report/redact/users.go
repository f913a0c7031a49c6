package redact

import (
	"strings"

	"github.com/iiswhy/iiswhy/parser"
)

// Users are the names of users that a log holds, so that they can be hidden where
// they stand in the middle of something else, such as /users/jane/mail. It is
// filled from every row that is read, whether the report shows it or not.
type Users struct {
	// full has the names in small letters, with and without their domain, and for
	// each the value of cs-username that it comes from: of several, the first by
	// name.
	full map[string]string
	// tooMany says that there were more than can be kept.
	tooMany bool
}

const (
	maxUsers = 1 << 16 // names, of which most users have two
	maxName  = 128     // bytes
)

// NewUsers returns an empty collection; nil where users may be shown.
func NewUsers(k Kinds) *Users {
	if !k.User {
		return nil
	}
	return &Users{full: map[string]string{}}
}

// Add notes the user of a row. An FTP client names its user as the path of USER,
// before anybody is logged on.
func (u *Users) Add(r *parser.Row) {
	if user := r.Field(parser.Username); len(user) > 1 {
		u.note(user)
	}
	if string(r.Field(parser.Method)) == "USER" {
		u.note(r.Field(parser.Stem))
	}
}

// note takes a value apart that may have been noted before.
func (u *Users) note(user []byte) {
	if u.tooMany || len(user) == 0 || len(user) > maxName || u.full[string(user)] == string(user) {
		return
	}
	full := string(user)
	u.set(full, full)
	for _, name := range namesOf(full) {
		u.set(name, full)
	}
}

func (u *Users) set(name, full string) {
	if u.tooMany {
		return
	}
	if before, ok := u.full[name]; !ok || full < before {
		u.full[name] = full
	}
	if len(u.full) > maxUsers {
		*u = Users{tooMany: true}
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

// Merge adds what o knows.
func (u *Users) Merge(o *Users) {
	if u == nil || u.tooMany || o == nil {
		return
	}
	if o.tooMany {
		*u = Users{tooMany: true}
		return
	}
	for name, full := range o.full {
		if u.set(name, full); u.tooMany {
			return
		}
	}
}
