package analysis_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report"
)

// TestFindingsNameTheProgram: a version of a program whose requests fail is named, whatever the
// device, and so is one agent; not where most others ask with it as well, nor where a few clients
// may have it by chance, nor as the word that all browsers begin with.
func TestFindingsNameTheProgram(t *testing.T) {
	const fields = "date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status"
	named := func(clients int, failing string, agents ...string) string {
		var b strings.Builder
		for s := range 4000 {
			agent, status := agents[s%len(agents)], 200
			if s%40 == 7 {
				agent, status = fmt.Sprintf(failing, []string{"iPhone", "Android"}[s/40%2]), 500
			}
			fmt.Fprintf(&b, "%d GET /page%d - 198.51.100.%d %s %d 0 0\n", s, s%9, 1+s/40%clients, agent, status)
		}
		found := ruled(analysisOf(filesOf(t, logOf(t, fields, b.String())), options(t)).Report(t.Context()), "application")
		require.Len(t, found, 1)
		for _, v := range append(found[0].Where, found[0].Also...) {
			if v.Field == "cs(User-Agent)" {
				return v.Value
			}
		}
		return ""
	}
	others := []string{"ShopApp/5.1.0+(iPhone)", "ShopApp/5.1.0+(Android)", "ShopApp/5.0.2+(iPhone)"}
	assert.Equal(t, "ShopApp/5.2.0*", named(50, "ShopApp/5.2.0+(%s)", others...))
	assert.Equal(t, "ShopApp/5.2.0", named(50, "ShopApp/5.2.0%.0s", others...))
	assert.Empty(t, named(50, "ShopApp/5.1.0+(%s)", others[:2]...), "all have it")
	assert.Equal(t, "ShopApp/5.1.0*", named(50, "ShopApp/5.1.0+(%s)", others...), "two of three have it, but fifty clients")
	assert.Empty(t, named(5, "ShopApp/5.1.0+(%s)", others...), "two of three have it, and five clients")
	assert.Empty(t, named(50, "Mozilla/5.0+(%s)", others...))
}

// TestFindingsDoNotNameTheOnlyProgramOfAPath: that all who call an interface call it with one
// program is no news of those who fail there.
func TestFindingsDoNotNameTheOnlyProgramOfAPath(t *testing.T) {
	var b strings.Builder
	for s := range 4000 {
		path, agent, status := "/", "Mozilla/5.0+(Windows)", 200
		if s%3 == 0 {
			path, agent = "/api/orders", "python-requests/2.31"
		}
		if s%45 == 0 {
			status = 500
		}
		fmt.Fprintf(&b, "%d GET %s - 198.51.100.%d %s %d 0 0\n", s, path, 1+s/3%90, agent, status)
	}
	log := logOf(t, "date time cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
	found := ruled(analysisOf(filesOf(t, log), options(t)).Report(t.Context()), "application")
	require.Len(t, found, 1)
	assert.Equal(t, report.Values{{Field: "cs-uri-stem", Value: "/api/orders"}}, found[0].Where)
}

// TestFindingsNameTheServerBehind: of the servers to which a proxy passes requests on, the one is
// named that fails; not where all fail alike, and not what a visitor wrote into a query.
func TestFindingsNameTheServerBehind(t *testing.T) {
	const fields = "date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status"
	told := func(query string, sick ...int) report.Finding {
		var b strings.Builder
		for s := range 4000 {
			node, end := s%4, "200 0 0"
			if s > 1000 && s < 1600 && slices.Contains(sick, node) && (len(sick) == 1 || s%5 == 0) {
				end = "502 3 12002"
			}
			fmt.Fprintf(&b, "%d GET /page%d %s 198.51.100.%d %s\n", s, s%9, fmt.Sprintf(query, s, node), 1+s%77, end)
		}
		found := ruled(analysisOf(filesOf(t, logOf(t, fields, b.String())), options(t)).Report(t.Context()), "upstream")
		require.Len(t, found, 1)
		return found[0]
	}
	const arr, gateway = "id=%d&X-ARR-CACHE-HIT=0&SERVER-ROUTED=web%d&X-ARR-LOG-ID=7d1f", "X-AzureApplicationGateway-CACHE-HIT=0&SERVER-ROUTED=10.%d.4.%d&X-AzureApplicationGateway-LOG-ID=7d1f"
	behind := report.Values{{Field: "SERVER-ROUTED", Value: "web3"}}
	assert.Equal(t, behind, told(arr, 3).Where)
	assert.Equal(t, behind, told("id=%d&SERVER-ROUTED=none&X-ARR-LOG-ID=7d1f&SERVER-ROUTED=web%d", 3).Where, "what the proxy added stands behind")
	assert.Empty(t, told(arr, 0, 1, 2, 3).Where)
	assert.Empty(t, told(gateway, 3).Where, "each has another address")
	assert.Empty(t, told("id=%d&SERVER-ROUTED=web%d", 3).Where, "no proxy")
	assert.Empty(t, told("id=%d&NO-SERVER-ROUTED=web%d&X-ARR-LOG-ID=7d1f", 3).Where, "another name")
}
