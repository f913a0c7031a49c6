package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What a path gives away is hidden where it stands, and nothing else of it.
func TestRedactPaths(t *testing.T) {
	all := Redact{Client: true, User: true, Query: true}
	f := func(redact Redact, value, want string) {
		t.Helper()
		p := newPseudonyms(redact)
		if p.known != nil {
			for _, user := range []string{`CORP\Jane.Roe`, "max@corp.example", "al", `CORP\üli`} {
				p.known.note([]byte(user))
			}
		}
		assert.Equal(t, want, p.value("cs-uri-stem", value), value)
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
	f(Redact{Client: true}, "/jane.roe/10.0.0.1;x", "/jane.roe/client-1;x")
	f(Redact{User: true}, "/jane.roe/10.0.0.1;x", "/user-1/10.0.0.1;x")
	f(Redact{}, "/jane.roe/10.0.0.1;x", "/jane.roe/10.0.0.1;x")
}

// Too many users to know them all hide every path.
func TestRedactPathsOfTooManyUsers(t *testing.T) {
	p := newPseudonyms(Redact{User: true})
	for i := range maxKnown {
		p.known.note(fmt.Appendf(nil, `CORP\user%d`, i))
	}
	assert.True(t, p.known.over)
	assert.Equal(t, "path-1", p.value("cs-uri-stem", "/users/jane"))
	assert.Equal(t, "path-1", p.value("cs-uri-stem", "/users/jane"))
	assert.Equal(t, "path-2", p.value("cs-uri-stem", "/a"))
	assert.Equal(t, "/", p.value("cs-uri-stem", "/"))
}

// Users are known from rows of every kind, those that the report leaves out too,
// and from what FTP clients send before they are logged on.
func TestRedactKnowsAllUsers(t *testing.T) {
	const log = "#Fields: date time c-ip cs-method cs-username cs-uri-stem sc-status sc-substatus sc-win32-status\n" +
		"2026-11-03 10:00:00 203.0.113.7 GET CORP\\verena /a 200 0 0\n" +
		"2026-11-03 10:00:01 203.0.113.7 USER - kowalski 331 0 0\n" +
		"2026-11-03 10:00:02 203.0.113.7 GET - /users/verena 404 0 2\n" +
		"2026-11-03 10:00:03 203.0.113.7 RETR - /kowalski/203.0.113.7.txt 550 0 2\n"
	for _, workers := range []int{1, 4} {
		o := options(t)
		o.Workers, o.ChunkSize = workers, 64
		for _, status := range []string{"404", "550"} {
			p, err := ParseStatus(status)
			require.NoError(t, err)
			o.Filter.Status = append(o.Filter.Status, p)
		}
		o.Filters = []string{"--uri */verena", "--uri /a"}
		o.Redact = Redact{Client: true, User: true}
		r := reportOf(t, o, log)
		assert.Equal(t, []string{"--uri …", "--uri /a"}, r.Filters)
		told := jsonOf(t, r)
		assert.Contains(t, told, "/users/user-")
		for _, secret := range []string{"verena", "kowalski", "203.0.113"} {
			assert.False(t, strings.Contains(told, secret), secret)
		}
	}
}
