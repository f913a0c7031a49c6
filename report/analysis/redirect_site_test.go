package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestLoopsOfASite: where all pages send to themselves at the same time that is one loop, whether they are few or
// many; one page after the other is each its own, and a site that sends once elsewhere is none.
func TestLoopsOfASite(t *testing.T) {
	const fields = "date time cs-method cs-uri-stem c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status"
	f := func(page func(n int) int, times int) (told []string) {
		t.Helper()
		var b strings.Builder
		for n := range 60 {
			for i := range times {
				fmt.Fprintf(&b, "%d GET /p%d.aspx 10.1.0.%d Mozilla/5.0 302 0 0\n", 36000+n*50+i/10, page(n), n%25)
			}
		}
		for n := range 2000 {
			fmt.Fprintf(&b, "%d GET /p%d.aspx 10.0.0.%d Mozilla/5.0 200 0 0\n", n*17, n%9, n%50)
		}
		for _, said := range ruled(analysisOf(filesOf(t, logOf(t, fields, b.String())), options(t)).Report(t.Context()), "redirect-loop") {
			told = append(told, fmt.Sprintf("%d rows, %d clients, %d paths", said.Rows, said.Clients, said.Paths))
		}
		return told
	}
	assert.Equal(t, []string{"1200 rows, 25 clients, 7 paths"}, f(func(n int) int { return n * 3 % 7 }, 20))
	assert.Equal(t, []string{"1200 rows, 25 clients, 60 paths"}, f(func(n int) int { return n }, 20))
	assert.Len(t, f(func(n int) int { return n / 20 }, 20), 3)
	assert.Empty(t, f(func(n int) int { return n % 7 }, 1))
}
