package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestQuietAfterACrawler: the crawler of the night is done before the first visitors come, which is no
// outage; where it comes again after the pause, or others came before it, it is one.
func TestQuietAfterACrawler(t *testing.T) {
	told := func(before, after func(n int) string) int {
		var b strings.Builder
		for s := 0; s < 8*3600; s += 7 {
			switch {
			case s < 3*3600:
				fmt.Fprintf(&b, "%d %s /page%d 200 0 0\n", s, before(s), s%40)
			case s >= 5*3600-600:
				fmt.Fprintf(&b, "%d %s /page%d 200 0 0\n", s, after(s), s%40)
			}
		}
		return len(ruled(analysisOf(filesOf(t, logOf(t, servedFields, b.String())), options(t)).Report(t.Context()), "outage"))
	}
	crawler := func(int) string { return "192.0.2.7" }
	visitors := func(n int) string { return fmt.Sprintf("198.51.100.%d", n%200) }
	mixed := func(n int) string {
		if n%3 == 0 {
			return crawler(n)
		}
		return visitors(n)
	}
	assert.Equal(t, 0, told(crawler, visitors))
	assert.Equal(t, 1, told(crawler, crawler), "a proxy, or all that comes")
	assert.Equal(t, 1, told(crawler, mixed))
	assert.Equal(t, 1, told(mixed, visitors))
	assert.Equal(t, 1, told(visitors, visitors))
}
