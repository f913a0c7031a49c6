package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestServersFailInTurn: a deployment goes from server to server, one or two at a time. Errors of all
// servers at once, at any time of an hour, of two servers, or of some for most of the hour are none.
func TestServersFailInTurn(t *testing.T) {
	const servers = 8
	f := func(want string, fails func(second, server int) bool) {
		t.Helper()
		text := new(strings.Builder)
		for second := range 12 * 3600 {
			if server := second % (servers * 4); second%4 == 0 {
				server /= 4
				code := "200"
				if fails(second, server) {
					code = "503"
				}
				fmt.Fprintf(text, "%d 10.0.0.%d 198.51.100.%d /shop/%d.aspx %s 0 0\n", second, server, second*7%200, second%5, code)
			}
		}
		got := ""
		log := logOf(t, "date time s-ip c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", text.String())
		for _, one := range analysisOf(filesOf(t, log), options(t)).Report(t.Context()).Findings {
			if one.Rule == "rolling" {
				got += fmt.Sprintf("%s servers, %s s, %s", evidenceOf(one, "servers"), evidenceOf(one, "lasted"), one.Severity)
			}
		}
		assert.Equal(t, want, got)
	}
	const at = 5 * 3600
	in := func(second, from, length int) bool { return second >= from && second < from+length }
	f("8 servers, 129 s, info", func(second, server int) bool { return in(second, at+server*200, 150) })
	f("8 servers, 129 s, info", func(second, server int) bool { return in(second, at+server/2*200, 150) })
	f("", func(second, server int) bool { return in(second, at, 150) })
	f("", func(second, server int) bool { return in(second, at, 1600) && second*2654435761%97 < 9 })
	f("", func(second, server int) bool { return server < 2 && in(second, at+server*200, 150) })
	f("", func(second, server int) bool { return in(second, at+server*200, 1500) })
	f("", func(second, server int) bool { return in(second, 3600+server*4500, 150) }) // a crash now and then
}
