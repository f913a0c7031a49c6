package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLostClients: machines that were served until a rule came are told; not so where they are served
// besides, or never were.
func TestLostClients(t *testing.T) {
	f := func(want, before, besides string) {
		t.Helper()
		var b strings.Builder
		for n := range 5760 {
			fmt.Fprintf(&b, "%d 10.0.0.%d 443 /p%d.aspx 200 0 0\n", n*30, n%90, n%9)
			if n%6 > 0 {
				continue
			}
			end := before
			if n >= 2880 {
				if end = "403 4 5"; n%600 == 0 && besides != "" {
					end = besides
				}
			}
			if end != "" {
				fmt.Fprintf(&b, "%d 10.0.1.%d 80 /p%d.aspx %s\n", n*30+7, n/6%5, n%9, end)
			}
		}
		text := logOf(t, "date time c-ip s-port cs-uri-stem sc-status sc-substatus sc-win32-status", b.String())
		got := ""
		for _, f := range analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings {
			if f.Code == "403.4" {
				got = strings.TrimSpace(f.Rule + " " + evidenceOf(f, "lost"))
			}
		}
		assert.Equal(t, want, got, "%q, then %q besides", before, besides)
	}
	f("served-before 5", "200 0 0", "")
	f("blocked", "200 0 0", "200 0 0")
	f("blocked", "", "")
}
