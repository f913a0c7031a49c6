package engine

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/iiswhy/iiswhy/report/form"
)

// Address says where an engine is and who asks.
type Address struct {
	Base     string // http://host:8123 or https://host:8443, without a path and without a user
	Database string
	User     string // "" for that of the engine for everybody
	Password string
}

// DefaultDatabase is the database where an address names none.
const DefaultDatabase = "iiswhy"

var plainName = form.Of(`^[A-Za-z_][A-Za-z0-9_]{0,63}$`)

// ParseAddress reads http://USER:PASSWORD@HOST:PORT/DATABASE, of which user and
// database may be absent. An error holds nothing of the text: it may be a password.
func ParseAddress(text string) (Address, error) {
	u, err := url.Parse(text)
	if err != nil {
		return Address{}, errors.New("expected the URL of an engine, http://HOST:8123/DATABASE, found one that cannot be read")
	}
	a := Address{Base: strings.ToLower(u.Scheme) + "://" + u.Host, Database: strings.Trim(u.Path, "/")}
	if a.Database == "" {
		a.Database = DefaultDatabase
	}
	if u.User != nil {
		a.User = u.User.Username()
		a.Password, _ = u.User.Password()
	}
	switch {
	case a.Base != "http://"+u.Host && a.Base != "https://"+u.Host || u.Host == "":
		return Address{}, errors.New("expected the URL of an engine, http://HOST:8123/DATABASE, found one that does not begin with http:// or https:// and a host")
	case u.RawQuery != "" || u.Fragment != "":
		return Address{}, errors.New("expected a URL without what follows a ? or #: settings are flags")
	case !plainName().MatchString(a.Database):
		return Address{}, errors.New("expected a database of letters, digits and _ behind the host of the URL")
	}
	return a, nil
}

// IsAddress reports whether a word of a command line is the URL of an engine, and no path.
func IsAddress(word string) bool {
	lower := strings.ToLower(word)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// HasPassword reports whether an address that was typed shows a password.
func HasPassword(word string) bool {
	u, err := url.Parse(word)
	if err != nil {
		return strings.Contains(word, "@")
	}
	_, shown := u.User.Password()
	return shown
}

// String is the address without user and password.
func (a Address) String() string { return fmt.Sprintf("%s/%s", a.Base, a.Database) }
