package analysis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRiseOfPagesLeftOpen: a browser whose session ends asks on each half minute; that is a rise,
// and nothing to do. Of a program it is.
func TestRiseOfPagesLeftOpen(t *testing.T) {
	f := func(agent string, attention bool) {
		t.Helper()
		var b strings.Builder
		for i := range 5760 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx Mozilla/5.0+Gecko/20100101+Firefox/132.0 200 0 0\n", 30*i, 1+i%50, i%9)
			status := "200 0 0"
			if i >= 3000 {
				status = "401 0 0"
			}
			fmt.Fprintf(&b, "%d 10.0.7.7 /api/news %s %s\n", 30*i+7, agent, status)
		}
		text := logOf(t, "date time c-ip cs-uri-stem cs(User-Agent) sc-status sc-substatus sc-win32-status", b.String())
		o := options(t)
		o.Compare = true
		r := analysisOf(filesOf(t, text), o).SpikeReport(t.Context())
		require.Len(t, r.Spikes, 1)
		assert.Equal(t, attention, r.Spikes[0].Attention, agent)
		assert.Equal(t, attention, len(ruled(r, "left-open")) == 0, agent)
	}
	f("Mozilla/5.0+(Windows+NT+10.0)+AppleWebKit/537.36+(KHTML,+like+Gecko)+Chrome/130.0.0.0+Safari/537.36", false)
	f("NewsClient/1.4", true)
}

// TestRiseOfLongSessions: the challenges of sessions that end hours later rise each morning, and nothing is
// broken. Where no session comes of them they need attention.
func TestRiseOfLongSessions(t *testing.T) {
	f := func(attention bool, status string) {
		t.Helper()
		var b strings.Builder
		for minute := range 1440 {
			fmt.Fprintf(&b, "%d 10.0.0.%d - /p%d.aspx 200 0 0 12\n", 60*minute, 1+minute%50, minute%9)
			if minute > 400 && minute < 900 {
				client := fmt.Sprint("10.0.1.", 1+minute%40)
				fmt.Fprintf(&b, "%d %s - /remoteDesktopGateway/ 401 2 5 3\n", 60*minute+5, client)
				fmt.Fprintf(&b, "%d %s anna /remoteDesktopGateway/ %s 7200000\n", 60*minute+7200, client, status)
			}
		}
		text := logOf(t, "date time c-ip cs-username cs-uri-stem sc-status sc-substatus sc-win32-status time-taken", b.String())
		o := options(t)
		o.Compare = true
		for _, s := range analysisOf(filesOf(t, text), o).SpikeReport(t.Context()).Spikes {
			if s.Code == "401.2" {
				assert.Equal(t, attention, s.Attention)
				return
			}
		}
		assert.Fail(t, "no rise")
	}
	f(false, "200 0 64")
	f(true, "500 0 0")
}
