package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// twoHosts is a log of a shop that answers 404 from the tenth hour on, in which so many of its
// requests are served all the same, beside another host that works.
func twoHosts(t *testing.T, paths, clients, served int) string {
	var rows strings.Builder
	for i := range 2000 {
		second := i * 40
		fmt.Fprintf(&rows, "%d www.example.com 198.51.100.%d /p%d.aspx https://www.example.com/ 200 0 0\n", second, i%90, i%9)
		if i%4 > 0 {
			continue
		}
		status := "200 0 0"
		if second >= 10*3600 {
			status = "404 0 2"
		}
		if second >= 15*3600 && served > 0 {
			served, status = served-1, "200 0 0"
		}
		fmt.Fprintf(&rows, "%d shop.example.com 203.0.113.%d /s%d.aspx https://shop.example.com/ %s\n", second, i/4%clients, i/4%paths, status)
	}
	return logOf(t, "date time cs-host c-ip cs-uri-stem cs(Referer) sc-status sc-substatus sc-win32-status", rows.String())
}

// A host that answers 404 to all is no site with broken links. Of one that serves a page now and
// then some pages are missed, as of one that a robot alone asks.
func TestHostThatServesNothing(t *testing.T) {
	f := func(rule string, paths, clients, served int) {
		t.Helper()
		found := analysisOf(filesOf(t, twoHosts(t, paths, clients, served)), options(t)).Report(t.Context()).Findings
		require.NotEmpty(t, found)
		assert.Equal(t, rule, found[0].Rule)
		if rule == "unserved" {
			assert.Contains(t, found[0].Evidence, report.Evidence{What: "host", Text: "shop.example.com"})
			assert.Equal(t, report.GoingOn, found[0].State)
		}
	}
	f("unserved", 7, 60, 0)
	f("served-before", 7, 60, 1)
	f("served-before", 7, 1, 0)
}

// Where a log holds nothing but what was not found, it says so, and no more.
func TestLogThatServesNothing(t *testing.T) {
	var rows strings.Builder
	for i := range 300 {
		fmt.Fprintf(&rows, "%d www.example.com 198.51.100.%d /p%d.aspx - 404 0 2\n", i*60, i%90, i%9)
	}
	r := analysisOf(filesOf(t, logOf(t, "date time cs-host c-ip cs-uri-stem cs(Referer) sc-status sc-substatus sc-win32-status", rows.String())), options(t)).Report(t.Context())
	assert.Equal(t, "unserved", r.Findings[0].Rule)
	for _, e := range r.Findings[0].Evidence {
		assert.NotEqual(t, "host", e.What)
	}
}
