package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNobodyIsLetIn: where everybody is refused for an hour and nobody let in, passwords are not wrong;
// they may be where others get in, and where those who are refused are strangers.
func TestNobodyIsLetIn(t *testing.T) {
	f := func(want, net string, refused func(n int) bool) {
		t.Helper()
		var b strings.Builder
		for n := range 4320 {
			second := n * 20
			fmt.Fprintf(&b, "%d 10.0.9.%d - /public.htm 200 0 0\n", second+3, n%30)
			if second < 36000 && n%200 == 7 { // somebody mistypes
				fmt.Fprintf(&b, "%d 10.0.0.%d - /p%d.aspx 401 1 2148074252\n", second-9, n%40, n%9)
			}
			if isDown := second >= 36000 && second < 40000; !isDown || !refused(n) {
				if net != "10.0.0" && second < 40000 {
					continue // nobody is about yet
				}
				fmt.Fprintf(&b, "%d 10.0.0.%d CONTOSO\\u%d /p%d.aspx 200 0 0\n", second, n%40, n%40, n%9)
				continue
			}
			fmt.Fprintf(&b, "%d %s.%d - /p%d.aspx 401 1 2148074252\n", second, net, n%40, n%9)
		}
		text := logOf(t, "date time c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		got := ""
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if f.Code == "401.1" && got == "" {
				got = f.Rule
			}
		}
		assert.Equal(t, want, got)
	}
	all := func(int) bool { return true }
	f("auth-nobody", "10.0.0", all)
	f("logon-failure", "10.0.0", func(n int) bool { return n%4 > 0 })
	f("logon-failure", "203.0.113", all)
}

// TestOutageOfLogonsIsToldOnce: where nothing else is served, what is said of the outage is said of the logons.
func TestOutageOfLogonsIsToldOnce(t *testing.T) {
	var b strings.Builder
	for n := range 4320 {
		end := "200 0 0"
		if n >= 2000 && n < 2200 {
			end = "401 1 2148074252"
		}
		fmt.Fprintf(&b, "%d 10.0.0.%d CONTOSO\\u%d /p%d.aspx %s\n", n*20, n%40, n%40, n%9, end)
	}
	text := logOf(t, "date time c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
	var got []string
	for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
		got = append(got, fmt.Sprint(f.Rule, " ", f.Severity, " ", f.Rows))
	}
	assert.Equal(t, "auth-nobody critical 200", strings.Join(got, ", "))
}
