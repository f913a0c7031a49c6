package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestNamesWithoutSubstatus: who brings many names, and is refused with a 401 that does not say why,
// tries them; not who is served as well, as an office behind one address is, nor who brings few.
// What is left of the code is told all the same.
func TestNamesWithoutSubstatus(t *testing.T) {
	told := func(names, served int) string {
		var b strings.Builder
		for s := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d CORP\\user%02d /page%d 200\n", 10*s, 1+s%40, s%40, s%9)
		}
		for i := range 2 * names {
			fmt.Fprintf(&b, "%d 203.0.113.7 CORP\\name%02d / 401\n", 9000+5*i, i%names)
		}
		for i := range 6 { // who gives up
			fmt.Fprintf(&b, "%d 10.0.1.%d - /secret 401\n", 500+3000*i, i)
		}
		for i := range served {
			fmt.Fprintf(&b, "%d 203.0.113.7 CORP\\name%02d /page1 200\n", 3000+7*i, i%names)
		}
		var all []string
		for _, f := range analysisOf(filesOf(t, logOf(t, "date time c-ip cs-username cs-uri-stem sc-status", b.String())), options(t)).Report(t.Context()).Findings {
			if f.Rule == "auth-spray" || f.Rule == "unknown" {
				all = append(all, fmt.Sprintf("%s %d", f.Rule, f.Rows))
			}
		}
		return strings.Join(all, "; ")
	}
	assert.Equal(t, "auth-spray 30; unknown 6", told(15, 0))
	assert.NotContains(t, told(15, 20), "auth-spray", "it is served as well")
	assert.NotContains(t, told(5, 0), "auth-spray", "few names")
}
