package analysis_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// TestServedElsewhere: what one server of several lacks and the others serve is told of that server.
// Nothing is where the others are not asked for it, or lack it as well, where the server has it for
// others, or where the rows are of one client that comes to no other server.
func TestServedElsewhere(t *testing.T) {
	type lacking struct {
		paths  int
		asks   func(server, n int) bool
		lacks  func(server, n int) bool
		client string
		code   string
	}
	everywhere := func(int, int) bool { return true }
	second := func(server, n int) bool { return server == 1 && n > 300 }
	f := func(told bool, lacked string, l lacking) {
		t.Helper()
		var b strings.Builder
		for n := range 900 {
			for server := range 3 {
				fmt.Fprintf(&b, "%d WEB%02d 10.0.1.%d /a.aspx 200 0 0\n", n*40+server, server, n%90)
				if !l.asks(server, n) {
					continue
				}
				code, client := "200 0 0", fmt.Sprintf("10.0.1.%d", n%90)
				if l.lacks(server, n) {
					code = cmp.Or(l.code, "404 0 2")
					if l.client != "" {
						client = l.client
					}
				}
				fmt.Fprintf(&b, "%d WEB%02d %s /app/f%d.js %s\n", n*40+server+3, server, client, n%l.paths, code)
			}
		}
		text := logOf(t, "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "served-elsewhere")
		if !told {
			assert.Empty(t, found)
			return
		}
		require.Len(t, found, 1)
		assert.NotEqual(t, report.Note, found[0].Severity)
		assert.Equal(t, "WEB01", evidenceOf(found[0], "server"))
		assert.Equal(t, lacked, evidenceOf(found[0], "lacked"))
		assert.EqualValues(t, 599, found[0].Rows)
	}
	f(true, "/app/f0.js", lacking{1, everywhere, second, "", ""})
	f(true, "/app/f0.js", lacking{1, everywhere, second, "", "401 3 5"})
	f(true, "", lacking{4, everywhere, second, "", ""})
	f(false, "", lacking{1, func(server, _ int) bool { return server == 1 }, second, "", ""})
	f(false, "", lacking{1, everywhere, func(_, n int) bool { return n > 300 }, "", ""})
	f(false, "", lacking{1, everywhere, func(server, n int) bool { return server == 1 && n%3 == 0 }, "", ""})
	f(false, "", lacking{1, everywhere, second, "10.9.9.9", ""})
}

// TestServedOnAnotherSite: what one site lacks and another one has, each on a server of its own, is
// missing on no server.
func TestServedOnAnotherSite(t *testing.T) {
	f := func(want int, site string) {
		t.Helper()
		var b strings.Builder
		for n := range 900 {
			fmt.Fprintf(&b, "%d %s WEB01 10.0.1.%d /logo.png 200 0 0\n", n*40, site, n%90)
			fmt.Fprintf(&b, "%d W3SVC2 WEB02 10.0.1.%d /logo.png 404 0 2\n", n*40+1, n%90)
			fmt.Fprintf(&b, "%d W3SVC2 WEB02 10.0.1.%d /a.aspx 200 0 0\n", n*40+2, n%90)
		}
		text := logOf(t, "date time s-sitename s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		assert.Len(t, ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "served-elsewhere"), want, site)
	}
	f(0, "W3SVC1")
	f(1, "W3SVC2")
}

// TestServedElsewhereByDay: what one server lacks is one finding, though hardly anybody asks for it at night.
func TestServedElsewhereByDay(t *testing.T) {
	var b strings.Builder
	for minute := range 1440 {
		if byDay := minute > 350 && minute < 1050; !byDay && minute%20 != 0 {
			continue
		}
		for server := range 3 {
			code := "200 0 0"
			if server == 1 {
				code = "404 3 50"
			}
			fmt.Fprintf(&b, "%d WEB%02d 10.0.1.%d /a.aspx 200 0 0\n", minute*60+server, server, minute%90)
			fmt.Fprintf(&b, "%d WEB%02d 10.0.1.%d /fonts/f%d.woff2 %s\n", minute*60+server+3, server, minute%90, minute%2, code)
		}
	}
	text := logOf(t, "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
	var told []string
	for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
		told = append(told, fmt.Sprint(f.Rule, " ", f.Rows))
	}
	assert.Equal(t, []string{"served-elsewhere 736"}, told)
}
