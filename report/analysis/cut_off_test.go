package analysis_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/iiswhy/iiswhy/parser/logtest"
)

// TestCutOffsAreTold: many requests that end after the same time are cut off; visitors
// who leave when they like are not.
func TestCutOffsAreTold(t *testing.T) {
	stories := []string{"cut-off", "hang-ups", "long-by-nature", "big-downloads", "slow-page", "healthy"}
	tells(t, logtest.Small, 3, []string{"cut-off"}, stories...)
	if !testing.Short() {
		tells(t, logtest.Medium, 2, []string{"cut-off"}, stories...)
	}
}

// TestVisitorsLeaveAtAllTimes: those who were kept are those who waited longest, however many
// left before; a timeout stands out among them.
func TestVisitorsLeaveAtAllTimes(t *testing.T) {
	f := func(told bool, taken func(i int) float64, timeouts int) {
		t.Helper()
		var b strings.Builder
		for i := range 3000 {
			ms := taken(i)
			if i < timeouts {
				ms = 60000 + float64(i%7)
			}
			fmt.Fprintf(&b, "%d 10.0.%d.%d /video 200 0 64 %d\n", i*20, i%7, i%250, int(ms))
			fmt.Fprintf(&b, "%d 10.0.%d.%d / 200 0 0 15\n", i*20+3, i%7, i%250)
		}
		text := logOf(t, servedFields+" time-taken", b.String())
		assert.Equal(t, told, isTold(t, "cut-off", text))
	}
	even := func(i int) float64 { return 2000 + float64(i*7919%88000) }
	fewer := func(i int) float64 { return 2000 - 8000*math.Log(float64(1+i*7919%3001)/3002) }
	f(false, even, 0)
	f(false, fewer, 0)
	f(true, even, 200)
	f(true, fewer, 200)
}

// TestWhoGivesUp: a client or a proxy in front where clients left; this server where it waited
// for one behind it; nobody where it could not connect, or start a program, after the same time.
func TestWhoGivesUp(t *testing.T) {
	f := func(want, codes string, taken int) {
		t.Helper()
		var b strings.Builder
		for i := range 400 {
			if i%10 == 0 {
				fmt.Fprintf(&b, "%d 10.0.0.%d /orders %s %d\n", i*60, i%250, codes, taken+i%5)
			}
			fmt.Fprintf(&b, "%d 10.0.0.%d / 200 0 0 %d\n", i*60+3, i%250, 15+i%9)
		}
		told := ""
		r := analysisOf(filesOf(t, logOf(t, servedFields+" time-taken", b.String())), options(t)).Report(t.Context())
		for _, f := range r.Findings {
			if f.Rule == "cut-off" {
				told = f.Evidence[1].What
			}
		}
		assert.Equal(t, want, told, codes)
	}
	f("after", "200 0 64", 30000)
	f("behind-after", "502 3 12002", 120000)
	f("behind-after", "502 3 2147954402", 120000)
	f("behind-after", "504 0 0", 30000)
	f("", "502 3 12029", 2030)
	f("", "502 5 0", 5000)
}

// TestRiseOfCutOffs: a rise of requests that a timeout ended needs attention, and says so; visitors
// who leave, each after a time of their own, do not.
func TestRiseOfCutOffs(t *testing.T) {
	f := func(want bool, taken func(n int) int) {
		t.Helper()
		var b strings.Builder
		for n := range 6000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 0 0 %d\n", n*30, 1+n%90, n%9, 20+n%50)
			if n >= 3000 && n < 3120 {
				fmt.Fprintf(&b, "%d 10.0.0.%d /files/setup.zip 200 0 64 %d\n", n*30+1, 1+n%90, taken(n))
			}
		}
		r := analysisOf(filesOf(t, logOf(t, servedFields+" time-taken", b.String())), options(t)).SpikeReport(t.Context())
		if assert.Len(t, r.Spikes, 1) {
			assert.Equal(t, want, r.Spikes[0].Attention)
			assert.Equal(t, want, len(r.Spikes[0].Findings) > 0)
		}
	}
	f(true, func(n int) int { return 300_000 + n%90 })
	f(false, func(n int) int { return 2000 + n*n*7919%400_000 })
}

// TestWhoWaitedNoLonger: where the server answers 408 it is the server that waited for what a
// client was to send.
func TestWhoWaitedNoLonger(t *testing.T) {
	f := func(want, end string) {
		t.Helper()
		var b strings.Builder
		for n := range 1000 {
			fmt.Fprintf(&b, "%d 10.0.0.%d /p%d.aspx 200 0 0 %d\n", n*60, 1+n%90, n%9, 20+n%50)
			if n%20 == 7 {
				fmt.Fprintf(&b, "%d 10.0.0.%d /upload %s 12000%d\n", n*60+1, 1+n%90, end, n%10)
			}
		}
		text := logOf(t, servedFields+" time-taken", b.String())
		found := ruled(analysisOf(filesOf(t, text), options(t)).Report(t.Context()), "cut-off")
		if assert.Len(t, found, 1) {
			var all []string
			for _, e := range found[0].Evidence {
				all = append(all, e.What)
			}
			assert.Contains(t, all, want)
		}
	}
	f("sent-after", "408 0 121")
	f("after", "200 0 64")
}
