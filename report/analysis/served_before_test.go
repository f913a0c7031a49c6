package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestServedBefore: a path was served until some moment if it was by the same method, and not merely
// redirected; who is redirected since is not refused.
func TestServedBefore(t *testing.T) {
	f := func(want bool, before, after, now string) {
		t.Helper()
		var b strings.Builder
		for i := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d GET /p%d.aspx 200 0 0\n", 60*i, 1+i%90, i%9)
			switch what := before; {
			case i%10 > 0:
			case i >= 1000:
				if what = after; i == 1500 && now != "" {
					what = now
				}
				fallthrough
			default:
				method, status, _ := strings.Cut(what, " ")
				fmt.Fprintf(&b, "%d 10.0.1.%d %s /prices %s 0 0\n", 60*i+7, 1+i%40, method, status)
			}
		}
		text := logOf(t, "date time c-ip cs-method cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "served-before")
		assert.Equal(t, want, len(found) == 1, "%s, then %s, then %s", before, after, now)
	}
	f(true, "GET 200", "GET 404", "")
	f(true, "POST 200", "POST 405", "")
	f(false, "GET 200", "POST 405", "")
	f(false, "GET 302", "GET 404", "")
	f(false, "GET 200", "GET 404", "GET 302")
	f(false, "GET 200", "GET 404", "GET 200")
}
