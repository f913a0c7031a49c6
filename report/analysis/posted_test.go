package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestPostedForms: a form that addresses send again and again, who do nothing else, is told; not so where
// they look around as people do, where they are of the own network, where nobody ever gets the page, as with an interface, and where it is
// posted all day.
func TestPostedForms(t *testing.T) {
	f := func(want, net, path string, apart int, looksAround bool) {
		t.Helper()
		var b strings.Builder
		for n := range 8640 {
			fmt.Fprintf(&b, "%d 10.0.%d.%d GET /p%d.aspx 200\n", n*10, n%7, n%90, n%9)
			if n%100 == 0 {
				fmt.Fprintf(&b, "%d 10.0.1.%d GET /contact.aspx 200\n", n*10, n/100%80)
			}
		}
		for n := range 900 {
			fmt.Fprintf(&b, "%d %s.%d POST %s 200\n", 3600+n*apart, net, n%150, path)
			for page := 0; looksAround && page < 3; page++ {
				fmt.Fprintf(&b, "%d %s.%d GET /p%d.aspx 200\n", 3600+n*apart+page, net, n%150, page)
			}
		}
		got := ""
		for _, f := range ruled(analysisOf(filesOf(t, logOf(t, "date time c-ip cs-method cs-uri-stem sc-status", b.String())), options(t)).Report(t.Context()), "posted") {
			got = fmt.Sprintf("%s %d of %d, %s", f.Severity, f.Rows, f.Clients, f.State)
		}
		assert.Equal(t, want, got)
	}
	f("warning 900 of 150, over", "203.0.113", "/contact.aspx", 4, false)
	f("", "203.0.113", "/contact.aspx", 4, true)
	f("", "10.9.9", "/contact.aspx", 4, false)
	f("", "203.0.113", "/api/events", 4, false)
	f("", "203.0.113", "/contact.aspx", 90, false)
}
