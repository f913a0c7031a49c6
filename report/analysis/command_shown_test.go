package analysis_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/iiswhy/iiswhy/report/scan"
)

// TestPrintedCommandByEachField: a burst that one field sets apart gets a command
// that shows its rows and no others.
func TestPrintedCommandByEachField(t *testing.T) {
	f := func(field, usual, burst, want string) {
		t.Helper()
		var b strings.Builder
		fmt.Fprintf(&b, "#Fields: date time c-ip %s sc-status sc-substatus\n", field)
		start := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		row := func(at time.Time, n int, value string) {
			fmt.Fprintf(&b, "%s 10.0.%d.%d %s 500 0\n", at.Format("2006-01-02 15:04:05"), n%200, n%250, strings.ReplaceAll(value, "#", fmt.Sprint(n)))
		}
		for minute := range 3 * 24 * 60 {
			at := start.Add(time.Duration(minute) * time.Minute)
			if minute%10 == 0 {
				row(at, minute, usual)
			}
			if minute >= 3600 && minute < 3630 {
				for n := range 20 {
					row(at.Add(time.Duration(n)*time.Second), 20*minute+n, burst)
				}
			}
		}
		path := writeLog(t, b.String())
		r := spikesIn(t, options(t), path)
		require.Len(t, r.Spikes, 1, field)
		assert.Contains(t, r.Spikes[0].Command, " "+want+" ", field)
		name, value, _ := strings.Cut(strings.TrimPrefix(want, "--"), " ")
		o := options(t)
		o.Filter = scan.Filter{Since: r.Spikes[0].Start, Until: r.Spikes[0].End, Fields: where(name, strings.Trim(value, `"`))}
		assert.Equal(t, r.Spikes[0].Causes[0].Observed, scanOf(o, b.String()).Report(context.Background()).Total.Rows, field)
	}
	f("cs-uri-query", "id=#", "promo=#&lng=en", `--query "promo=*?lng=*"`)
	f("s-computername", "WEB01", "WEB02", "--server WEB02")
	f("s-ip", "10.9.0.1", "10.9.0.2", "--server 10.9.0.2")
	f("s-queuename", "MainPool", "ShopPool", "--pool ShopPool")
	f("s-port", "443", "8443", "--port 8443")
}
