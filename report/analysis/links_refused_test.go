package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLinksToWhatIsRefused: pages that link to a file below App_Data have broken links; those who ask for it without
// a page, a scanner that names the front page, a form whose upload is too large and a rule that came today are something else.
func TestLinksToWhatIsRefused(t *testing.T) {
	const chrome, host = "Mozilla/5.0+(Windows+NT)+AppleWebKit+(KHTML,+like+Gecko)+Chrome/130", "https://www.example.com"
	f := func(want string, end string, asked func(n int) string, before string) {
		t.Helper()
		var b strings.Builder
		for n := range 600 {
			fmt.Fprintf(&b, "%d GET /p%d.aspx 10.0.0.%d %s %s/p%d.aspx www.example.com 200 0 0\n", n*60, n%9, n%50, chrome, host, n%7)
			switch {
			case n%10 == 0 && (n >= 300 || before == ""):
				fmt.Fprintf(&b, "%d %s www.example.com %s\n", n*60+5, asked(n), end)
			case n%10 == 0:
				fmt.Fprintf(&b, "%d %s www.example.com %s\n", n*60+5, asked(n), before)
			}
		}
		text := logOf(t, "date time cs-method cs-uri-stem c-ip cs(User-Agent) cs(Referer) cs-host sc-status sc-substatus sc-win32-status", b.String())
		var got []string
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			got = append(got, f.Rule)
		}
		assert.Equal(t, want, strings.Join(got, ", "))
	}
	linked := func(n int) string {
		return fmt.Sprintf("GET /App_Data/prices.pdf 10.0.0.%d %s %s/p3.aspx", n/10%40, chrome, host)
	}
	f("links", "404 8 0", linked, "")
	f("links", "404 7 0", linked, "")
	f("served-before", "404 8 0", linked, "200 0 0")
	f("blocked", "404 13 0", func(n int) string {
		return fmt.Sprintf("POST /upload.aspx 10.0.0.%d %s %s/upload.aspx", n/10%40, chrome, host)
	}, "")
	f("probe", "404 8 0", func(n int) string { return fmt.Sprintf("GET /App_Data/prices.pdf 10.0.0.%d %s -", n/10%40, chrome) }, "")
	f("scan", "404 8 0", func(n int) string { return fmt.Sprintf("GET /App_Data/p%d.mdb 203.0.113.9 %s %s/", n, chrome, host) }, "")
}
