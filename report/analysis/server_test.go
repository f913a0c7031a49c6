package analysis_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/iiswhy/iiswhy/parser/logtest"
	"github.com/iiswhy/iiswhy/report"
	"github.com/stretchr/testify/assert"
)

// TestServersAreTold: one server fails and the others do not; a page that fails on all,
// and a server that is busier than the others, are none of that.
func TestServersAreTold(t *testing.T) {
	stories := []string{"one-server", "one-server-ip", "all-servers", "busy-server", "outage-errors", "healthy"}
	tells(t, logtest.Small, 3, []string{"server"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"server"}, stories...)
	}
}

// TestAPageOfOneServerIsNoServer: what only one server is asked for, the others cannot
// fail at. Where they are asked for it too, the server is told.
func TestAPageOfOneServerIsNoServer(t *testing.T) {
	f := func(told bool, failing string) {
		t.Helper()
		text := "#Fields: date time s-ip cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
		for minute := range 12 * 60 {
			at := fmt.Sprintf("2026-01-10 %02d:%02d", minute/60, minute%60)
			text += fmt.Sprintf("%s:01 10.0.0.5 /shop/a.aspx 198.51.100.%d 200 0 0\n", at, minute%200)
			text += fmt.Sprintf("%s:02 10.0.0.6 /shop/a.aspx 198.51.100.%d 200 0 0\n", at, minute%200)
			if minute >= 300 && minute < 360 {
				text += fmt.Sprintf("%s:03 10.0.0.6 %s 198.51.100.%d 500 0 0\n", at, failing, minute%200)
			}
		}
		assert.Equal(t, told, isTold(t, "server", text), failing)
	}
	f(true, "/shop/b.aspx")
	f(false, "/reports/b.aspx")
}

// TestItselfIsNoOtherServer: a machine that asks itself under another address is no server
// that works while the first fails. Where a second one works, that is told.
func TestItselfIsNoOtherServer(t *testing.T) {
	f := func(other string) (titles []string) {
		t.Helper()
		text := "#Fields: date time s-ip cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
		for minute := range 12 * 60 {
			at := fmt.Sprintf("2026-01-10 %02d:%02d", minute/60, minute%60)
			code := "200 0 0"
			if minute >= 300 && minute < 400 {
				code = "500 0 0"
			}
			text += fmt.Sprintf("%s:01 %s /shop/health.aspx %s 200 0 0\n", at, other, other)
			for n := range 3 {
				text += fmt.Sprintf("%s:%02d 10.0.0.6 /shop/%d.aspx 198.51.100.%d %s\n", at, 10+n, (minute+n)%5, (minute*3+n)%200, code)
			}
		}
		for _, one := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			titles = append(titles, one.Rule)
			for _, e := range one.Evidence {
				if e.What == "server" || e.What == "address" {
					titles = append(titles, e.What+" "+e.Text)
				}
			}
		}
		return titles
	}
	for _, itself := range []string{"127.0.0.1", "::1"} {
		assert.Equal(t, []string{"outage", "address 10.0.0.6"}, f(itself), itself)
	}
	assert.Equal(t, []string{"outage", "server 10.0.0.6"}, f("10.0.0.7"))
}

// toldServers is what is said of the findings on servers of a log of some rows.
func toldServers(t *testing.T, rows string, say func(report.Finding) string) (all string) {
	t.Helper()
	const fields = "#Fields: date time s-ip cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
	for _, one := range analysisOf(filesOf(t, fields+rows), options(t)).Report(t.Context()).Findings {
		if one.Rule == "server" {
			all += say(one)
		}
	}
	return all
}

