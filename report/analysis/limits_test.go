package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestScannerIsHeldBack: a limit that refuses a scanner does what it is for; one that refuses an
// office asks too little of it.
func TestScannerIsHeldBack(t *testing.T) {
	f := func(want string, path func(n int) string) {
		t.Helper()
		var b strings.Builder
		for n := range 3000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx Mozilla/5.0 200 0 0\n", n*30, 1+n%90, n%9)
		}
		for n := range 2000 {
			end := "403 502 0"
			if n < 150 {
				end = "404 0 2"
				if !strings.Contains(path(n), "php") {
					end = "200 0 0"
				}
			}
			fmt.Fprintf(&b, "%d 45.1.1.1 %s Go-http-client/1.1 %s\n", 40000+n/10, path(n), end)
		}
		text := logOf(t, "date time c-ip cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if slices.Contains(f.Codes, "403.502") {
				got = append(got, fmt.Sprintf("%s %s %d", f.Rule, f.Severity, f.Rows))
			}
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	f("held-back info 1850", func(n int) string { return fmt.Sprintf("/x%d.php", n) })
	f("limited warning 1850", func(n int) string { // an office, one of whose computers scans
		if n < 150 {
			return fmt.Sprintf("/x%d.php", n)
		}
		return fmt.Sprintf("/p%d.aspx", n%9)
	})
	f("limited warning 1850", func(n int) string { return fmt.Sprintf("/p%d.aspx", n%9) })
}

// TestWhoIsLimited: both codes of a limit are one finding, which says whom it refuses: people behind one
// address, visitors, a program; of others, such as who takes the same pages under changing names or a flood, it does not.
func TestWhoIsLimited(t *testing.T) {
	const chrome, firefox, edge = "Mozilla/5.0+(Windows+NT)+AppleWebKit+(KHTML,+like+Gecko)+Chrome/130", "Mozilla/5.0+(Windows;+rv:132.0)+Gecko/20100101+Firefox/132.0", "Mozilla/5.0+(Windows+NT)+AppleWebKit+(KHTML,+like+Gecko)+Edg/131"
	browsers := []string{chrome, firefox, edge}
	f := func(want string, row func(n int) string) {
		t.Helper()
		var b strings.Builder
		for n := range 3000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx %s 200 0 0\n", n*28, 1+n%90, n%9, browsers[n%3])
			if n%6 == 0 {
				fmt.Fprintf(&b, "%d %s 403 50%d 0\n", n*28, row(n/6), 1+n/6%2)
			}
		}
		text := logOf(t, "date time c-ip cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if f.Rule == "scan" {
				continue
			}
			who := "?"
			for _, e := range f.Evidence {
				if slices.Contains([]string{"through", "visitors", "program"}, e.What) {
					who = e.What
				}
			}
			got = append(got, fmt.Sprintf("%s %s %d %s", f.Rule, f.Severity, f.Rows, who))
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	pages := []string{"/p1.aspx", "/a.css", "/b.js", "/p2.aspx", "/p3.aspx"}
	f("limited critical 500 through", func(n int) string { return "198.51.100.7 " + pages[n%5] + " " + browsers[n%3] })
	f("limited critical 500 visitors", func(n int) string { return fmt.Sprintf("10.0.0.%d %s %s", 1+n%50, pages[n%5], browsers[n%3]) })
	f("limited warning 500 program", func(n int) string { return "198.51.100.7 " + pages[n%5] + " curl/8" })
	f("limited warning 500 ?", func(n int) string { return fmt.Sprintf("198.51.100.7 /p%d.aspx %s", n%9, browsers[n%3]) })
	f("limited warning 500 ?", func(n int) string { return fmt.Sprintf("203.0.113.%d / %s", n%200, chrome) })
}
