package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report/redact"
)

// movedOf is what a comparison says of who asks more, and of who asks less.
func movedOf(t *testing.T, rows string) (more, less string) {
	t.Helper()
	r := comparedAt(t, nil, logOf(t, comparedFields, rows))
	for _, f := range r.Findings {
		switch f.Rule {
		case "compare-more-of":
			more = evidenceOf(f, "values")
		case "compare-less-of":
			less = evidenceOf(f, "values")
		}
	}
	return more, less
}

// requests are n rows of a client and a server in one of the two hours.
func requests(n, hour int, server, client string) string {
	var b strings.Builder
	for i := range n {
		c := client
		if strings.Contains(c, "%d") {
			c = fmt.Sprintf(c, i%200)
		}
		fmt.Fprintf(&b, "%d %s %s /a 200 0 0 20\n", hour*hourLong+i*hourLong/n, server, c)
	}
	return b.String()
}

// TestWhoCameAndWent: clients and servers that ask or serve far more or less than before are
// named, with their shares; twice the traffic of all, and a little more of one, are not.
func TestWhoCameAndWent(t *testing.T) {
	many := requests(1000, 0, "WEB01", "192.0.2.%d") + requests(1000, 1, "WEB01", "192.0.2.%d")
	more, less := movedOf(t, many+requests(200, 0, "WEB01", "10.0.0.8")+requests(300, 1, "WEB01", "10.0.0.9"))
	assert.Equal(t, []string{"c-ip 10.0.0.9 (0% → 23.1%)", "c-ip 10.0.0.8 (16.7% → 0%)"}, []string{more, less})
	more, less = movedOf(t, many+requests(500, 0, "WEB02", "192.0.2.%d")+requests(500, 1, "WEB03", "192.0.2.%d"))
	assert.Contains(t, more, "s-computername WEB03 (<0.5% → ")
	assert.Contains(t, less, "s-computername WEB02 (")
	more, less = movedOf(t, requests(500, 0, "WEB01", "192.0.2.%d")+requests(1500, 1, "WEB01", "192.0.2.%d")+requests(40, 0, "WEB01", "10.0.0.9")+requests(160, 1, "WEB01", "10.0.0.9"))
	assert.Empty(t, more+less, "all of them ask more")
}

// TestMoversAreHidden: a report with pseudonyms gives no address away.
func TestMoversAreHidden(t *testing.T) {
	r := comparedAt(t, func(o *settings) { o.hide(redact.Kinds{Client: true}) }, logOf(t, comparedFields,
		requests(1000, 0, "WEB01", "192.0.2.%d")+requests(1000, 1, "WEB01", "192.0.2.%d")+requests(300, 1, "WEB01", "10.0.0.9")))
	for _, f := range r.Findings {
		assert.NotContains(t, evidenceOf(f, "values"), "10.0.0.9", f.Rule)
	}
	assert.True(t, strings.HasPrefix(evidenceOf(*findingOf(r, "compare-more-of"), "values"), "c-ip client-"))
}