// TestRowsOfOtherServersAreCounted: others may have a few of the same errors, all day or
// meanwhile, which the sentence says. Two that fail are not one.
func TestRowsOfOtherServersAreCounted(t *testing.T) {
	f := func(want string, code func(minute, server, n int) string) {
		t.Helper()
		text := new(strings.Builder)
		for minute := range 24 * 60 {
			for n := range 12 {
				server := n % 6
				fmt.Fprintf(text, "2026-01-10 %02d:%02d:%02d 10.0.0.%d /shop/%d.aspx 198.51.100.%d %s 0 0\n",
					minute/60, minute%60, n*5, server, (minute+n)%5, (minute*3+n)%200, code(minute, server, n))
			}
		}
		assert.Equal(t, want, toldServers(t, text.String(), func(one report.Finding) string {
			return fmt.Sprintf("%v %d, %s of %s", one.Where, one.Rows, evidenceOf(one, "own"), evidenceOf(one, "together"))
		}))
	}
	const failed, served = "500", "200"
	when := func(is bool) string {
		if is {
			return failed
		}
		return served
	}
	f("[{s-ip 10.0.0.3}] 600,  of ", func(minute, _, n int) string { return when(n == 3 && minute >= 840) })
	f("[{s-ip 10.0.0.3}] 600, 600 of 630", func(minute, _, n int) string {
		return when(n == 3 && minute >= 840 || minute%20 == 7 && n == 5)
	})
	f("[{s-ip 10.0.0.3}] 603, 600 of 603", func(minute, _, n int) string {
		return when(n == 3 && minute >= 840 || minute%200 == 41 && minute >= 840 && n == 5)
	})
	f("", func(minute, _, n int) string {
		return when((n == 3 || n == 4) && minute >= 840 || minute%20 == 7 && n == 5)
	})
}

// TestFewServersAreTold: two of eight that fail while the others, asked for the same, do not are
// named both. Four of eight are no few, nor are two that alone are asked for what fails.
func TestFewServersAreTold(t *testing.T) {
	f := func(want string, request func(minute, server int) (path, code string)) {
		t.Helper()
		text := new(strings.Builder)
		for minute := range 12 * 60 {
			for server := range 8 {
				path, code := request(minute, server)
				fmt.Fprintf(text, "2026-01-10 %02d:%02d:%02d 10.0.0.%d %s 198.51.100.%d %s 0 0\n", minute/60, minute%60, server*7, server, path, (minute*8+server)%200, code)
			}
		}
		assert.Equal(t, want, toldServers(t, text.String(), func(one report.Finding) string {
			return fmt.Sprintf("%s of %s others", evidenceOf(one, "server"), evidenceOf(one, "others"))
		}))
	}
	failing := func(servers ...int) func(minute, server int) (path, code string) {
		return func(minute, server int) (path, code string) {
			if path = fmt.Sprintf("/shop/%d.aspx", minute%5); minute >= 300 && minute%2 == 0 && slices.Contains(servers, server) {
				return path, "500"
			}
			return path, "200"
		}
	}
	f("10.0.0.3 of 7 others", failing(3))
	f("10.0.0.3, 10.0.0.6 of 6 others", failing(3, 6))
	f("", failing(1, 3, 5, 6))
	f("", func(minute, server int) (path, code string) {
		if minute >= 300 && minute%2 == 0 && (server == 3 || server == 6) {
			return "/reports/a.aspx", "500"
		}
		return fmt.Sprintf("/shop/%d.aspx", minute%5), "200"
	})
}

// TestManyServersAreTold: a quarter of forty servers that fail since a time are told, with that time, the
// first of them by name. Half of them are no few, nor are those that are busier.
func TestManyServersAreTold(t *testing.T) {
	f := func(want string, code func(minute, server int) string) {
		t.Helper()
		text := new(strings.Builder)
		for minute := range 24 * 60 {
			for server := range 40 {
				if of := code(minute, server); of != "" {
					fmt.Fprintf(text, "2026-01-10 %02d:%02d:%02d 10.0.0.%d /shop/%d.aspx 198.51.100.%d %s 0 0\n", minute/60, minute%60, server, server, minute%7, (minute*40+server)%200, of)
				}
			}
		}
		assert.Equal(t, want, toldServers(t, text.String(), func(one report.Finding) string {
			since, err := strconv.ParseFloat(evidenceOf(one, "own-since"), 64)
			assert.NoError(t, err)
			return fmt.Sprintf("%s, %v of %s others, since %s", evidenceOf(one, "server"), evidenceOf(one, "failing"), evidenceOf(one, "others"), time.Unix(int64(since), 0).UTC().Format("15:04"))
		}))
	}
	failing := func(every int) func(minute, server int) string {
		return func(minute, server int) string {
			if (minute*40+server)%1201 == 7 || minute >= 600 && minute%5 == 2 && server%every == 1 {
				return "500"
			}
			return "200"
		}
	}
	f("10.0.0.1, 10.0.0.13, 10.0.0.17, 10.0.0.21, 10 of 29 others, since 10:02", failing(4))
	f("", failing(2))
	f("", func(minute, server int) string {
		switch {
		case server%4 != 1 && minute%16 != server%16:
			return ""
		case (minute*40+server)%61 == 7:
			return "500"
		}
		return "200"
	})
}

