package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestServedByFew: a page that one or two of several servers alone have is told of these; one that any of
// them serves now and then is not, nor one that nobody has.
func TestServedByFew(t *testing.T) {
	f := func(want string, serves func(server, n int) bool) {
		t.Helper()
		var b strings.Builder
		for n := range 4000 {
			server := n % 5
			fmt.Fprintf(&b, "%d WEB%d 10.0.0.%d /p%d.aspx 200 0 0\n", n*20, server, n%90, n%9)
			if n%8 == 0 && n > 400 {
				server, end := n/8%5, "404 0 2"
				if serves(server, n/8) {
					end = "200 0 0"
				}
				fmt.Fprintf(&b, "%d WEB%d 10.0.0.%d /new.aspx %s\n", n*20+5, server, n%90, end)
			}
		}
		text := logOf(t, "date time s-computername c-ip cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		got := ""
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if f.Code == "404.0" {
				got = strings.TrimSpace(f.Rule + " " + evidenceOf(f, "only"))
			}
		}
		assert.Equal(t, want, got)
	}
	f("served-elsewhere WEB1, WEB3", func(server, _ int) bool { return server == 1 || server == 3 })
	f("served-elsewhere WEB2", func(server, _ int) bool { return server == 2 })
	f("not-found", func(_, n int) bool { return n%7 == 0 })
	f("not-found", func(int, int) bool { return false })
}
