package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestRefusedCrawlers: a rule that refuses nobody but crawlers does what it is for; one that refuses visitors as well
// does not, and what a crawler does not find is no matter of a rule.
func TestRefusedCrawlers(t *testing.T) {
	f := func(want, code string, agents ...string) {
		t.Helper()
		var b strings.Builder
		for n := range 2000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx Edge 200 0 0\n", 30*n, n%90, n%9)
			if n%5 == 0 {
				fmt.Fprintf(&b, "%d 47.128.%d.7 /list Mozilla/5.0+(compatible;+%s) %s\n", 30*n+7, n%40, agents[n/5%len(agents)], code)
			}
		}
		text := logOf(t, "date time c-ip cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		found := analysisOf(filesOf(t, text), options(t)).Report(t.Context()).Findings
		assert.Equal(t, want, found[0].Rule+" "+found[0].Severity)
	}
	f("crawlers info", "403 0 0", "Bytespider;+spider-feedback@bytedance.com", "GPTBot/1.2;++https://openai.com/gptbot")
	f("access-denied critical", "403 0 0", "GPTBot/1.2;++https://openai.com/gptbot", "Chrome")
	f("not-found warning", "404 0 2", "GPTBot/1.2;++https://openai.com/gptbot")
}
