package analysis_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report/redact"
)

const (
	clients = "203.0.113.7 2001:db8::1234 198.51.100.23 192.0.2.77"
	users   = `CORP\verena kowalski sid=8f3a`
	queries = "token=Zx81 account=4711"
)

// secret is a log with values to hide in every place that a report looks at.
func secret() string {
	const head = "#Fields: date time c-ip cs-username cs-uri-stem cs-uri-query cs(User-Agent) cs(Cookie) cs(Referer) " +
		"X-Forwarded-For cs(CF-Connecting-IP) sc-status sc-substatus sc-win32-status time-taken\n"
	var b strings.Builder
	b.WriteString(head)
	for range 30 {
		b.WriteString("2026-11-03 10:00:00 203.0.113.7 CORP\\verena /a token=Zx81 ie sid=8f3a http://www.example.com/p?account=4711 198.51.100.23,+10.0.0.1 192.0.2.77 401 1 1326 9\n" +
			"2026-11-03 10:00:01 203.0.113.7 CORP\\verena /a token=Zx81 ie sid=8f3a http://www.example.com/p?account=4711 198.51.100.23 192.0.2.77 404 0 2 9\n" +
			"2026-11-03 10:00:02 2001:db8::1234 kowalski /b account=4711 ie sid=8f3a http://www.example.com/p?account=4711 - 192.0.2.77 500 0 0 9\n" +
			"2026-11-03 10:00:02 203.0.113.7 - /b - ie - http://www.example.com/p?account=4711 - - 200 0 0 9\n")
	}
	b.WriteString("2026-11-03 10:00:03 203.0.113.7 CORP\\verena /a token=Zx81 kowalski sid=8f3a\n" +
		"noon 10:00:03 2001:db8::1234 kowalski /b account=4711 ie sid=8f3a - 198.51.100.23 192.0.2.77 500 0 0 9\n" +
		"#Fields: c-ip cs-uri sc-status s-reason\n203.0.113.7 /a?token=Zx81 400 BadRequest\n")
	return b.String()
}

// Nothing of what must be hidden is left in a report, whatever it is grouped by.
func TestRedactLeavesNothing(t *testing.T) {
	f := func(name string, kinds redact.Kinds, secrets ...string) {
		t.Helper()
		plain := 0
		for _, by := range []string{"", "c-ip", "c_ip", "cip", "cs-username", "csusername", "CS-USERNAME", "cs(Cookie)", "cs(Referrer)",
			"cs(referer)", "cs-uri-query", "cs_uri_query", "cs-uri", "X-Forwarded-For", "cs(CF-Connecting-IP)", "sc-status"} {
			o := options(t)
			o.ForwardedFor = "x-forwarded-for"
			o.Filters = []string{"--client 203.0.113.0/24,203.0.113.7", `--user CORP\verena,*kowalski`, "--status 4xx"}
			if by != "" {
				o.By = []string{by, "sc-status"}
			}
			open := jsonOf(t, reportOf(t, o, secret()))
			o.hide(kinds)
			r := reportOf(t, o, secret())
			hidden := jsonOf(t, r)
			for _, s := range secrets {
				escaped := strings.ReplaceAll(s, `\`, `\\`)
				assert.NotContains(t, hidden, escaped, "%s, by %s", name, by)
				plain += strings.Count(open, escaped)
			}
			assert.Contains(t, r.Filters, "--status 4xx")
			assert.Contains(t, hidden, "401.1")
		}
		assert.Positive(t, plain, "%s: without hiding it would be there", name)
	}
	f("client", redact.Kinds{Client: true}, strings.Fields(clients)...)
	f("user", redact.Kinds{User: true}, strings.Fields(users)...)
	f("query", redact.Kinds{Query: true}, strings.Fields(queries)...)
	f("all", redact.Kinds{Client: true, User: true, Query: true}, strings.Fields(clients+" "+users+" "+queries)...)
}

// Hiding changes no number, and the same value has the same name everywhere.
func TestRedactKeepsNumbers(t *testing.T) {
	o := options(t)
	o.By = []string{"cs-username"}
	open := reportOf(t, o, secret())
	o.hide(redact.Kinds{Client: true, User: true})
	hidden := reportOf(t, o, secret())
	assert.Equal(t, open.Total, hidden.Total)
	names := map[string]string{}
	same := func(plain, name string) {
		t.Helper()
		if before, ok := names[plain]; ok {
			assert.Equal(t, before, name, plain)
		}
		names[plain] = name
	}
	require.Equal(t, len(open.Codes), len(hidden.Codes))
	for i := range open.Codes {
		for field, keys := range open.Codes[i].Top {
			for j, key := range keys {
				assert.Equal(t, key.Count, hidden.Codes[i].Top[field][j].Count)
				if field == "cs-username" || field == "c-ip" {
					same(key.Key, hidden.Codes[i].Top[field][j].Key)
				}
			}
		}
	}
	for i := range open.Groups {
		same(open.Groups[i].Key[0].Value, hidden.Groups[i].Key[0].Value)
	}
	assert.Regexp(t, `^user-\d$`, names[`CORP\verena`])
	assert.Equal(t, "-", names["-"])
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
		o.Filter.Status = statuses(t, "404", "550")
		o.Filters = []string{"--uri */verena", "--uri /a"}
		o.hide(redact.Kinds{Client: true, User: true})
		r := reportOf(t, o, log)
		assert.Equal(t, []string{"--uri …", "--uri /a"}, r.Filters)
		told := jsonOf(t, r)
		assert.Contains(t, told, "/users/user-")
		for _, secret := range []string{"verena", "kowalski", "203.0.113"} {
			assert.False(t, strings.Contains(told, secret), secret)
		}
	}
}
