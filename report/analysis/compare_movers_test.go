package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/report/redact"
)

// movedOf is what a comparison says of whose share of the requests differs.
func movedOf(t *testing.T, rows string) (all []string) {
	t.Helper()
	for _, f := range comparedAt(t, nil, logOf(t, comparedFields, rows)).Findings {
		if f.Rule == "compare-share" {
			all = append(all, fmt.Sprintf("%s %s: %s, %s before", evidenceOf(f, "field"), evidenceOf(f, "value"), evidenceOf(f, "after"), evidenceOf(f, "before")))
		}
	}
	return all
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
	assert.Equal(t, []string{"c-ip 10.0.0.9: 23.1%, 0% before", "c-ip 10.0.0.8: 0%, 16.7% before"},
		movedOf(t, many+requests(200, 0, "WEB01", "10.0.0.8")+requests(300, 1, "WEB01", "10.0.0.9")))
	moved := strings.Join(movedOf(t, many+requests(500, 0, "WEB02", "192.0.2.%d")+requests(500, 1, "WEB03", "192.0.2.%d")), "\n")
	assert.Regexp(t, `s-computername WEB03: [23].\..%, <0.5% before`, moved)
	assert.Regexp(t, `s-computername WEB02: <0.5%, [23].\..% before`, moved)
	assert.Empty(t, movedOf(t, requests(500, 0, "WEB01", "192.0.2.%d")+requests(1500, 1, "WEB01", "192.0.2.%d")+
		requests(40, 0, "WEB01", "10.0.0.9")+requests(160, 1, "WEB01", "10.0.0.9")), "all of them ask more")
}

// TestMoversAreHidden: a report with pseudonyms gives no address away.
func TestMoversAreHidden(t *testing.T) {
	r := comparedAt(t, func(o *settings) { o.hide(redact.Kinds{Client: true}) }, logOf(t, comparedFields,
		requests(1000, 0, "WEB01", "192.0.2.%d")+requests(1000, 1, "WEB01", "192.0.2.%d")+requests(300, 1, "WEB01", "10.0.0.9")))
	assert.True(t, strings.HasPrefix(evidenceOf(*findingOf(r, "compare-share"), "value"), "client-"))
	assert.NotContains(t, jsonOf(t, r), "10.0.0.9")
}

// TestFewRowsOfOneWhoStandsOut: a client with three of a thousand requests is named where nobody
// else has nearly as many; where everybody has as many it is no news who they are.
func TestFewRowsOfOneWhoStandsOut(t *testing.T) {
	many := func(n, hour, clients int, net string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%d WEB01 %s.%d.%d /a 200 0 0 20\n", hour*hourLong+i*hourLong/n, net, i%clients/200, i%clients%200)
		}
		return b.String()
	}
	crowd := many(15_000, 0, 3000, "172.16") + many(15_000, 1, 3000, "172.16")
	told := movedOf(t, crowd+requests(60, 1, "WEB01", "203.0.113.9"))
	if assert.Len(t, told, 1) {
		assert.Regexp(t, `^c-ip 203\.0\.113\.9: ~0\.[2-6]%, <0\.1% before$`, told[0])
	}
	assert.Empty(t, movedOf(t, many(15_000, 0, 250, "172.16")+many(15_000, 1, 250, "172.17")), "another office of as many")
	assert.Empty(t, movedOf(t, crowd+requests(60, 0, "WEB01", "203.0.113.9")+requests(60, 1, "WEB01", "203.0.113.9")), "who came before as well")
}
