package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
