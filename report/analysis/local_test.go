package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestServerItself: who asks from the machine itself comes from nowhere else, unless most requests come so: then a
// proxy on it brings what strangers send.
func TestServerItself(t *testing.T) {
	servers := []string{"10.0.0.5", "10.0.0.5", "::1"}
	f := func(want, visitor, client string, asked ...string) {
		t.Helper()
		var b strings.Builder
		for n := range 1000 {
			server := servers[n%len(servers)]
			fmt.Fprintf(&b, "%d %s GET /p%d.aspx - staff%d %s 200 0 0\n", n*60, server, n%9, n%40, strings.ReplaceAll(visitor, "*", fmt.Sprint(n%40)))
			if n >= 500 && n < 560 {
				fmt.Fprintf(&b, "%d %s %s\n", n*60+5, server, strings.ReplaceAll(strings.ReplaceAll(asked[(n-500)*len(asked)/60], "*", fmt.Sprint(n)), "@", client))
			}
		}
		text := logOf(t, "date time s-ip cs-method cs-uri-stem cs-uri-query cs-username c-ip sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			who := "?"
			for _, e := range f.Evidence {
				if e.What == "client" || e.What == "local" || e.What == "local-proxy" {
					who = e.What
				}
			}
			if f.Rule != "proxy" && f.Rule != "handshake" {
				got = append(got, fmt.Sprint(f.Rule, " ", f.Severity, " ", who))
			}
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	scan := []string{"GET /y*.zip - - @ 404 0 2", "GET /x*.php - - @ 404 0 2", "GET /p1.aspx id=1'+or+'1'='1 - @ 200 0 0", "GET /z*.asp - - @ 404 0 2"}
	shell := "POST /aspnet_client/shell.aspx cmd=whoami - @ 200 0 0"
	in := []string{"GET / - dev @ 401 1 1326", "GET / - dev @ 401 1 1326", "GET /new - dev @ 200 0 0"}
	spray := "GET / - n* @ 401 1 1326"
	f("attack-answered critical client, not-found info client, probe info ?", "10.0.0.*", "203.0.113.9", scan...)
	f("attack-answered warning local, not-found info client, probe info ?", "10.0.0.*", "::1", scan...)
	f("attack-answered critical local", "10.0.0.*", "127.0.0.1", shell)
	f("attack-answered critical local-proxy", "::1", "::1", shell)
	f("auth-broken-in critical client", "10.0.0.*", "203.0.113.9", in...)
	f("auth-broken-in info local", "10.0.0.*", "::1", in...)
	f("auth-spray warning client", "10.0.0.*", "203.0.113.9", spray)
	f("auth-spray warning local", "10.0.0.*", "127.0.0.1", spray)
	f("auth-spray warning local", "10.1.0.*", "10.0.0.5", spray)
	f("auth-spray warning client", "10.1.0.*", "10.0.0.6", spray)
	f("attack-answered critical local-proxy", "10.0.0.5", "10.0.0.5", shell)
	servers = []string{"10.0.0.5", "10.0.0.6"} // one of several servers may ask another
	f("auth-spray warning client", "10.1.0.*", "10.0.0.5", spray)
}

// TestServerAsksItself: challenges that a program on the server leaves unanswered are its own; those of a visitor, of
// another server, and of the proxy that brings most requests are not.
func TestServerAsksItself(t *testing.T) {
	f := func(want, visitor, client, server, end string) {
		t.Helper()
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.5 /p%d.aspx staff%d %s 200 0 0\n", n*30, n%9, n%40, strings.ReplaceAll(visitor, "*", fmt.Sprint(n%40)))
			if n%20 == 7 {
				fmt.Fprintf(&b, "%d %s /hub/negotiate - %s %s\n", n*30+5, server, client, end)
			}
		}
		text := logOf(t, "date time s-ip cs-uri-stem cs-username c-ip sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if f.Rule == "challenge-unanswered" || f.Rule == "access-denied" {
				got = append(got, strings.TrimSpace(f.Rule+" "+evidenceOf(f, "self")))
			}
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("challenge-unanswered 10.0.0.5", "10.1.0.*", "10.0.0.5", "10.0.0.5", "401 2 5")
	f("challenge-unanswered ::1", "10.1.0.*", "::1", "10.0.0.5", "401 2 5")
	f("challenge-unanswered", "10.1.0.*", "10.0.0.9", "10.0.0.5", "401 2 5")
	f("challenge-unanswered", "10.1.0.*", "10.0.0.5", "10.0.0.6", "401 2 5")
	f("challenge-unanswered", "10.0.0.5", "10.0.0.5", "10.0.0.5", "401 2 5")
	f("access-denied", "10.1.0.*", "10.0.0.5", "10.0.0.5", "401 3 5")
}
