package redact

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	f := func(want Kinds, parts ...string) {
		t.Helper()
		got, err := Parse(parts)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	f(Kinds{})
	f(Kinds{Client: true}, "client")
	f(Kinds{Client: true, User: true, Query: true}, "query", " User", "CLIENT", "user")
	for _, bad := range []string{"", "clients", "ip", "client,user"} {
		_, err := Parse([]string{"user", bad})
		assert.ErrorContains(t, err, "expected client, user or query", "%q", bad)
	}
}

func TestNames(t *testing.T) {
	p := NewNames(Kinds{Client: true, User: true}, nil)
	f := func(field, value, want string) {
		t.Helper()
		assert.Equal(t, want, p.Value(field, value), "%s %s", field, value)
	}
	f("c-ip", "10.0.0.1", "client-1")
	f("c-ip", "10.0.0.2", "client-2")
	f("X-Forwarded-For", "10.0.0.1", "client-1")
	f("cs-username", "10.0.0.1", "user-1")
	f("c-ip", "10.0.0.2", "client-2")
	f("c-ip", "-", "-")
	f("c-ip", "", "")
	f("cs-uri-query", "id=1", "id=1")
	f("s-ip", "192.0.2.1", "192.0.2.1")
	f("cs-uri-stem", "/a", "/a")
}

// A field is hidden by whatever name --by may ask for it.
func TestKindsOfFields(t *testing.T) {
	p := NewNames(Kinds{Client: true, User: true, Query: true}, nil)
	f := func(want string, fields ...string) {
		t.Helper()
		for _, field := range fields {
			assert.Equal(t, want, p.kind(field), field)
		}
	}
	f("client", "c-ip", "C-IP", "c_ip", "cip", "X-Forwarded-For", "cs(X-Forwarded-For)", "Forwarded", "X-Real-IP",
		"x_real_ip", "True-Client-IP", "CF-Connecting-IP", "cs(CF-Connecting-IP)", "X-ProxyUser-Ip", "x-client", "c-dns")
	f("user", "cs-username", "CS-UserName", "cs_username", "csusername", "cs(Cookie)", "cs(Set-Cookie)", "cs(Authorization)")
	f("query", "cs-uri-query", "cs_uri_query", "csuriquery", "cs-uri", "CS-URI", "cs(Referer)", "cs(referrer)", "cs(Referrer)")
	f("", "s-ip", "cs-uri-stem", "sc-status", "cs(User-Agent)", "s-sitename", "cs-host", "s-port", "c-port", "date")
}

// TestIsGiven: a pseudonym is known again; what only looks like one is not.
func TestIsGiven(t *testing.T) {
	n := NewNames(Kinds{User: true, Client: true}, nil)
	for _, user := range []string{"jane", "joe", "jim"} {
		n.Value("cs-username", user)
	}
	n.Value("c-ip", "203.0.113.7")
	for _, given := range []string{"user-1", "user-3", "client-1"} {
		assert.True(t, n.isGiven(given), given)
	}
	for _, other := range []string{"", "-", "user-", "user-0", "user-01", "user-+1", "user-4", "client-2", "query-1", "user-99999999999999999999", "xuser-1", "user-1x"} {
		assert.False(t, n.isGiven(other), "%q", other)
	}
}

// TestTextsAreHiddenOnce: a text that comes again is shown as before, however many come
// between, and another place of it is another question.
func TestTextsAreHiddenOnce(t *testing.T) {
	known := NewKnown(Kinds{User: true, Query: true})
	known.Note("user", []byte(`CORP\jane`))
	n := NewNames(Kinds{User: true, Query: true}, known)
	path := "/users/jane/mail;session=5"
	assert.Equal(t, "/users/user-1/mail;query-1", n.Value("cs-uri-stem", path))
	for i := range 2*mostHidden + 5 {
		n.Value("cs-uri-stem", "/a/"+strconv.Itoa(i))
	}
	assert.LessOrEqual(t, len(n.hidden), mostHidden)
	assert.Equal(t, "/users/user-1/mail;query-1", n.Value("cs-uri-stem", path))
	assert.Equal(t, "/users/user-1/mail;session=5", n.Text(path), "no path")
}

// TestPlainNames: a name that is taken apart and one that is not have the same key.
func TestPlainNames(t *testing.T) {
	for _, name := range []string{"", "jane", `CORP\Jane.Roe`, "jane+roe@corp.example", "a_b"} {
		want, got := keyOfUnits(unitsOf(name)), keyOf(name)
		assert.Equal(t, want, got, "%q", name)
	}
	assert.Equal(t, keyOf("jane"), keyOf("%6Aane"))
	assert.NotEqual(t, keyOf("jane"), keyOf("jan\xe9"))
	_, letters := keyAndLength("J\xc3\xbcrgen")
	assert.Equal(t, 6, letters)
}