// TestServerAmongFailuresOfAll: what the application fails at now and then, on any server, hides
// none that fails all day; what is said of it is counted. A server that is merely busier fails no
// more often, and one client that keeps to a server is none.
func TestServerAmongFailuresOfAll(t *testing.T) {
	f := func(want string, row func(minute, server int) (client, code string)) {
		t.Helper()
		text := new(strings.Builder)
		for minute := range 24 * 60 {
			for server := range 20 {
				client, code := row(minute, server)
				path := fmt.Sprintf("/shop/%d.aspx", minute%5)
				if code == "" {
					continue
				}
				fmt.Fprintf(text, "2026-01-10 %02d:%02d:%02d 10.0.0.%d %s %s %s 0 0\n", minute/60, minute%60, server*2, server, path, client, code)
			}
		}
		assert.Equal(t, want, toldServers(t, text.String(), func(one report.Finding) string {
			return fmt.Sprintf("%s: %s of %s at %s paths", evidenceOf(one, "server"), evidenceOf(one, "own"), evidenceOf(one, "together"), evidenceOf(one, "paths"))
		}))
	}
	anybody := func(minute, server int) string { return fmt.Sprintf("198.51.100.%d", (minute*7+server)%200) }
	nowAndThen := func(minute, server int) bool { return (minute*20+server)%401 == 0 }
	failing := func(servers ...int) func(minute, server int) (client, code string) {
		return func(minute, server int) (client, code string) {
			if nowAndThen(minute, server) || minute%5 == 2 && slices.Contains(servers, server) {
				return anybody(minute, server), "500"
			}
			return anybody(minute, server), "200"
		}
	}
	f("10.0.0.3: 291 of 359 at 4 paths", failing(3))
	f("10.0.0.3, 10.0.0.6: 582 of 646 at 4 paths", failing(3, 6))
	f("", failing())
	f("", failing(0, 2, 4, 6, 8, 10, 12, 14, 16, 18))
	f("", func(minute, server int) (client, code string) { // 10.0.0.3 serves most
		switch {
		case server != 3 && minute%40 != server:
			return "", ""
		case server == 3 && minute%15 == 2 || server != 3 && minute%600 == server:
			return anybody(minute, server), "500"
		}
		return anybody(minute, server), "200"
	})
	f("", func(minute, server int) (client, code string) { // a job that asks 10.0.0.3 alone
		if server == 3 && minute%5 == 2 {
			return "203.0.113.9", "500"
		}
		return failing()(minute, server)
	})
}

// TestAddressOfEachSite: a server that has an address for each of its sites is one server: the site
// whose application fails is no server that fails. Two addresses of one site are two servers.
func TestAddressOfEachSite(t *testing.T) {
	f := func(told bool, other string) {
		t.Helper()
		text := "#Fields: date time s-sitename s-ip cs-host cs-uri-stem c-ip sc-status sc-substatus sc-win32-status\n"
		for minute := range 12 * 60 {
			at := fmt.Sprintf("2026-01-10 %02d:%02d", minute/60, minute%60)
			text += fmt.Sprintf("%s:01 %s /shop/a.aspx 198.51.100.%d 200 0 0\n", at, other, minute%200)
			text += fmt.Sprintf("%s:02 W3SVC2 10.0.0.6 b.example.com /shop/a.aspx 198.51.100.%d 200 0 0\n", at, minute%200)
			if minute >= 300 && minute < 360 {
				text += fmt.Sprintf("%s:03 W3SVC2 10.0.0.6 b.example.com /shop/b.aspx 198.51.100.%d 500 0 0\n", at, minute%200)
			}
		}
		assert.Equal(t, told, isTold(t, "server", text), other)
	}
	f(false, "W3SVC1 10.0.0.5 a.example.com")
	f(true, "W3SVC2 10.0.0.5 b.example.com")
	f(true, "W3SVC1 10.0.0.5 b.example.com")
}
