package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestPreflights: requests by OPTIONS of browsers that are refused are preflights; what other
// programs ask so is not, nor is anything where browsers were refused by other methods as well.
func TestPreflights(t *testing.T) {
	const browser, office = "Mozilla/5.0+(Windows+NT+10.0)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/130.0.0.0", "Microsoft-WebDAV-MiniRedir/10.0.19045"
	f := func(want bool, method, agent, code, one string) {
		t.Helper()
		var b strings.Builder
		for i := range 600 {
			fmt.Fprintf(&b, "%d 10.0.0.%d GET /p%d.aspx %s 200 0 0\n", 60*i, 1+i%90, i%9, browser)
			if i%10 == 0 {
				fmt.Fprintf(&b, "%d 10.0.1.%d %s /api/profile %s %s 5\n", 60*i+7, 1+i%40, method, agent, code)
			}
		}
		if one != "" {
			fmt.Fprintf(&b, "36000 10.0.1.9 %s /api/profile %s %s 5\n", one, browser, code)
		}
		text := logOf(t, "date time c-ip cs-method cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "preflight")
		assert.Equal(t, want, len(found) == 1, "%s by %s, %s, and once by %s", method, agent, code, one)
	}
	f(true, "OPTIONS", browser, "401 2", "")
	f(true, "OPTIONS", browser, "405 0", "")
	f(false, "OPTIONS", browser, "401 2", "POST")
	f(false, "OPTIONS", office, "401 2", "")
	f(false, "OPTIONS", browser, "500 0", "")
	f(false, "GET", browser, "401 2", "")
}

// TestPreflightsOfAWhile: preflights that are answered before and after are refused, and the path
// is no missing one.
func TestPreflightsOfAWhile(t *testing.T) {
	var b strings.Builder
	for i := range 1200 {
		code := "204 0"
		if i >= 500 && i < 700 {
			code = "405 0"
		}
		fmt.Fprintf(&b, "%d 10.0.0.%d GET /p%d.aspx Mozilla/5.0+Gecko 200 0 0\n", 30*i, 1+i%90, i%9)
		fmt.Fprintf(&b, "%d 10.0.1.%d OPTIONS /api/profile Mozilla/5.0+Gecko %s 0\n", 30*i+7, 1+i%40, code)
	}
	text := logOf(t, "date time c-ip cs-method cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
	r := analysisOf(filesOf(t, text), options(t)).Report(t.Context())
	assert.Len(t, ruled(r, "preflight"), 1)
	assert.Empty(t, ruled(r, "served-before"))
}
