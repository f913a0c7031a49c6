package redact

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What a path gives away is hidden where it stands, and nothing else of it.
func TestPaths(t *testing.T) {
	all := Kinds{Client: true, User: true, Query: true}
	f := func(kinds Kinds, value, want string) {
		t.Helper()
		users := NewUsers(kinds)
		if users != nil {
			for _, user := range []string{`CORP\Jane.Roe`, "max@corp.example", "al", `CORP\üli`} {
				users.note([]byte(user))
			}
		}
		assert.Equal(t, want, NewNames(kinds, users).Value("cs-uri-stem", value), value)
	}
	f(all, "/users/jane.roe/mail", "/users/user-1/mail")
	f(all, "/users/JANE.ROE", "/users/user-1")
	f(all, "/personal/corp_jane_roe/x", "/personal/corp_jane_roe/x") // how SharePoint writes it is not known
	f(all, "/personal/corp_jane.roe/x", "/personal/user-1/x")
	f(all, "/export-jane.roe.csv", "/export-user-1.csv")
	f(all, "/janes/x", "/janes/x")
	f(all, "/jane.roes/x", "/jane.roes/x")
	f(all, "/owa/max@corp.example/", "/owa/user-1/")
	f(all, "/owa/max%40corp.example/", "/owa/user-1/")
	f(all, "/owa/eva%40corp.example/x", "/owa/user-1/x")
	f(all, "/max/and/jane.roe/and/max", "/user-1/and/user-2/and/user-1")
	f(all, "/al/x", "/user-1/x")
	f(all, "/plan-al/x", "/plan-al/x")
	f(all, "/ÜLI/x", "/user-1/x")
	f(all, "/üli/x", "/user-1/x")
	f(all, "/~eva/index.htm", "/~user-1/index.htm")
	f(all, "/~jane.roe/*", "/~user-1/*")
	f(all, "/x~1/a", "/x~1/a")
	f(all, "/geo/203.0.113.7/x", "/geo/client-1/x")
	f(all, "/geo/2001:db8::7", "/geo/client-1")
	f(all, "/v1.2.3/jquery-3.7.1.min.js", "/v1.2.3/jquery-3.7.1.min.js")
	f(all, "/p;jsessionid=8F", "/p;query-1")
	f(all, "/p%3Ftoken=1", "/p?query-1")
	f(all, "/", "/")
	f(all, "/*", "/*")
	f(Kinds{Client: true}, "/jane.roe/10.0.0.1;x", "/jane.roe/client-1;x")
	f(Kinds{User: true}, "/jane.roe/10.0.0.1;x", "/user-1/10.0.0.1;x")
	f(Kinds{}, "/jane.roe/10.0.0.1;x", "/jane.roe/10.0.0.1;x")
}

// Too many users to know them all hide every path.
func TestPathsOfTooManyUsers(t *testing.T) {
	users := NewUsers(Kinds{User: true})
	for i := range maxUsers {
		users.note(fmt.Appendf(nil, `CORP\user%d`, i))
	}
	assert.True(t, users.tooMany)
	p := NewNames(Kinds{User: true}, users)
	assert.Equal(t, "path-1", p.Value("cs-uri-stem", "/users/jane"))
	assert.Equal(t, "path-1", p.Value("cs-uri-stem", "/users/jane"))
	assert.Equal(t, "path-2", p.Value("cs-uri-stem", "/a"))
	assert.Equal(t, "/", p.Value("cs-uri-stem", "/"))
}
