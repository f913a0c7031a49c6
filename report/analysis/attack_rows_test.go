package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestMoreAttacksThanAreKept: of more attacks than are kept each client's number and times are those
// of all, what failed of them is told once, and nothing depends on who read which rows.
func TestMoreAttacksThanAreKept(t *testing.T) {
	const attacks, fewer = 70_000, 30_000
	var b strings.Builder
	for n := range attacks {
		fmt.Fprintf(&b, "%d GET /x%d/..%%2f..%%2fetc/passwd - 203.0.113.9 500 0 0 5\n", n/2, n)
		if n < fewer {
			fmt.Fprintf(&b, "%d GET /item.aspx id=%d'+union+select+null,@@version-- 203.0.113.80 200 0 0 5\n", n/2, n)
		}
	}
	text := filesOf(t, logOf(t, "date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status time-taken", b.String()))
	var first any
	for _, workers := range []int{1, 4} {
		o := options(t)
		o.counting.Workers = workers
		r := analysisOf(text, o).Report(t.Context())
		found := ruled(r, "attack-answered")
		require.Len(t, found, 2)
		for i, want := range []struct {
			client string
			rows   int64
			last   int
		}{{"203.0.113.9", attacks, attacks/2 - 1}, {"203.0.113.80", fewer, fewer/2 - 1}} {
			f := found[i]
			assert.Equal(t, want.client, f.Where[0].Value)
			assert.Equal(t, want.rows, f.Rows)
			assert.EqualValues(t, want.last, f.Last.Sub(f.First).Seconds())
			assert.False(t, f.Evidence[0].More)
		}
		assert.Empty(t, ruled(r, "application"), "the attacks are all that failed")
		if first == nil {
			first = r.Findings
		}
		assert.Equal(t, first, r.Findings, "%d workers", workers)
	}
}

// TestMoreAttackersThanAreLookedAt: that they are more than those that were looked at is said, and only then.
func TestMoreAttackersThanAreLookedAt(t *testing.T) {
	f := func(clients int) (more []bool) {
		var b strings.Builder
		for n := range clients {
			fmt.Fprintf(&b, "%d GET /item.aspx id=1'+union+select+null,@@version-- 203.0.%d.%d 200 0 0 5\n", n, n/200, n%200)
		}
		text := filesOf(t, logOf(t, "date time cs-method cs-uri-stem cs-uri-query c-ip sc-status sc-substatus sc-win32-status time-taken", b.String()))
		found := ruled(analysisOf(text, options(t)).Report(t.Context()), "attack-answered")
		require.Len(t, found, 1)
		for _, e := range found[0].Evidence {
			if e.What == "rows" || e.What == "clients" {
				more = append(more, e.More)
			}
		}
		return more
	}
	assert.Equal(t, []bool{false, false}, f(200))
	assert.Equal(t, []bool{true, true}, f(400))
}
