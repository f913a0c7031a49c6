package redact

import (
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
