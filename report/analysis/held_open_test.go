package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestHeldOpen: one address that leaves very many requests unfinished is told; idle connections,
// the slow lines of many, a monitor all day and a proxy, behind which everybody is, are not.
func TestHeldOpen(t *testing.T) {
	const site = "#Fields: date time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status\n"
	const kernel = "#Fields: date time c-ip c-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename\n"
	at := func(second int) string {
		return fmt.Sprintf("2024-03-01 %02d:%02d:%02d", second/3600, second/60%60, second%60)
	}
	f := func(want string, rows, apart int, reason string, who, visitor func(i int) string) {
		t.Helper()
		var text strings.Builder
		text.WriteString(site)
		for i := range 600 {
			fmt.Fprintf(&text, "%s %s GET /page 200 0 0\n", at(i*140), visitor(i))
		}
		text.WriteString(kernel)
		for i := range rows {
			fmt.Fprintf(&text, "%s %s %d - - - - - %s -\n", at(3600+i*apart/100), who(i), 1024+i, reason)
		}
		var got []string
		for _, f := range analysisOf(filesOf(t, text.String()), options(t)).Report(t.Context()).Findings {
			if f.Rule == "held-open" {
				got = append(got, fmt.Sprint(f.Severity, " ", f.Rows, " ", evidenceOf(f, "client"), " ", f.Reason))
			}
		}
		assert.Equal(t, want, strings.Join(got, "; "))
	}
	one := func(int) string { return "203.0.113.50" }
	many := func(i int) string { return fmt.Sprintf("10.1.%d.%d", i/200%9, i%200) }
	f("warning 4000 203.0.113.50 Timer_HeaderWait", 4000, 20, "Timer_HeaderWait", one, many)
	f("warning 200 203.0.113.50 Timer_EntityBody", 200, 290, "Timer_EntityBody", one, many)
	f("", 199, 290, "Timer_EntityBody", one, many)
	f("", 4000, 20, "Timer_ConnectionIdle", one, many)
	f("", 4000, 20, "Timer_HeaderWait", many, many)
	f("", 15_000, 500, "Timer_HeaderWait", one, many) // a monitor, each five seconds
	f("", 4000, 20, "Timer_HeaderWait", one, one)
}
